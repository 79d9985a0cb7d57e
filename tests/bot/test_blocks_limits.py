"""Whatever a summary holds, Slack takes the message, and nothing of it comes alive."""

import json
import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_limits import faults

from bot.blocks.message import render
from bot.blocks.table import TIGHT
from processors._controls import Button, Menu
from processors._passages import Cell, Chart, Curve, Excerpt, Facts, Line, Table
from processors._summary import Source, Summary, Tone
from processors._text import Moment, Span

HOSTILE = [
    "<!channel>",
    "<!here>",
    "<@U1>",
    "<#C1>",
    "<https://evil|runbook>",
    "<!date^1^{date}^https://evil|x>",
    "```",
    "`rm -rf`",
    ":fire:",
    "&lt;!channel&gt;",
    "\u202egnp.exe",
    "a\u200bb",
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\ud800",
    "\U0001f525",
    "e\u0301\u0301\u0301\u0301",
    "\n\n\n",
    "\t",
    "\x00",
    "\x9b31m",
    "\u2028",
    "\u3164",
    "日本語",
    '"',
    "\\",
    "x" * 3000,
    "<" * 3000,
    "\U0001f525" * 1500,
    "é" * 3000,
    "",
]
words = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=12), max_size=3).map(" ".join)
numbers = st.integers() | st.floats()
moments = st.floats() | st.floats(0, 2e9)
spans = st.builds(Span, words, st.sampled_from(["plain", "bold", "code"]))
texts = st.lists(spans | st.builds(Moment, moments, st.booleans()), max_size=4).map(tuple)
cells = st.builds(Cell, words, st.none() | numbers)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Draw a table, long and wide ones and ragged ones among them."""
    row = tuple(draw(st.lists(cells, max_size=4)))
    rows = (row * draw(st.integers(1, 7)),) * draw(st.sampled_from([0, 1, 3, 90, 300])) + (row,) * draw(st.integers(0, 2))
    columns = tuple(draw(st.lists(words, max_size=25)))
    return Table(draw(words), columns, rows, draw(st.integers(-1, 10**6)))


styles = st.sampled_from(["plain", "primary", "danger"])
buttons = st.builds(Button, words, words, styles, st.booleans())
menus = st.builds(
    Menu, words, st.lists(buttons, max_size=4).flatmap(lambda some: st.sampled_from([tuple(some), tuple(some * 60)]))
)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """Draw a chart: of no points and of many, ragged ones, ones with gaps, with times that no calendar has."""
    points = draw(st.sampled_from([0, 1, 5, 20, 21, 240]))
    start, step = draw(moments), draw(st.sampled_from([0.0, 1.0, 60.0, 86_400.0]))
    value = draw(st.lists(st.none() | numbers.map(float_or_none), min_size=1, max_size=5))
    values = tuple((value * (points // len(value) + 1))[: points - draw(st.integers(0, 1))])
    curves = tuple(Curve(name, values) for name in draw(st.lists(words, max_size=3)) * draw(st.sampled_from([1, 10])))
    times = tuple(start + place * step for place in range(points))
    return Chart(draw(words), times, curves, draw(words), draw(st.integers(-1, 10**6)))


def float_or_none(number: float) -> float | None:
    """Return a number as a float; None for one that is too large for it."""
    try:
        return float(number)
    except OverflowError:
        return None


passages = (
    st.builds(Line, texts)
    | st.builds(Facts, st.lists(words, max_size=4).map(tuple))
    | st.builds(Excerpt, words)
    | tables()
    | charts()
)
many_passages = st.lists(passages, max_size=5).flatmap(lambda some: st.sampled_from([tuple(some), tuple(some * 15)]))
waits = st.none() | moments
sources = st.builds(
    Source, words, waits, waits, st.sampled_from(["asked", "joined", "cache", "kept"]), words, waits, st.integers()
)
summaries = st.builds(
    Summary,
    tone=st.sampled_from(Tone),
    title=texts,
    body=many_passages,
    controls=st.lists(buttons | menus, max_size=12).map(tuple),
    sources=st.lists(sources, max_size=14).map(tuple),
    notes=st.lists(words, max_size=14).map(tuple),
    private=st.booleans(),
    again=words,
)
refusals = st.sampled_from(
    [
        frozenset[str](),
        frozenset({TIGHT}),
        frozenset({"data_table"}),
        frozenset({"data_visualization", "data_table", "table"}),
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(summary=summaries, refused=refusals, now=moments)
def test_slack_takes_every_summary_and_nothing_of_it_comes_alive(
    summary: Summary, refused: frozenset[str], now: float
) -> None:
    """One refused block loses an answer in an incident, and one live `<!channel>` wakes a company."""
    message = render(summary, now=now, refused=refused)
    assert faults(message.blocks, message.text, tight=bool(refused)) == []
    assert not refused & {block["type"] for block in message.blocks}
    json.dumps(message.blocks, allow_nan=False)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_harmless_wherever_it_stands(hostile: str) -> None:
    """The property test may not have put each of them everywhere."""
    table = Table(hostile, (hostile,) * 3, ((Cell(hostile), Cell(hostile, math.nan), Cell(hostile, 1e308)),) * 300, 7)
    menu = Menu(hostile, (Button(hostile, hostile), Button(hostile, "ping", "danger")))
    chart = Chart(hostile, (1e9, 1e9 + 60), (Curve(hostile, (1.0, None)), Curve(hostile, (math.inf, 1.7976e308))), hostile)
    summary = Summary(
        tone=Tone.BAD,
        title=(Span(hostile, "bold"),),
        body=(Line((Span(hostile, "code"),)), Facts((hostile,)), Excerpt(hostile), chart, table, table),
        controls=(menu, Button(hostile, hostile), Button(hostile, "ping", "danger"), Button(hostile, "help", more=True)),
        sources=(Source(hostile, 1e9, 0.3), Source(hostile, None, trouble=hostile, retry_after=30)),
        notes=(hostile,),
        again="ping",
    )
    message = render(summary, now=1e9)
    assert faults(message.blocks, message.text) == []
