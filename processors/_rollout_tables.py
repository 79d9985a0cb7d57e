"""Tables of rollouts."""

from __future__ import annotations

from collections.abc import Sequence

from connectors._kube.rollouts.records import Rollout
from processors._cells import age_cell, number_cell, short
from processors._images import changes_said
from processors._passages import Cell, Table
from processors._standing import state_said

_CHANGE = 80
_ROWS = 10


def change_said(one: Rollout) -> str:
    """Return what a rollout brought, e.g. `app v1.4.0 → v1.5.0`, `rolled back: app v1.5.0 → v1.4.0`, `new: app web:v1`."""
    changes = changes_said(one.changes, first=one.first)
    if one.back:
        return f"rolled back: {changes}"
    return f"new: {changes}" if one.first and one.revision <= 1 else changes


def outcome_said(one: Rollout) -> str:
    """Return whether it went well, e.g. `done`, `stuck: ProgressDeadlineExceeded`, `replaced`; "" where nobody knows."""
    if not one.current:
        return "replaced"
    if one.standing is None:
        return ""
    return "done" if one.standing.state == "steady" else state_said(one.standing)


def history_table(rollouts: Sequence[Rollout], at: float) -> Table:
    """Return a row for each template that one workload had, in the order given."""
    rows = tuple(
        (number_cell(one.revision), age_cell(one.at, at), Cell(short(change_said(one), _CHANGE)), Cell(one.manager))
        for one in rollouts[:_ROWS]
    )
    return Table("Revisions, newest first", ("Revision", "Ago", "Change", "By"), rows, max(0, len(rollouts) - _ROWS))
