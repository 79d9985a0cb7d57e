"""Who owns which field: what a write adds to `managedFields`, and takes from the others' entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from playground.kubernetes.managed import STATUS_SINCE, entry

KEYS = ("name", "containerPort", "key", "type", "uid")
NOT_OWNED = ("managedFields", "resourceVersion", "generation")


def changed(old: Any, new: Any) -> dict[str, Any]:
    """Return the fields that are otherwise in `new`, as FieldsV1 writes them."""
    found: dict[str, Any] = {}
    for name, value in new.items():
        if name in NOT_OWNED or value == old.get(name):
            continue
        found[f"f:{name}"] = _below(old.get(name), value)
    return found


def _below(old: Any, new: Any) -> dict[str, Any]:
    if isinstance(new, Mapping):
        return changed(old if isinstance(old, Mapping) else {}, new)
    if isinstance(new, Sequence) and new and isinstance(new[0], Mapping):
        key = next((key for key in KEYS if key in new[0]), "")
        before = {one.get(key): one for one in old or ()}
        differ = (one for one in new if key and one != before.get(one.get(key)))
        return {_item(key, one[key]): changed(before.get(one[key], {}), one) for one in differ}
    return {}


def _item(key: str, value: Any) -> str:
    return f"k:{msgspec.json.encode({key: value}).decode()}"


def owned(entries: Sequence[Mapping[str, Any]], fields: Mapping[str, Any], by: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the entries after somebody wrote these fields: theirs now, and nobody else's.

    Args:
        entries: `managedFields` before.
        fields: what was written, as FieldsV1.
        by: `manager`, `apiVersion`, `at` (seconds since 1970), `subresource` ("" for none) and the server's `minor` version.
    """
    subresource = by["subresource"] if by["minor"] >= STATUS_SINCE else ""
    mine: Mapping[str, Any] = {}
    others = []
    for one in entries:
        if (one["manager"], one.get("subresource", "")) == (by["manager"], subresource):
            mine = one["fieldsV1"]
        else:
            left = _without(one["fieldsV1"], fields)
            others += [{**one, "fieldsV1": left}] if left else []
    return [*others, entry(by["manager"], by["apiVersion"], by["at"], _union(mine, fields), subresource)]


def _union(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _union(one.get(name, {}), other.get(name, {})) for name in {**one, **other}}


def _without(fields: Mapping[str, Any], taken: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that are not taken; of what is taken in part the rest stays."""
    found: dict[str, Any] = {}
    for name, below in fields.items():
        if name not in taken:
            found[name] = below
        elif below and taken[name]:
            left = _without(below, taken[name])
            if left:
                found[name] = left
    return found
