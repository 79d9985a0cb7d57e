"""A message's or view's blocks as a whole: how many, how long, which ids; and the ids that Slack adds."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Set
from typing import Any

from playground.slack.blocks import tables
from playground.slack.blocks._schema import Problems, by_type, items, problem, string
from playground.slack.blocks.layout import EVERYWHERE, IN_MESSAGES, IN_VIEWS
from playground.slack.blocks.objects import plain
from playground.slack.refusal import Refused, bad_blocks, invalid

MOST_IN_MESSAGE = 50
MOST_IN_VIEW = 100
LONGEST = 13_200
"""Characters of all blocks together, tables not counted."""
PER_BLOCK = 125
"""What each further block costs beside its text; measured by others: https://github.com/slackapi/bolt-js/issues/2509"""
LONGEST_MARKDOWN = 12_000

_MESSAGE = items(by_type(IN_MESSAGES), MOST_IN_MESSAGE, 0)
_VIEWS = {
    "modal": items(by_type(IN_VIEWS), MOST_IN_VIEW, 0),
    "home": items(by_type(EVERYWHERE), MOST_IN_VIEW, 0),
}
_MENUS = ("accessory", "element")
_INSIDE = {"container": "child_blocks", "carousel": "elements"}
"""Where further blocks stand in a block."""


def check_message(blocks: Any, hidden: Set[str] = frozenset()) -> None:
    """Check a message's blocks.

    Args:
        blocks: what was sent.
        hidden: types of block that this Slack does not know yet.

    Raises:
        Refused: `invalid_blocks` with every problem, `only_one_table_allowed`, `msg_blocks_too_long`.
    """
    problems: Problems = []
    _MESSAGE(blocks, "/blocks", problems)
    if not problems:
        _unknown(blocks, hidden, problems)
        _unique_ids(blocks, problems)
        _few_charts(blocks, problems)
    if problems:
        raise bad_blocks(problems)
    _lengths(blocks)


def check_view(view: dict[str, Any], hidden: Set[str] = frozenset()) -> None:
    """Check a modal or a Home tab. Raises `invalid_arguments` with every problem."""
    problems: Problems = []
    blocks = view.get("blocks")
    if blocks is None:
        raise invalid("missing required field: blocks [json-pointer:/view]")
    if view["type"] == "modal":
        plain(24)(view.get("title"), "/view/title", problems)
        for name in ("submit", "close"):
            if view.get(name) is not None:
                plain(24)(view[name], f"/view/{name}", problems)
    for name, most in (("callback_id", 255), ("private_metadata", 3000), ("external_id", 255)):
        string(most, 0)(view.get(name) or "", f"/view/{name}", problems)
    _VIEWS[view["type"]](blocks, "/view/blocks", problems)
    if not problems:
        _unknown(blocks, hidden, problems)
        _unique_ids(blocks, problems)
        if view["type"] == "modal" and not view.get("submit") and any(one["type"] == "input" for one in blocks):
            problems.append(problem("missing required field: submit", "/view"))
    if problems:
        raise bad_blocks(problems, "invalid_arguments")


def _unknown(blocks: list[dict[str, Any]], hidden: Set[str], problems: Problems) -> None:
    for at, block in flat(blocks):
        if block["type"] in hidden:
            problems.append(problem(f"unsupported type: {block['type']}", f"{at}/type"))


def flat(blocks: list[dict[str, Any]], at: str = "/blocks") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every block with the JSON pointer to it, those within others too."""
    for index, block in enumerate(blocks):
        yield f"{at}/{index}", block
        inside = _INSIDE.get(block["type"])
        if inside is not None:
            yield from flat(block[inside], f"{at}/{index}/{inside}")


def elements(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the interactive elements of a block, without those of blocks within it."""
    if block["type"] in ("actions", "context_actions"):
        yield from block["elements"]
    if block["type"] == "card":
        yield from block.get("actions", ())
    for name in _MENUS:
        if isinstance(block.get(name), dict):
            yield block[name]
    if block["type"] == "data_table":
        for row in block["rows"]:
            yield from (cell["element"] for cell in row if cell["type"] == "action")


def _unique_ids(blocks: list[dict[str, Any]], problems: Problems) -> None:
    seen: set[str] = set()
    for at, block in flat(blocks):
        block_id = block.get("block_id")
        if block_id is not None and block_id in seen:
            problems.append(problem(f'`block_id` "{block_id}" already exists for another block', f"{at}/block_id"))
        seen.add(block_id or "")
        actions: set[str] = set()
        for place, element in enumerate(elements(block)):
            action = element.get("action_id")
            if action is not None and action in actions:
                what = f'`action_id` "{action}" already exists for another element'
                problems.append(problem(what, f"{at}/elements/{place}/action_id"))
            actions.add(action or "")


def _few_charts(blocks: list[dict[str, Any]], problems: Problems) -> None:
    if sum(block["type"] == "data_visualization" for block in blocks) > 2:
        problems.append(problem("no more than 2 data_visualization blocks allowed", "/blocks"))


def _lengths(blocks: list[dict[str, Any]]) -> None:
    """Raise when the blocks say too much together. Tables have limits of their own, over all tables of a message."""
    plain_tables = [block for block in blocks if block["type"] == "table"]
    if len(plain_tables) > 1:
        raise Refused("only_one_table_allowed")
    data = [block for block in blocks if block["type"] == "data_table"]
    others = [block for block in blocks if block["type"] not in ("table", "data_table")]
    if sum(map(tables.characters, plain_tables)) > tables.TABLE_CHARACTERS:
        raise bad_blocks([problem(f"table exceeds {tables.TABLE_CHARACTERS} characters", "/blocks")])
    if sum(map(tables.characters, data)) > tables.DATA_CHARACTERS:
        raise bad_blocks([problem(f"data_table exceeds {tables.DATA_CHARACTERS} characters", "/blocks")])
    weight = sum(map(_weight, others)) + PER_BLOCK * (len(blocks) - 1)
    markdown = sum(len(block["text"]) for block in others if block["type"] == "markdown")
    if weight > LONGEST or markdown > LONGEST_MARKDOWN:
        raise Refused("msg_blocks_too_long")


def _weight(value: Any) -> int:
    """Count the characters of all strings but the types, as Slack seems to count values and ids as well as text."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(_weight(one) for name, one in value.items() if name != "type")
    return sum(map(_weight, value)) if isinstance(value, list) else 0


def complete(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the blocks with the `block_id`s and `action_id`s that Slack adds where there are none."""
    for _, block in flat(blocks):
        if not block.get("block_id"):
            block["block_id"] = secrets.token_urlsafe(4)
        for element in elements(block):
            if element["type"] != "image" and not element.get("action_id"):
                element["action_id"] = secrets.token_urlsafe(4)
    return blocks
