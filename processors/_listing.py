"""A list with all its rows, for a file: what a message shows a part of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from processors._passages import Table
from processors._summary import Summary


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, worst first. Its rows are made one by one, so that a long one is never held whole.

    Attributes:
        columns: the headings.
        rows: begins to give the rows anew at each call: as many texts each as there are columns.
        left_out: rows that exist and are not given.
    """

    columns: tuple[str, ...]
    rows: Callable[[], Iterator[tuple[str, ...]]]
    left_out: int = 0


def shown(summary: Summary) -> Listing | None:
    """Return the rows of the summary's first table; None if it has none."""
    table = next((passage for passage in summary.body if isinstance(passage, Table)), None)
    if table is None:
        return None
    return Listing(table.columns, lambda: (tuple(cell.text for cell in row) for row in table.rows), table.left_out)


def utc(at: float | None) -> str:
    """Return e.g. `2026-05-04T14:02:11Z`, as a file has no reader; "" where it is not known, or no calendar has it."""
    try:
        return "" if at is None else datetime.fromtimestamp(int(at), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return ""
