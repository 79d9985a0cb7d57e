"""Turns plain data into typed Structs, and collects every mistake on the way instead of stopping at the first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, Literal, TypeVar, get_args, get_origin

import msgspec
from msgspec.structs import fields

from bot.config.errors import Mistake, Place
from bot.config.kinds import bare, check, described, is_mapping, is_sequence, shown
from bot.config.variables import expand
from bot.config.yaml import scalar
from connectors._contract import Secret

S = TypeVar("S", bound=msgspec.Struct)

WRONG = object()
"""Stands for a value that was refused; the mistake is noted."""

_PRIVATE = re.compile(r"token|secret|passw|credential|api_?key|private", re.IGNORECASE)


class Reader:
    """Reads one document.

    Attributes:
        mistakes: what was found wrong so far.
    """

    def __init__(self, environ: Mapping[str, str], lines: Mapping[Place, int]) -> None:
        self.mistakes: list[Mistake] = []
        self._environ = environ
        self._lines = lines

    def wrong(self, place: Place, said: str) -> Any:
        """Note a mistake at `place`; returns WRONG."""
        self.mistakes.append(Mistake(place, said, self._line(place)))
        return WRONG

    def struct(self, data: Any, kind: type[S], place: Place) -> S | Any:
        """Return `data` as a `kind`, or WRONG."""
        values = self.keys(data, kind, place)
        if values is WRONG or any(value is WRONG for value in values.values()):
            return WRONG
        try:
            return kind(**values)
        except (ValueError, TypeError) as error:  # the Struct's own __post_init__ refuses
            return self.wrong(place, str(error))

    def keys(self, data: Any, kind: type[msgspec.Struct], place: Place) -> Any:
        """Return the fields of `kind` that `data` gives, name to value or WRONG; WRONG if it is no mapping at all."""
        if not isinstance(data, dict | None):
            return self.wrong(place, f"is {shown(data)}; it should be a mapping of keys to values")
        data = data or {}
        known = {field.encode_name: field for field in fields(kind)}
        self.unknown(data, list(known), place, "key")
        values: dict[str, Any] = {}
        for key, field in known.items():
            if key in data:
                values[field.name] = self.value(data[key], field.type, (*place, key))
            elif field.required:
                values[field.name] = self.wrong((*place, key), f"is missing; it should be {described(field.type)}")
        return values

    def unknown(self, data: Mapping[Any, Any], known: list[str], place: Place, what: str) -> None:
        """Note each key of `data` that is not among the known ones, with the nearest or with all of them."""
        for key in data:
            if key in known:
                continue
            near = get_close_matches(str(key), known, n=1)
            hint = f"did you mean `{near[0]}`?" if near else f"there are: {', '.join(known) or 'none'}"
            self.wrong((*place, str(key)), f"is no {what} that exists; {hint}")

    def value(self, data: Any, kind: Any, place: Place) -> Any:
        """Return `data` as a value of the type `kind`, or WRONG."""
        core = bare(kind)
        if isinstance(core, type) and issubclass(core, msgspec.Struct):
            return self.struct(data, core, place)
        if is_mapping(core):
            of_key, of_value = get_args(core)
            return self.mapping(data, of_key, of_value, place)
        if is_sequence(core):
            return self._sequence(data, core, place)
        return self._scalar(data, kind, core, place)

    def mapping(self, data: Any, of_key: Any, of_value: Any, place: Place) -> Any:
        """Return `data` as a dict of such keys and values, or WRONG."""
        if not isinstance(data, dict | None):
            return self.wrong(place, f"is {shown(data)}; it should be a mapping of keys to values")
        found = {}
        for key, value in (data or {}).items():
            name = self._fitting(str(key), of_key, (*place, str(key)), f"`{key}`")
            found[name] = self.value(value, of_value, (*place, str(key)))
        return WRONG if WRONG in found or any(value is WRONG for value in found.values()) else found

    def _sequence(self, data: Any, kind: Any, place: Place) -> Any:
        if data is None:
            data = []
        if not isinstance(data, list):
            return self.wrong(place, f"is {shown(data)}; it should be a list")
        of_item = get_args(kind)[0]
        found = [self.value(item, of_item, (*place, index)) for index, item in enumerate(data)]
        if any(item is WRONG for item in found):
            return WRONG
        return found if get_origin(kind) is list else tuple(found)

    def _scalar(self, data: Any, kind: Any, core: Any, place: Place) -> Any:
        said = shown(data)
        if isinstance(data, str):
            expanded = expand(data, self._environ)
            if expanded.broken:
                shown_text = _hidden(core, said)
                return self.wrong(place, f"has a `${{` that opens no variable: {shown_text}; `$${{` stands for `${{` itself")
            if expanded.missing:
                names = ", ".join(dict.fromkeys(expanded.missing))
                return self.wrong(place, f"needs {names}, which is not set; `${{NAME:-default}}` would give a default")
            data = expanded.text
            if expanded.replaced:
                private = any(_PRIVATE.search(name) for name in expanded.replaced)
                said = f"{said}, here {'***' if private else repr(data)}"
                data = data if core in (str, Secret) else scalar(data)
        return self._fitting(data, kind, place, _hidden(core, said))

    def _fitting(self, data: Any, kind: Any, place: Place, said: str) -> Any:
        core = bare(kind)
        right = f"is {said}; it should be {described(kind)}"
        if core is Secret:
            return Secret(data) if isinstance(data, str) else self.wrong(place, right)
        if get_origin(core) is Literal and isinstance(data, str):
            data = next((one for one in get_args(core) if str(one) == data.lower()), data)
        try:
            fitting = msgspec.convert(data, kind)
        except msgspec.ValidationError:
            quote = "; put it in quotes" if core is str and isinstance(data, int | float) else ""
            return self.wrong(place, right + quote)
        try:
            check(fitting, kind)
        except ValueError as error:
            return self.wrong(place, f"{right}: {error}")
        return fitting

    def _line(self, place: Place) -> int | None:
        """Return the line of the place, or of the nearest thing above it that stands in the file."""
        for end in range(len(place), 0, -1):
            if place[:end] in self._lines:
                return self._lines[place[:end]]
        return None


def _hidden(core: Any, said: str) -> str:
    return "not text" if core is Secret else said
