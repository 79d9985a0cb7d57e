"""Turns the pages of a long table where Slack does not: with older blocks, a part of it at a time and two buttons.

Slack's data_table has pages of its own; a table or a text in columns would be a wall.
"""

from __future__ import annotations

from dataclasses import dataclass

from msgspec.structs import replace

from bot.blocks.text import Block, plain_text
from processors._passages import Passage, Table
from processors._summary import Summary

PAGE = "page:"
"""What the action_id of the buttons begins with whose answer takes the place of the message that they stand under."""

_ROWS, _TEXT_ROWS = 25, 15
"""Rows a page, of a table and of a text."""
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Paged:
    """A summary with one page of its table, the buttons to the others, and which rows these are, in words."""

    summary: Summary
    buttons: Block | None = None
    where: str = ""


def paged(summary: Summary, refused: frozenset[str]) -> Paged:
    """Return the page of `summary` that is asked for; all of it where the blocks that are not `refused` have pages."""
    place = next((place for place, passage in enumerate(summary.body) if isinstance(passage, Table)), None)
    if place is None or summary.paging is None or "data_table" not in refused:
        return Paged(summary)
    table, size = summary.body[place], _TEXT_ROWS if "table" in refused else _ROWS
    assert isinstance(table, Table), "it was just looked for"
    if len(table.rows) <= size:
        return Paged(summary)
    last = (len(table.rows) - 1) // size + 1
    page = min(summary.paging.page, last)
    rows = table.rows[(page - 1) * size : page * size]
    body: tuple[Passage, ...] = (*summary.body[:place], replace(table, rows=rows, left_out=0), *summary.body[place + 1 :])
    first = (page - 1) * size + 1
    where = f"{first:,} to {first + len(rows) - 1:,} of {len(table.rows) + max(0, table.left_out):,}"
    return Paged(replace(summary, body=body), _buttons(summary, page, last), where)


def _buttons(summary: Summary, page: int, last: int) -> Block | None:
    paging = summary.paging
    assert paging is not None, "only asked for where there are pages"
    wanted = (("Previous", paging.previous, page > 1), ("Next", paging.next, page < last))
    elements = [
        {"type": "button", "action_id": f"{PAGE}{label.lower()}", "text": plain_text(label, 75), "value": line}
        for label, line, there in wanted
        if there and line and len(line) <= _LONGEST
    ]
    return {"type": "actions", "elements": elements} if elements else None
