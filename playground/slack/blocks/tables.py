"""The table and data_table blocks.

https://docs.slack.dev/reference/block-kit/blocks/table-block/ and …/data-table-block/. Messages carry hundreds of cells, so
the cells that are plainly right are passed without a further look.
"""

from __future__ import annotations

from typing import Any

from playground.slack.blocks._schema import (
    Check,
    Problems,
    by_type,
    flag,
    items,
    number,
    one_of,
    problem,
    record,
    string,
    whole,
)
from playground.slack.blocks.elements import BUTTON, ID
from playground.slack.blocks.rich_text import RICH_TEXT

COLUMNS = 20
TABLE_ROWS = 100
TABLE_CHARACTERS = 10_000
DATA_ROWS = 201
"""The header and 200 rows."""
DATA_CHARACTERS = 20_000

_LONG = string(DATA_CHARACTERS)
_RAW_TEXT = record({"text": _LONG}, {})
_RAW_NUMBER = record({"value": number}, {"text": _LONG})
_ACTION = record(
    {"element": by_type({"button": BUTTON})},
    {"fallback": by_type({"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER})},
)
_TABLE_CELL = by_type({"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER, "rich_text": RICH_TEXT})
_HEADER_CELL = by_type({"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER})
_DATA_CELL = by_type({"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER, "rich_text": RICH_TEXT, "action": _ACTION})
_PLAIN_KEYS = {"type", "text"}


def _row(cell: Check) -> Check:
    slow = items(cell, COLUMNS)

    def check(value: Any, at: str, problems: Problems) -> None:
        if type(value) is not list or not 0 < len(value) <= COLUMNS:
            slow(value, at, problems)
            return
        for index, one in enumerate(value):
            if type(one) is dict and one.get("type") == "raw_text" and one.keys() == _PLAIN_KEYS:
                text = one["text"]
                if type(text) is str and 0 < len(text) <= DATA_CHARACTERS:
                    continue
            cell(one, f"{at}/{index}", problems)

    return check


def _data_rows(value: Any, at: str, problems: Problems) -> None:
    items(_DATA_ROW, DATA_ROWS, 2)(value, at, problems)
    if isinstance(value, list) and value:
        _HEADER_ROW(value[0], f"{at}/0", problems)


_DATA_ROW = _row(_DATA_CELL)
_HEADER_ROW = _row(_HEADER_CELL)


def _equal_rows(value: Any, at: str, problems: Problems) -> None:
    width = len(value["rows"][0])
    for index, row in enumerate(value["rows"]):
        if len(row) != width:
            problems.append(problem("all rows must have the same number of cells", f"{at}/rows/{index}"))
            return


def _header_exists(value: Any, at: str, problems: Problems) -> None:
    if value.get("row_header_column_index", 0) >= len(value["rows"][0]):
        problems.append(problem("must be the index of a column", f"{at}/row_header_column_index"))


TABLE = record(
    {"rows": items(_row(_TABLE_CELL), TABLE_ROWS)},
    {
        "block_id": ID,
        "column_settings": items(record({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag}), COLUMNS),
    },
)
DATA_TABLE = record(
    {"rows": _data_rows, "caption": string(3000)},
    {"block_id": ID, "page_size": whole(1, 100), "row_header_column_index": whole(0, COLUMNS - 1)},
    _equal_rows,
    _header_exists,
)


def characters(block: dict[str, Any]) -> int:
    """Return how many characters stand in a table's cells. The table must have been checked."""
    total = 0
    for row in block["rows"]:
        for cell in row:
            text = cell.get("text")
            total += len(text) if text is not None else _inside(cell)
    return total


def _inside(value: Any) -> int:
    """Count the text of a rich text, an action or a number without its own text."""
    if isinstance(value, dict):
        if value.get("type") == "raw_number" and "text" not in value:
            return len(str(value["value"]))
        return sum(len(one) if name == "text" and isinstance(one, str) else _inside(one) for name, one in value.items())
    return sum(map(_inside, value)) if isinstance(value, list) else 0
