"""Pages of a long table, where Slack has no table that pages itself."""

from __future__ import annotations

import json

import pytest
from golden.compare import golden
from golden.scenes import NOW, as_file, asks, part, source, thousands
from msgspec.structs import replace
from slack_limits import faults

from bot.blocks.message import Message, render
from processors import pods
from processors._frame import frame
from processors._summary import Paging, Summary

OLD, OLDEST = frozenset({"data_table"}), frozenset({"data_table", "table"})


def page(number: int) -> Summary:
    """Return the answer about 5,000 pods of 1,000 workloads, of which 200 stand in the table."""
    line = "pods failed @prod --page {}"
    paging = Paging(number, line.format(number - 1) if number > 1 else "", line.format(number + 1))
    return replace(frame(as_file(pods.summary([part(thousands())], asks())), [source()]), paging=paging)


def pressable(message: Message) -> dict[str, str]:
    """Return the lines behind the page buttons, by what these say."""
    elements = [element for block in message.blocks for element in block.get("elements", ())]
    paging = [one for one in elements if str(one.get("action_id", "")).startswith("page:")]
    return {one["text"]["text"]: one["value"] for one in paging}


def test_a_slack_that_pages_itself_gets_no_buttons_and_all_rows() -> None:
    """People sort and filter there; half a table could not be."""
    message = render(page(1), now=NOW)
    assert pressable(message) == {}
    assert len(next(block for block in message.blocks if block["type"] == "data_table")["rows"]) == 201


@pytest.mark.parametrize("refused", [OLD, OLDEST])
@pytest.mark.parametrize("number", [1, 2, 8, 99])
def test_an_older_slack_gets_a_page_that_it_takes(refused: frozenset[str], number: int) -> None:
    """Never a wall of text, and never too much for a message."""
    message = render(page(number), now=NOW, refused=refused)
    assert faults(message.blocks, message.text, tight=True) == []


def test_the_first_page_has_no_previous_and_the_last_no_next() -> None:
    """A button that does nothing is a broken one; a page beyond the last is the last."""
    assert pressable(render(page(1), now=NOW, refused=OLD)) == {"Next": "pods failed @prod --page 2"}
    assert set(pressable(render(page(2), now=NOW, refused=OLD))) == {"Previous", "Next"}
    assert set(pressable(render(page(8), now=NOW, refused=OLD))) == {"Previous"}
    beyond = render(page(99), now=NOW, refused=OLD)
    assert set(pressable(beyond)) == {"Previous"}
    assert "176 to 200 of 1,000" in json.dumps(beyond.blocks)


def test_pages_read_as_they_were_approved() -> None:
    """As blocks where there is a table, and as text where there is none."""
    shown = render(page(2), now=NOW + 1, refused=OLD)
    golden("second_page.json", json.dumps({"text": shown.text, "blocks": shown.blocks}, indent=1, ensure_ascii=False))
    blocks = render(page(2), now=NOW + 1, refused=OLDEST).blocks
    texts = [
        element["elements"][0].get("text", "") for block in blocks for element in block["elements"] if "elements" in element
    ]
    golden("second_page.txt", "\n\n".join(texts))
