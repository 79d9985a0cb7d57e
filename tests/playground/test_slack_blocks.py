"""Block Kit's limits: each just kept is accepted, each just broken is refused with a pointer to the place."""

from __future__ import annotations

from typing import Any

import pytest

from playground.slack import blocks
from playground.slack.refusal import Refused


def plain(text: str) -> dict[str, Any]:
    """Return a plain_text object."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> dict[str, Any]:
    """Return a mrkdwn object."""
    return {"type": "mrkdwn", "text": text}


def raw(text: str) -> dict[str, Any]:
    """Return a cell."""
    return {"type": "raw_text", "text": text}


def option(number: int = 0, text: str = "x", value: str = "") -> dict[str, Any]:
    """Return an option."""
    return {"text": plain(text), "value": value or str(number)}


def select(count: int, **more: Any) -> dict[str, Any]:
    """Return an actions block with one menu."""
    options = [option(number) for number in range(count)]
    return {"type": "actions", "elements": [{"type": "static_select", "options": options, **more}]}


def button(**more: Any) -> dict[str, Any]:
    """Return an actions block with one button."""
    return {"type": "actions", "elements": [{"type": "button", "text": plain("x"), **more}]}


def overflow(count: int) -> dict[str, Any]:
    """Return an actions block with one overflow menu."""
    return {"type": "actions", "elements": [{"type": "overflow", "options": [option(n) for n in range(count)]}]}


def data_table(rows: int = 2, columns: int = 1, **more: Any) -> dict[str, Any]:
    """Return a data_table; the header is one of the rows."""
    return {"type": "data_table", "caption": "c", "rows": [[raw("x")] * columns for _ in range(rows)], **more}


def rich(*elements: dict[str, Any]) -> dict[str, Any]:
    """Return a rich_text block with one section."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def chart(points: int = 1, series: int = 1, name: str = "") -> dict[str, Any]:
    """Return a line chart."""
    labels = [str(number) for number in range(points)]
    lines = [{"name": name or f"s{n}", "data": [{"label": label, "value": 1} for label in labels]} for n in range(series)]
    return {
        "type": "data_visualization",
        "title": "t",
        "chart": {"type": "line", "series": lines, "axis_config": {"categories": labels}},
    }


def pie(*values: float) -> dict[str, Any]:
    """Return a pie chart."""
    segments = [{"label": str(number), "value": value} for number, value in enumerate(values)]
    return {"type": "data_visualization", "title": "t", "chart": {"type": "pie", "segments": segments}}


CONFIRM = {"title": plain("x" * 100), "text": plain("x" * 300), "confirm": plain("x" * 30), "deny": plain("x" * 30)}

KEPT: list[tuple[str, list[dict[str, Any]]]] = [
    ("50 blocks", [{"type": "divider"}] * 50),
    ("section of 3000", [{"type": "section", "text": mrkdwn("x" * 3000)}]),
    ("10 fields", [{"type": "section", "fields": [mrkdwn("x")] * 10}]),
    ("field of 2000", [{"type": "section", "fields": [mrkdwn("x" * 2000)]}]),
    ("header of 150", [{"type": "header", "text": plain("x" * 150)}]),
    ("10 in a context", [{"type": "context", "elements": [mrkdwn("x")] * 10}]),
    ("25 actions", [{"type": "actions", "elements": [{"type": "button", "text": plain("x")}] * 25}]),
    ("button text of 75", [button(text=plain("x" * 75))]),
    ("button value of 2000", [button(value="x" * 2000)]),
    ("button confirmation", [button(confirm=CONFIRM)]),
    ("100 options", [select(100)]),
    ("5 in overflow", [overflow(5)]),
    ("data_table of 201 rows", [data_table(201, 20)]),
    ("data_table with a number", [{**data_table(), "rows": [[raw("h")], [{"type": "raw_number", "value": 3}]]}]),
    ("data_table of 100 a page", [data_table(page_size=100)]),
    ("data_table of 20000", [{**data_table(), "rows": [[raw("x" * 10_000)], [raw("x" * 10_000)]]}]),
    ("table of 100 rows", [{"type": "table", "rows": [[raw("x")] * 20] * 100}]),
    ("6 series of 20 points", [chart(20, 6)]),
    ("6 segments", [pie(*[1] * 6)]),
    ("two charts", [chart(), pie(1)]),
    ("date in rich text", [rich({"type": "date", "timestamp": 1, "format": "{time}", "fallback": "x"})]),
    ("rich text in a cell", [{**data_table(), "rows": [[raw("h")], [rich({"type": "text", "text": "x"})]]}]),
    ("same action in two blocks", [button(action_id="a"), button(action_id="a")]),
]

BROKEN: list[tuple[str, list[dict[str, Any]], str]] = [
    ("51 blocks", [{"type": "divider"}] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    ("section of 3001", [{"type": "section", "text": mrkdwn("x" * 3001)}], "/blocks/0/text/text]"),
    ("empty section text", [{"type": "section", "text": mrkdwn("")}], "must be more than 0 characters"),
    ("section of nothing", [{"type": "section"}], "/blocks/0]"),
    ("11 fields", [{"type": "section", "fields": [mrkdwn("x")] * 11}], "/blocks/0/fields]"),
    ("field of 2001", [{"type": "section", "fields": [mrkdwn("x" * 2001)]}], "/blocks/0/fields/0/text]"),
    ("header of 151", [{"type": "header", "text": plain("x" * 151)}], "must be less than 151 characters"),
    ("header in mrkdwn", [{"type": "header", "text": mrkdwn("x")}], "unsupported type: mrkdwn"),
    ("11 in a context", [{"type": "context", "elements": [mrkdwn("x")] * 11}], "/blocks/0/elements]"),
    ("a button in a context", [{"type": "context", "elements": [{"type": "button"}]}], "unsupported type: button"),
    ("26 actions", [{"type": "actions", "elements": [{"type": "button", "text": plain("x")}] * 26}], "25 items"),
    ("button text of 76", [button(text=plain("x" * 76))], "less than 76"),
    ("button value of 2001", [button(value="x" * 2001)], "/elements/0/value]"),
    ("button action_id of 256", [button(action_id="x" * 256)], "/elements/0/action_id]"),
    ("an odd style", [button(style="default")], "must be one of: primary, danger"),
    ("a field that is not there", [button(colour="red")], "invalid additional property: colour"),
    ("101 options", [select(101)], "no more than 100 items allowed"),
    ("no options", [select(0)], "no less than 1 items allowed"),
    (
        "option value of 151",
        [{**select(0), "elements": [{"type": "static_select", "options": [option(value="x" * 151)]}]}],
        "151",
    ),
    ("an initial option of its own", [select(1, initial_option=option(7))], "not among the options"),
    ("6 in overflow", [overflow(6)], "no more than 5 items allowed"),
    (
        "an action twice",
        [{"type": "actions", "elements": button(action_id="a")["elements"] * 2}],
        '`action_id` "a" already exists',
    ),
    ("a block_id twice", [{"type": "divider", "block_id": "b"}] * 2, '`block_id` "b" already exists'),
    ("data_table of 202 rows", [data_table(202)], "no more than 201 items allowed"),
    ("data_table of a header", [data_table(1)], "no less than 2 items allowed"),
    ("data_table of 21 columns", [data_table(2, 21)], "no more than 20 items allowed"),
    ("data_table with uneven rows", [{**data_table(), "rows": [[raw("h")], [raw("x"), raw("y")]]}], "same number of cells"),
    (
        "data_table without a caption",
        [{"type": "data_table", "rows": [[raw("h")], [raw("x")]]}],
        "missing required field: caption",
    ),
    ("data_table with an empty cell", [{**data_table(), "rows": [[raw("h")], [raw("")]]}], "/blocks/0/rows/1/0/text]"),
    (
        "rich text in the header",
        [{**data_table(), "rows": [[rich({"type": "text", "text": "x"})], [raw("x")]]}],
        "unsupported type",
    ),
    (
        "a number without its value",
        [{**data_table(), "rows": [[raw("h")], [{"type": "raw_number"}]]}],
        "missing required field: value",
    ),
    ("101 a page", [data_table(page_size=101)], "/blocks/0/page_size]"),
    ("data_table of 20001", [{**data_table(), "rows": [[raw("x" * 10_001)], [raw("x" * 10_000)]]}], "20000 characters"),
    ("table of 101 rows", [{"type": "table", "rows": [[raw("x")]] * 101}], "no more than 100 items allowed"),
    ("table of 10001", [{"type": "table", "rows": [[raw("x" * 10_001)]]}], "10000 characters"),
    ("7 series", [chart(1, 7)], "no more than 6 items allowed"),
    ("21 points", [chart(21)], "no more than 20 items allowed"),
    ("series of one name", [chart(1, 2, "same")], "series names must be unique"),
    ("a segment of nothing", [pie(0)], "must be greater than 0"),
    ("three charts", [chart()] * 3, "no more than 2 data_visualization"),
    ("empty rich text", [rich({"type": "text", "text": ""})], "must be more than 0 characters"),
    ("a date without a format", [rich({"type": "date", "timestamp": 1})], "missing required field: format"),
    ("a script as a link", [rich({"type": "link", "url": "x"})], "must be a valid URL"),
    ("a block without a type", [{"text": "x"}], "missing required field: type"),
    ("a block of the future", [{"type": "hologram"}], "unsupported type: hologram [json-pointer:/blocks/0/type]"),
]


@pytest.mark.parametrize("sent", [sent for _, sent in KEPT], ids=[name for name, _ in KEPT])
def test_a_limit_just_kept_is_accepted(sent: list[dict[str, Any]]) -> None:
    """Refusing what Slack accepts would make the bot poorer than it need be."""
    blocks.check_message(sent)


@pytest.mark.parametrize(("sent", "why"), [(sent, why) for _, sent, why in BROKEN], ids=[name for name, _, _ in BROKEN])
def test_a_limit_just_broken_is_refused(sent: list[dict[str, Any]], why: str) -> None:
    """Accepting what Slack refuses would let an answer be lost in production."""
    with pytest.raises(Refused) as caught:
        blocks.check_message(sent)
    assert caught.value.error == "invalid_blocks"
    assert any(why in one for one in caught.value.extra["errors"]), caught.value.extra["errors"]


def test_two_tables_are_refused_by_their_own_name() -> None:
    """Slack has an error of its own for it."""
    with pytest.raises(Refused, match="only_one_table_allowed"):
        blocks.check_message([{"type": "table", "rows": [[raw("x")]]}] * 2)


def test_an_input_needs_a_submit_button() -> None:
    """A modal with a field and no way to send it is refused."""
    field = {"type": "input", "label": plain("x"), "element": {"type": "plain_text_input"}}
    view = {"type": "modal", "title": plain("x"), "blocks": [field]}
    with pytest.raises(Refused) as caught:
        blocks.check_view(view)
    assert "submit" in caught.value.extra["errors"][0]
    blocks.check_view({**view, "submit": plain("Send")})
