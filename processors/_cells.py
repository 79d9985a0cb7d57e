"""Cells that many tables have."""

from __future__ import annotations

from processors._ages import duration
from processors._passages import Cell

_LONGEST = 60


def age_cell(since: float | None, at: float) -> Cell:
    """Return how long ago something was, as seen at `at`; sorted by seconds."""
    return Cell("") if since is None else Cell(duration(at - since), max(0, int(at - since)))


def number_cell(number: int, *, ticks: bool = False) -> Cell:
    """Return a number, sorted as such; `ticks`: see `Cell`."""
    return Cell(f"{number:,}", number, ticks)


def short(text: str, most: int = _LONGEST) -> str:
    """Return the text in one line, as long as a cell of a table can be."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
