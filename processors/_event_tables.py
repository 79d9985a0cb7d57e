"""Tables of what happened, by reason and workload."""

from __future__ import annotations

from collections.abc import Sequence

from connectors._kube.events.records import EventGroup
from processors._cells import age_cell, number_cell, short
from processors._passages import Cell, Table

_ROWS = 20
_MESSAGE = 80


def group_table(groups: Sequence[EventGroup], at: float) -> Table:
    """Return a row for each group of events about one thing, in the order given, aged as seen at `at`."""
    rows = tuple(
        (Cell(one.reason), number_cell(one.times, ticks=True), age_cell(one.last, at), Cell(short(one.message, _MESSAGE)))
        for one in groups[:_ROWS]
    )
    return Table("Events, newest first", ("Event", "Times", "Ago", "Message"), rows, max(0, len(groups) - _ROWS))


def subject_said(group: EventGroup) -> str:
    """Return what a group is about as people know it, e.g. `payments/svc-014`, `node-007`."""
    return f"{group.namespace}/{group.name}" if group.namespace else group.name
