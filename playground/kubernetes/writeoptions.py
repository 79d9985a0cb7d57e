"""The options of a request that changes something, as the API server reads and refuses them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from playground.kubernetes.problems import Problem, bad_request, invalid

LONGEST_MANAGER = 128
RECORDED = (("uid", "UID", "deleted and then recreated"), ("resourceVersion", "ResourceVersion", "modified"))
KINDS = {"PATCH": "PatchOptions", "PUT": "UpdateOptions", "POST": "CreateOptions", "DELETE": "DeleteOptions"}


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How a request wants to be carried out.

    Attributes:
        dry_run: only say what would come of it.
        manager: who is written down as the fields' manager.
    """

    dry_run: bool
    manager: str


def write_options(method: str, query: Mapping[str, str], agent: str, dry_run: Sequence[str] = ()) -> WriteOptions:
    """Return the options of a request.

    Args:
        method: the HTTP method.
        query: the request's parameters.
        agent: its `User-Agent`: what stands before the slash is the manager if none is named.
        dry_run: what the body says of it.

    Raises:
        Problem: 422, an option that makes no sense.
    """
    kind, manager = KINDS[method], query.get("fieldManager", "")
    wanted = [*filter(None, [query.get("dryRun", "")]), *dry_run]
    if wanted and wanted != ["All"]:
        told = "{" + ", ".join(f'"{word}"' for word in wanted) + "}"
        message = f'Unsupported value: []string{told}: supported values: "All"'
        raise invalid(kind, "meta.k8s.io", "", [("dryRun", "FieldValueNotSupported", message)])
    if len(manager) > LONGEST_MANAGER:
        message = f"Too long: must have at most {LONGEST_MANAGER} bytes"
        raise invalid(kind, "meta.k8s.io", "", [("fieldManager", "FieldValueTooLong", message)])
    return WriteOptions(bool(wanted), manager or agent.split("/")[0] or "unknown")


def read_body(body: bytes) -> Any:
    """Return a body's JSON; {} for an empty one.

    Raises:
        Problem: 400, it is none.
    """
    try:
        return msgspec.json.decode(body) if body else {}
    except msgspec.DecodeError as e:
        raise bad_request(f"error decoding body: {e}") from e


def preconditions(body: Mapping[str, Any], meta: Mapping[str, Any], kind: str) -> None:
    """Raise Problem 409 unless an object is the one that a deletion means."""
    told = body.get("preconditions") or {}
    for field, name, more in (
        ("uid", "UID", "deleted and then recreated"),
        ("resourceVersion", "ResourceVersion", "modified"),
    ):
        if told.get(field) not in (None, meta[field]):
            why = f"the {name} in the precondition ({told[field]}) does not match the {name} in record ({meta[field]})"
            message = f'Operation cannot be fulfilled on {kind} "{meta["name"]}": {why}. The object might have been {more}'
            raise Problem(409, message, "Conflict", {"name": meta["name"], "kind": kind})
