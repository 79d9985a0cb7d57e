"""Lays a table out in plain text: aligned columns for a terminal, or for a Slack that has no table block."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from bot.plaintext import cut, one_line
from processors._passages import Cell, Table

GAP = "  "
_NARROWEST = 6


def wide(text: str) -> int:
    """Return how many columns of a terminal `text` takes: two for a wide character (East Asian), none for a mark."""
    if text.isascii():
        return len(text)
    return sum(_width(char) for char in text)


def _width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def fitted(text: str, most: int) -> str:
    """Return `text` in at most `most` columns of a terminal; what is cut ends in `…`."""
    if wide(text) <= most:
        return text
    kept = text[: max(0, most - 1)]
    while kept and wide(kept) > most - 1:
        kept = kept[:-1]
    return kept + "…"


def laid_out(table: Table, width: int, most_rows: int, most_cell: int = 60) -> list[str]:
    """Return the heading and the first rows of `table`, a line each, each at most `width` columns wide.

    Numbers stand to the right, everything else to the left. Where the width does not suffice, the widest columns give way;
    where even that does not help, the last columns are left out.
    """
    headings = [one_line(column) for column in table.columns]
    rows = [[_shown(row, i, most_cell) for i in range(len(headings))] for row in table.rows[:most_rows]]
    numbers = [_numeric(table.rows[:most_rows], i) for i in range(len(headings))]
    widths = _widths([headings, *rows], width)
    return [_line(cells, widths, numbers) for cells in [headings, *rows]]


def _shown(row: Sequence[Cell], column: int, most: int) -> str:
    return (cut(one_line(row[column].text), most) if column < len(row) else "") or "–"


def _numeric(rows: Sequence[Sequence[Cell]], column: int) -> bool:
    cells = [row[column] for row in rows if column < len(row)]
    return bool(cells) and any(cell.value is not None for cell in cells)


def _widths(lines: Sequence[Sequence[str]], width: int) -> list[int]:
    widths = [max(map(wide, column)) for column in zip(*lines, strict=True)]
    while widths and sum(widths) + len(GAP) * (len(widths) - 1) > width:
        widest = max(widths)
        if widest <= _NARROWEST:
            widths.pop()
            continue
        widths[widths.index(widest)] -= 1
    return widths or [max(1, width)]


def _line(cells: Sequence[str], widths: Sequence[int], numbers: Sequence[bool]) -> str:
    shown = []
    for cell, width, number in zip(cells, widths, numbers, strict=False):
        text = fitted(cell, width)
        pad = " " * (width - wide(text))
        shown.append(pad + text if number else text + pad)
    return GAP.join(shown).rstrip()
