"""What the summaries of lists have in common: the title, what could not be looked at, a column for the cluster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from connectors._kube.records import Unread
from processors._asks import Asks
from processors._controls import Control
from processors._counts import among
from processors._passages import Cell, Facts, Line, Passage, Table
from processors._summary import Part, Summary, Tone
from processors._text import Span, Text, bold
from processors._unread import unread_said

Row = tuple[Part[Any], tuple[Cell, ...]]
"""Whose row it is, and its cells."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list as it is to be shown.

    Attributes:
        tone: the state that it reports.
        head: the title's bold beginning, e.g. `3 claims wait`.
        rest: what follows it, e.g. ` of 40`.
        facts: the numbers behind the title, in small print below it; a single one would say nothing new.
        ticks: whether these numbers tick; see `Facts`.
        lines: what stands above the table.
        caption, columns, rows: the table, without a column for the cluster; no table where there are no rows.
        named: how many columns say what a row is about; the cluster's comes after these.
        left_out: rows that exist beyond these.
        controls: what one would ask next.
        standing: as in `Table`.
    """

    tone: Tone
    head: str
    rest: Text | str = ""
    facts: tuple[str, ...] = ()
    ticks: bool = False
    lines: tuple[Passage, ...] = ()
    caption: str = ""
    columns: tuple[str, ...] = ()
    rows: Sequence[Row] = ()
    named: int = 1
    left_out: int = 0
    controls: tuple[Control, ...] = ()
    standing: bool = False


def listed(parts: Sequence[Part[Any]], unread: Sequence[Sequence[Unread]], shown: Listed, asks: Asks) -> Summary:
    """Return the summary of a list.

    Args:
        parts: the targets' parts.
        unread: of each of them, what could not be looked at.
        shown: the list.
        asks: writes the line of the refresh, and names the place.
    """
    targets = tuple(part.target for part in parts)
    missing: tuple[Line, ...] = unread_said([(part.target, one) for part, one in zip(parts, unread, strict=True)])
    place = " · ".join([*asks.place, among(targets)])
    rest = (Span(f"{shown.rest} · {place}"),) if isinstance(shown.rest, str) else (*shown.rest, Span(f" · {place}"))
    facts = (Facts(shown.facts, shown.ticks),) if len(shown.facts) > 1 else ()
    table = (_table(shown, many=len(parts) > 1),) if shown.rows else ()
    return Summary(
        tone=Tone.WARNING if missing and shown.tone in (Tone.GOOD, Tone.NEUTRAL) else shown.tone,
        title=(bold(shown.head), *rest),
        body=(*facts, *missing, *shown.lines, *table),
        controls=shown.controls,
        again=asks.again,
    )


def _table(shown: Listed, *, many: bool) -> Table:
    if not many:
        return Table(shown.caption, shown.columns, tuple(cells for _, cells in shown.rows), shown.left_out, shown.standing)
    at = shown.named
    columns = (*shown.columns[:at], "Cluster", *shown.columns[at:])
    rows = tuple((*cells[:at], Cell(part.target), *cells[at:]) for part, cells in shown.rows)
    return Table(shown.caption, columns, rows, shown.left_out, shown.standing)
