"""Every node that answers a question, a row each, for a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connectors._kube.nodes.records import Node, NodeList
from processors._listing import Listing, utc
from processors._summary import Part

_COLUMNS = (
    "Cluster", "Node", "Ready", "Troubles", "Reason", "Message", "Since", "Cordoned", "Taints", "Roles", "Version",
    "Created",
)  # fmt: skip


def listing(parts: Sequence[Part[NodeList]]) -> Listing:
    """Return the nodes of all targets, target by target, each in its own order."""

    def rows() -> Iterator[tuple[str, ...]]:
        for part in parts:
            for one in part.records.nodes:
                yield (part.target, *_row(one))

    return Listing(_COLUMNS, rows, sum(part.records.found - len(part.records.nodes) for part in parts))


def _row(one: Node) -> tuple[str, ...]:
    return (
        one.name,
        "yes" if one.ready else "no",
        " ".join(one.troubles),
        one.reason,
        one.message,
        utc(one.since if one.unwell else None),
        "yes" if one.cordoned else "no",
        " ".join(one.taints),
        " ".join(one.roles),
        one.version,
        utc(one.created),
    )
