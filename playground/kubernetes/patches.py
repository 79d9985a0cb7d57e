"""The three ways in which a PATCH says what is to change. All return a new value and leave the old one as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

MERGE_KEYS = {
    "containers": "name", "initContainers": "name", "env": "name", "volumes": "name", "volumeMounts": "mountPath",
    "ports": "containerPort", "taints": "key", "conditions": "type", "ownerReferences": "uid", "imagePullSecrets": "name",
}  # fmt: skip
"""By which field the things of a list are the same, for a strategic merge (`patchMergeKey` in k8s.io/api)."""
DIRECTIVES = ("$patch", "$retainKeys", "$setElementOrder", "$deleteFromPrimitiveList")


class NoSuchPath(Exception):
    """A JSON patch names a place that is not there, tests for something else, or is none; the message says which."""


def merge_patch(old: Any, patch: Any) -> Any:
    """Return `old` after a JSON merge patch (RFC 7396)."""
    if not isinstance(patch, Mapping):
        return patch
    found = dict(old) if isinstance(old, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            found.pop(name, None)
        else:
            found[name] = merge_patch(found.get(name), value)
    return found


def strategic_patch(old: Any, patch: Any, field: str = "") -> Any:
    """Return `old` after a strategic merge patch: as a merge patch, but lists with a merge key are merged by it.

    Args:
        old: what is there.
        patch: what is to change.
        field: the name of the field that both stand in.

    What it says: kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch.
    """
    if isinstance(patch, Mapping):
        return _strategic_object(old if isinstance(old, Mapping) else {}, patch)
    if isinstance(patch, Sequence) and not isinstance(patch, str) and field in MERGE_KEYS:
        return _strategic_list(old or (), patch, MERGE_KEYS[field])
    return patch


def _strategic_object(old: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    replaced = patch.get("$patch") == "replace"
    found = {} if replaced else dict(old)
    if "$retainKeys" in patch:
        found = {name: value for name, value in found.items() if name in patch["$retainKeys"]}
    for name, value in patch.items():
        if name.startswith(DIRECTIVES):
            continue
        if value is None:
            found.pop(name, None)
        else:
            found[name] = strategic_patch(found.get(name), value, name)
    return found


def _strategic_list(old: Sequence[Any], patch: Sequence[Any], key: str) -> list[Any]:
    if any(one.get("$patch") == "replace" for one in patch):
        return [one for one in patch if "$patch" not in one]
    found = {one[key]: one for one in old}
    for one in patch:
        if one.get("$patch") == "delete":
            found.pop(one[key], None)
        else:
            found[one[key]] = _strategic_object(found.get(one[key], {}), one)
    return list(found.values())


def json_patch(old: Any, operations: Sequence[Mapping[str, Any]]) -> Any:
    """Return `old` after a JSON patch (RFC 6902): `add`, `remove`, `replace`, `test`, `move`, `copy`.

    Raises:
        NoSuchPath: an operation cannot be carried out.
    """
    found = old
    for one in operations:
        path = _path(str(one.get("path", "")))
        match one.get("op"):
            case "add" | "replace" as how:
                found = _put(found, path, one.get("value"), insert=how == "add")
            case "remove":
                found = _take(found, path)
            case "test":
                if _get(found, path) != one.get("value"):
                    raise NoSuchPath(f"testing value {one.get('path')} failed")
            case "move" | "copy" as how:
                source = _path(str(one.get("from", "")))
                value = _get(found, source)
                found = _put(_take(found, source) if how == "move" else found, path, value, insert=True)
            case how:
                raise NoSuchPath(f"unexpected kind: {how}")
    return found


def _path(pointer: str) -> list[str]:
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def _get(there: Any, path: Sequence[str]) -> Any:
    for part in path:
        there = _child(there, part)
    return there


def _child(there: Any, part: str) -> Any:
    try:
        return there[part] if isinstance(there, Mapping) else there[int(part)]
    except (KeyError, IndexError, ValueError, TypeError) as e:
        raise NoSuchPath(f"missing value at {part}") from e


def _put(there: Any, path: Sequence[str], value: Any, *, insert: bool) -> Any:
    if not path:
        return value
    part, *rest = path
    if rest:
        return _with(there, part, _put(_child(there, part), rest, value, insert=insert))
    if isinstance(there, Mapping):
        if not insert:
            _child(there, part)
        return {**there, part: value}
    at = len(there) if part == "-" else int(part)
    return [*there[:at], value, *there[at if insert else at + 1 :]]


def _take(there: Any, path: Sequence[str]) -> Any:
    part, *rest = path
    child = _child(there, part)
    if rest:
        return _with(there, part, _take(child, rest))
    if isinstance(there, Mapping):
        return {name: value for name, value in there.items() if name != part}
    return [*there[: int(part)], *there[int(part) + 1 :]]


def _with(there: Any, part: str, child: Any) -> Any:
    if isinstance(there, Mapping):
        return {**there, part: child}
    return [*there[: int(part)], child, *there[int(part) + 1 :]]
