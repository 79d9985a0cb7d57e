"""Slack's limits on a message, written down from its documentation, independently of the code that keeps them."""

import json
import math
import re
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
LIVE = re.compile(r"<(?:[!@#]|https?:|mailto:|[a-z]+:)", re.IGNORECASE)
OUR_DATE = re.compile(r"<!date\^\d+\^\{time_secs\}\|[0-9: UTC]+>")


def utf16(text: str) -> int:
    """Return the length as JavaScript has it; a lone surrogate cannot be sent at all."""
    return len(text.encode("utf-16-le")) // 2


def faults(blocks: list[Json], text: str, *, tight: bool = False) -> list[str]:
    """Return what Slack would refuse about a message, and what of its text comes alive; empty if it is all right.

    `tight` is a Slack that counts a data_table into the 13,200 characters and gives it 100 rows and 10,000 characters, as
    older documents have it.
    """
    return list(_faults(blocks, text, tight))


def _faults(blocks: list[Json], text: str, tight: bool) -> Iterator[str]:
    if not text or utf16(text) > 4000:
        yield f"text of {len(text)} characters"
    if LIVE.search(text):
        yield f"alive in the fallback: {text!r}"
    if not 1 <= len(blocks) <= 50:
        yield f"{len(blocks)} blocks"
    counted = [block for block in blocks if tight or block["type"] != "data_table"]
    if len(json.dumps(counted, ensure_ascii=True, separators=(",", ":"))) > 13_200:
        yield "msg_blocks_too_long"
    if tight:
        for block in blocks:
            if block["type"] == "data_table":
                yield from rows(block, most_rows=101, most_characters=10_000, kinds=("raw_text", "raw_number"))
    if sum(block["type"] in ("table", "data_table") for block in blocks) > 1:
        yield "only_one_table_allowed"
    if sum(block["type"] == "data_visualization" for block in blocks) > 2:
        yield "more than two charts"
    for block in blocks:
        check = CHECKS.get(block["type"])
        yield from check(block) if check else [f"unknown block {block['type']}"]
    for value in strings(blocks):
        if any(0xD800 <= ord(char) < 0xE000 for char in value):
            yield "a lone surrogate"


def strings(value: Any) -> Iterator[str]:
    """Yield every string in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def text_object(value: Json, most: int, *, mrkdwn: bool = False) -> Iterator[str]:
    """Check a text object."""
    if value["type"] == "mrkdwn":
        if not mrkdwn:
            yield "mrkdwn where only plain_text may be"
        if LIVE.search(OUR_DATE.sub("", value["text"])):
            yield f"alive: {value['text']!r}"
    elif value["type"] != "plain_text":
        yield f"text of type {value['type']}"
    elif value.get("emoji", True):
        yield "emoji codes are drawn"
    if not value["text"].strip() or utf16(value["text"]) > most:
        yield f"text object of {len(value['text'])} characters where 1 to {most} may be"


def context(block: Json) -> Iterator[str]:
    """Check a context block."""
    if not 1 <= len(block["elements"]) <= 10:
        yield "context elements"
    for element in block["elements"]:
        yield from text_object(element, 3000, mrkdwn=True)


def rich_text(block: Json) -> Iterator[str]:
    """Check a rich_text block."""
    if not block["elements"]:
        yield "empty rich_text"
    for part in block["elements"]:
        if part["type"] not in ("rich_text_section", "rich_text_preformatted") or not part["elements"]:
            yield f"rich_text element {part['type']}"
        for element in part["elements"]:
            yield from rich_element(element)


def rich_element(element: Json) -> Iterator[str]:
    """Check one element of a rich_text section."""
    if element["type"] == "text":
        if not element["text"]:
            yield "empty rich text"
        if set(element.get("style", {})) - {"bold", "code", "italic", "strike"}:
            yield "style"
    elif element["type"] == "date":
        if not isinstance(element["timestamp"], int) or "{" not in element["format"]:
            yield "date"
    elif element["type"] == "user":
        if not element["user_id"].isalnum():
            yield "user"
    elif element["type"] == "channel":
        if not element["channel_id"].isalnum():
            yield "channel"
    elif element["type"] == "usergroup":
        if not element["usergroup_id"].isalnum():
            yield "usergroup"
    elif element["type"] == "link":
        if not element["url"].startswith(("https://", "http://")) or utf16(element["url"]) > 3000 or not element["text"]:
            yield "link"
    else:
        yield f"rich text element {element['type']}"


def actions(block: Json) -> Iterator[str]:
    """Check an actions block, and our own rule of four controls in a row."""
    if not 1 <= len(block["elements"]) <= 25:
        yield "actions elements"
    ids = [element["action_id"] for element in block["elements"]]
    if len(set(ids)) < len(ids) or any(not 1 <= len(id_) <= 255 for id_ in ids):
        yield "action_id"
    if sum(element["type"] != "overflow" for element in block["elements"]) > 4:
        yield "more than four controls in a row"
    for element in block["elements"]:
        yield from CONTROLS[element["type"]](element)
        if "confirm" in element:
            yield from confirm(element["confirm"])


def button(element: Json) -> Iterator[str]:
    """Check a button."""
    yield from text_object(element["text"], 75)
    if "url" in element:
        if "value" in element or not element["url"].startswith(("https://", "http://")) or utf16(element["url"]) > 3000:
            yield "button url"
    elif not 1 <= utf16(element["value"]) <= 2000:
        yield "button value"
    if element.get("style", "primary") not in ("primary", "danger"):
        yield "button style"


def options(element: Json, most: int) -> Iterator[str]:
    """Check the options of a select or an overflow menu."""
    if not 1 <= len(element["options"]) <= most:
        yield f"{len(element['options'])} options"
    for option in element["options"]:
        yield from text_object(option["text"], 75)
        if not 1 <= utf16(option["value"]) <= 150:
            yield "option value"


def select(element: Json) -> Iterator[str]:
    """Check a static_select."""
    yield from text_object(element["placeholder"], 150)
    yield from options(element, 100)


def confirm(value: Json) -> Iterator[str]:
    """Check a confirmation dialog."""
    for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        yield from text_object(value[name], most)


def data_table(block: Json) -> Iterator[str]:
    """Check a data_table block."""
    if not block["caption"]:
        yield "caption"
    yield from rows(block, most_rows=201, most_characters=20_000, kinds=("raw_text", "raw_number"))


def table(block: Json) -> Iterator[str]:
    """Check a table block."""
    if len(block.get("column_settings", [])) > 20:
        yield "column settings"
    yield from rows(block, most_rows=100, most_characters=10_000, kinds=("raw_text",))


def rows(block: Json, most_rows: int, most_characters: int, kinds: tuple[str, ...]) -> Iterator[str]:
    """Check the rows of a table of either kind."""
    if not 2 <= len(block["rows"]) <= most_rows:
        yield f"{len(block['rows'])} rows"
    if {len(row) for row in block["rows"]} - set(range(1, 21)) or len({len(row) for row in block["rows"]}) > 1:
        yield "columns"
    cells = [cell for row in block["rows"] for cell in row]
    if sum(utf16(cell["text"]) for cell in cells) > most_characters:
        yield "characters in the table"
    for cell in cells:
        if cell["type"] not in kinds or not cell["text"].strip():
            yield f"cell {cell}"
        if cell["type"] == "raw_number" and not isinstance(cell["value"], int | float):
            yield "raw_number without a number"


def data_visualization(block: Json) -> Iterator[str]:
    """Check a chart of lines: uniquely named series with exactly the axis' labels, each with a finite number."""
    if not 1 <= utf16(block["title"]) <= 50 or block["chart"]["type"] != "line":
        yield "chart"
    series, categories = block["chart"]["series"], block["chart"]["axis_config"]["categories"]
    names = [one["name"] for one in series]
    if not 1 <= len(series) <= 6 or len(set(names)) < len(names):
        yield "series"
    if not 1 <= len(categories) <= 20 or len(set(categories)) < len(categories):
        yield "categories"
    if any(not label.strip() or utf16(label) > 20 for label in (*names, *categories)):
        yield "labels of a chart"
    for one in series:
        if [point["label"] for point in one["data"]] != categories:
            yield "points that are not the categories"
        if not all(isinstance(point["value"], int | float) and math.isfinite(point["value"]) for point in one["data"]):
            yield "a point without a number"


CHECKS = {
    "data_visualization": data_visualization,
    "context": context,
    "rich_text": rich_text,
    "actions": actions,
    "data_table": data_table,
    "table": table,
}
CONTROLS = {"button": button, "static_select": select, "overflow": lambda element: options(element, 5)}
