"""Everything that happened, a row for each reason and workload, for a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connectors._kube.events.records import EventGroup, EventList
from processors._listing import Listing, utc
from processors._summary import Part

_COLUMNS = (
    "Cluster", "Namespace", "Kind", "Workload", "Type", "Reason", "Times", "Objects", "Last object",
    "First", "Last", "Message", "Source",
)  # fmt: skip


def listing(parts: Sequence[Part[EventList]]) -> Listing:
    """Return the groups of events of all targets, target by target, each in its own order."""

    def rows() -> Iterator[tuple[str, ...]]:
        for part in parts:
            for one in part.records.groups:
                yield (part.target, *_row(one))

    return Listing(_COLUMNS, rows, sum(part.records.left_out for part in parts))


def _row(one: EventGroup) -> tuple[str, ...]:
    return (
        one.namespace,
        one.kind,
        one.name,
        one.type,
        one.reason,
        str(one.times),
        str(one.objects),
        one.sample,
        utc(one.first),
        utc(one.last),
        one.message,
        one.source,
    )
