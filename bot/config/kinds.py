"""Says of a type what would be right, in words, for the sentence that refuses a wrong value."""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from connectors._contract import Secret

_PLAIN = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "text",
    Secret: "text",
    type(None): "nothing",
}


def bare(kind: Any) -> Any:
    """Return the type without its bounds, and without None where it is optional: `Annotated[int, …] | None` is int."""
    if get_origin(kind) is Annotated:
        return bare(get_args(kind)[0])
    if get_origin(kind) in (Union, types.UnionType):
        others = [one for one in get_args(kind) if one is not type(None)]
        return bare(others[0]) if len(others) == 1 else kind
    return kind


def described(kind: Any) -> str:
    """Return what fits `kind`: its own description where it has one, e.g. `a whole number` or `one of json, console`."""
    if get_origin(kind) is Annotated:
        said = next((one.description for one in kind.__metadata__ if getattr(one, "description", None)), None)
        return said or described(get_args(kind)[0])
    if get_origin(kind) in (Union, types.UnionType):
        return " or ".join(described(one) for one in get_args(kind))
    if get_origin(kind) is Literal:
        return "one of " + ", ".join(str(one) for one in get_args(kind))
    if is_mapping(kind) or hasattr(kind, "__struct_fields__"):
        return "a mapping of keys to values"
    if is_sequence(kind):
        return f"a list; each item {described(get_args(kind)[0])}" if get_args(kind) else "a list"
    return _PLAIN.get(kind, "a value that fits")


def check(value: Any, kind: Any) -> None:
    """Put `value` through the check that its type brings along (`Meta(extra={"check": …})`). Raises what that raises."""
    for one in kind.__metadata__ if get_origin(kind) is Annotated else ():
        if look := (getattr(one, "extra", None) or {}).get("check"):
            look(value)


def shown(value: Any) -> str:
    """Return a value as the sentence quotes it, cut short."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "empty"
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:79]}…"


def is_mapping(kind: Any) -> bool:
    """Tell whether values of this type are written as a mapping of free keys."""
    return get_origin(kind) in (dict, Mapping)


def is_sequence(kind: Any) -> bool:
    """Tell whether values of this type are written as a list."""
    return get_origin(kind) in (tuple, list, frozenset, set, Sequence)
