"""What a message keeps when there is too much for it, and what it says about the rest."""

from typing import Any

import pytest
from golden.scenes import NOW, situations

from bot.blocks.message import Renderer, body, fallback, footer, render
from bot.blocks.table import TIGHT
from processors._controls import Button, Menu
from processors._passages import Cell, Line, Table
from processors._summary import Source, Summary, Tone
from processors._text import Moment, Span, plain

THOUSANDS = situations()["thousands"]


def of_type(blocks: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    """Return the first block of this type."""
    return next(block for block in blocks if block["type"] == kind)


def summary(**fields: Any) -> Summary:
    """Return a small summary with these fields."""
    return Summary(**({"tone": Tone.BAD, "title": plain("bad news")} | fields))


def test_thousands_keep_their_title_table_controls_and_footer() -> None:
    """The table takes what is left, not what others need."""
    blocks = render(THOUSANDS, now=NOW).blocks
    assert [block["type"] for block in blocks] == ["rich_text", "rich_text", "data_table", "context", "actions", "context"]
    assert len(of_type(blocks, "data_table")["rows"]) > 150
    assert len(of_type(blocks, "actions")["elements"][1]["options"]) >= 10


def test_a_slack_that_counts_tables_too_still_gets_title_controls_and_footer() -> None:
    """Documents differ on what a table may take; the answer stands either way, and says how much more there is."""
    blocks = render(THOUSANDS, now=NOW, refused=frozenset({TIGHT})).blocks
    assert [block["type"] for block in blocks] == ["rich_text", "rich_text", "data_table", "context", "actions", "context"]
    assert len(of_type(blocks, "data_table")["rows"]) > 20


def test_rows_that_do_not_fit_are_counted() -> None:
    """What was cut is never silent: 1,000 workloads fail, whatever is shown of them."""
    blocks = render(THOUSANDS, now=NOW).blocks
    shown = len(of_type(blocks, "data_table")["rows"]) - 1
    assert of_type(blocks, "context")["elements"][0]["text"] == f"… and {1000 - shown} more workloads"


@pytest.mark.parametrize(
    ("refused", "kind"),
    [((), "data_table"), (("data_table",), "table"), (("data_table", "table"), "rich_text_preformatted")],
)
def test_where_slack_lacks_a_block_an_older_one_stands_in(refused: tuple[str, ...], kind: str) -> None:
    """New blocks are rolled out in phases, and no answer may be lost to one."""
    blocks = body(THOUSANDS, frozenset(refused))
    kinds = {block["type"] for block in blocks} | {
        part["type"] for b in blocks if b["type"] == "rich_text" for part in b["elements"]
    }
    assert kind in kinds
    assert not kinds & set(refused)


def test_a_second_table_becomes_text() -> None:
    """Slack refuses a message with two tables."""
    table = Table("Pods", ("Pod",), ((Cell("web-0"),),))
    kinds = [block["type"] for block in body(summary(body=(table, table)))]
    assert kinds == ["rich_text", "data_table", "rich_text"]


def test_four_controls_stand_in_a_row_and_the_rest_behind_a_menu() -> None:
    """More than four wrap on a phone."""
    buttons = tuple(Button(f"b{i}", f"ping {i}") for i in range(6))
    elements = of_type(body(summary(controls=buttons, again="ping")), "actions")["elements"]
    assert [element["type"] for element in elements] == ["button"] * 4 + ["overflow"]
    assert elements[0]["text"]["text"] == "Refresh"
    assert [option["value"] for option in elements[4]["options"]] == ["ping 3", "ping 4", "ping 5"]


def test_a_line_that_slack_would_cut_gets_no_control_and_is_counted() -> None:
    """Half a command is another command."""
    long = Button("long", "pods -l " + "x" * 2000)
    blocks = body(summary(controls=(long, Menu("Look into…", (Button("too long to be an option", "pod " + "x" * 150),)))))
    assert [block["type"] for block in blocks] == ["rich_text", "context"]
    assert blocks[1]["elements"][0]["text"] == "… and 2 more controls"


def test_what_changes_something_asks_once_more() -> None:
    """A thumb slips."""
    [button] = of_type(body(summary(controls=(Button("Restart", "restart web", "danger"),))), "actions")["elements"]
    assert (button["style"], button["confirm"]["text"]["text"]) == ("danger", "Restart: restart web")


def test_the_title_shows_moments_in_the_readers_own_zone() -> None:
    """Half of the people in an incident sit elsewhere."""
    title = (Span("away since "), Moment(NOW), Span(", or "), Moment(NOW, dated=True))
    elements = body(summary(title=title))[0]["elements"][0]["elements"]
    assert [element["format"] for element in elements if element["type"] == "date"] == [
        "{time}",
        "{date_short_pretty}, {time}",
    ]
    assert fallback(summary(title=title)) == "🔴 away since 14:01 UTC, or 2026-11-23 14:01 UTC"


def test_an_emoji_code_from_outside_stays_text() -> None:
    """`:fire:` in a pod's message is no fire."""
    shown = render(summary(title=plain("boom :fire: :a:b:")), now=NOW)
    assert ":fire:" not in shown.text
    assert shown.text.replace("\u2060", "") == "🔴 boom :fire: :a:b:"


@pytest.mark.parametrize(
    ("age", "said"),
    [(-5, "just now"), (1, "just now"), (12, "12 s ago"), (240, "*4 min old*"), (90_000, "*25 h old*")],
)
def test_the_footer_tells_the_age(age: float, said: str) -> None:
    """An answer without its age is a guess; an old one has to catch the eye."""
    [block] = footer(summary(sources=(Source("prod", NOW),)), NOW + age)
    assert block["elements"][0]["text"].endswith(f">, {said}")


def test_the_footer_gives_the_age_of_the_oldest_part() -> None:
    """An answer is as old as its oldest part."""
    [block] = footer(summary(sources=(Source("prod", NOW), Source("staging", NOW - 60))), NOW)
    assert block["elements"][0]["text"].endswith(", 60 s ago")


def test_an_answer_without_sources_has_no_footer() -> None:
    """Help and usage come from nowhere."""
    assert footer(summary(), NOW) == []


def test_many_sources_are_cut_and_counted() -> None:
    """A context block holds ten elements."""
    silent = tuple(Source(f"cluster-{i}", None, trouble=f"timed out after {i} s") for i in range(30))
    [block] = footer(summary(sources=silent), NOW)
    assert block["elements"][-1]["text"].startswith("· and ")


def test_the_renderer_makes_the_same_message_and_makes_its_body_once() -> None:
    """Two hundred people look at one answer; only its age differs."""
    renderer = Renderer()
    first, second = (renderer.render(THOUSANDS, now=NOW + age) for age in (1, 60))
    assert first == render(THOUSANDS, now=NOW + 1)
    assert second == render(THOUSANDS, now=NOW + 60)
    assert first.blocks[2] is second.blocks[2]


def test_many_passages_are_cut_and_counted() -> None:
    """Slack takes fifty blocks."""
    blocks = body(summary(body=tuple(Line(plain(f"line {i}")) for i in range(80))))
    assert blocks[-1]["elements"][0]["text"].endswith("more passages")
