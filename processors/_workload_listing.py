"""Every workload that answers a question, a row each, for a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connectors._kube.workloads.records import Standing, WorkloadList
from processors._listing import Listing, utc
from processors._standing import STATES
from processors._summary import Part

_COLUMNS = (
    "Cluster", "Namespace", "Kind", "Workload", "State", "Desired", "Ready", "Updated", "Pods", "Reason", "Message", "Since",
    "Revision", "Created",
)  # fmt: skip


def listing(parts: Sequence[Part[WorkloadList]]) -> Listing:
    """Return the workloads of all targets, target by target, each in its own order."""

    def rows() -> Iterator[tuple[str, ...]]:
        for part in parts:
            for one in part.records.workloads:
                yield (part.target, *_row(one))

    return Listing(_COLUMNS, rows, sum(part.records.found - len(part.records.workloads) for part in parts))


def _row(one: Standing) -> tuple[str, ...]:
    return (
        one.namespace,
        one.kind,
        one.name,
        STATES[one.state],
        *map(str, (one.desired, one.ready, one.updated, one.pods)),
        one.reason,
        one.message,
        utc(one.since),
        one.revision,
        utc(one.created),
    )
