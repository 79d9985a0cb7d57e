"""A Table in Slack: as `data_table` where Slack knows it, else as `table`, else as text in columns.

Limits: https://docs.slack.dev/reference/block-kit/blocks/data-table-block and …/table-block. A data_table has a header
and 1 to 200 rows, 20 columns, 20,000 characters (100 and 10,000 in older documents); a table 100 rows with its header,
10,000 characters. No cell may be empty.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from bot.blocks.text import EMPTY, Block, preformatted, size
from bot.columns import laid_out
from bot.plaintext import cut, one_line, units
from processors._passages import Cell, Table

COLUMNS = 20
_HEADING, _CELL, _CAPTION = 40, 120, 120
_TEXT_ROWS, _TEXT_WIDTH = 40, 96


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as far as it fits: its block, None if not even one row did, and how many rows stand in it."""

    block: Block | None
    rows: int


@dataclass(frozen=True, slots=True)
class _Kind:
    """One of Slack's two table blocks: rows and characters that it holds at most."""

    type: str
    rows: int
    characters: int


TIGHT = "msg_blocks_too_long"
"""Stands among what Slack has refused where it counts tables into a message, or still knows the older bounds."""

_DATA_TABLE = _Kind("data_table", 200, 20_000)
_TIGHT_TABLE = _Kind("data_table", 100, 10_000)
_TABLE = _Kind("table", 99, 10_000)


def shown(table: Table, room: int, refused: frozenset[str]) -> Shown:
    """Return `table` as the newest block that is not in `refused`, within `room` characters of JSON."""
    if not table.rows or not table.columns:
        return Shown(None, 0)
    if "data_table" not in refused:
        return _as_block(table, room, _TIGHT_TABLE if TIGHT in refused else _DATA_TABLE)
    return _as_block(table, room, _TABLE) if "table" not in refused else in_columns(table, room)


def _as_block(table: Table, room: int, kind: _Kind) -> Shown:
    width = min(len(table.columns), COLUMNS)
    header = [_raw_text(column, _HEADING) for column in table.columns[:width]]
    block = _frame(table, kind, header)
    room -= size(block)
    characters = sum(units(cell["text"]) for cell in header)
    for row in table.rows[: kind.rows]:
        cells = [_cell(row[i] if i < len(row) else Cell(""), kind) for i in range(width)]
        room -= size(cells) + 1
        characters += sum(units(cell["text"]) for cell in cells)
        if room < 0 or characters > kind.characters:
            break
        block["rows"].append(cells)
    count = len(block["rows"]) - 1
    return Shown(block if count else None, count)


def _frame(table: Table, kind: _Kind, header: list[Block]) -> Block:
    if kind.type == "data_table":
        caption = cut(one_line(table.caption), _CAPTION) or header[0]["text"]
        return {"type": kind.type, "caption": caption, "rows": [header]}
    numbers = [bool(table.rows[0][i : i + 1]) and table.rows[0][i].value is not None for i in range(len(header))]
    settings = [{"align": "right" if number else "left"} for number in numbers]
    return {"type": kind.type, "column_settings": settings, "rows": [header]}


def _raw_text(text: str, most: int) -> Block:
    return {"type": "raw_text", "text": cut(one_line(text), most) or EMPTY}


def _cell(cell: Cell, kind: _Kind) -> Block:
    """Return the cell; a number only where it can be sorted by, and as short as JSON has it."""
    element = _raw_text(cell.text, _CELL)
    if kind.type != "data_table" or cell.value is None or not math.isfinite(cell.value):
        return element
    value = int(cell.value) if float(cell.value).is_integer() and abs(cell.value) < 2**53 else cell.value
    return {"type": "raw_number", "value": value, "text": element["text"]}


def in_columns(table: Table, room: int) -> Shown:
    """Return `table` as text in columns, within `room` characters of JSON."""
    lines = laid_out(table, _TEXT_WIDTH, _TEXT_ROWS, _CELL)
    for count in range(len(lines), 1, -1):
        block = preformatted("\n".join(lines[:count]), 4000)
        if size(block) <= room:
            return Shown(block, count - 1)
    return Shown(None, 0)
