"""What people see in a terminal in each situation, and that nothing in it drives their terminal."""

import re
from datetime import UTC

import pytest
from golden.compare import golden
from golden.scenes import NOW, situations
from hypothesis import given
from hypothesis import strategies as st

from bot.terminal import render
from processors._passages import Cell, Chart, Curve, Excerpt, Facts, Line, Table
from processors._summary import Source, Summary, Tone
from processors._text import Span

SITUATIONS = situations()
OURS = re.compile(r"\x1b\[(?:0|1|90|36)m")


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_situation_reads_in_a_terminal_as_it_was_approved(name: str) -> None:
    """The terminal shows the same answer as Slack; a change has to be seen by somebody."""
    golden(f"{name}.txt", render(SITUATIONS[name], now=NOW + 1, width=110, colour=False, zone=UTC))


def everywhere(text: str) -> Summary:
    """Return a summary that has `text` in every place."""
    table = Table(text, (text, text), ((Cell(text), Cell(text, 1.0)),) * 3, 2)
    return Summary(
        tone=Tone.BAD,
        title=(Span(text, "bold"),),
        body=(
            Line((Span(text, "code"),)),
            Facts((text,)),
            Excerpt(text),
            table,
            Chart(text, (NOW,), (Curve(text, (1.0,)),), text),
        ),
        sources=(Source(text, NOW, trouble=text),),
        notes=(text,),
        private=True,
    )


@given(
    text=st.text() | st.sampled_from(["\x1b[2J", "\x1b]0;t\x07", "\x9b31m", "\r\x08", "\u202e", "\x1bP1;1|x\x1b\\"]),
    colour=st.booleans(),
)
def test_nothing_from_outside_reaches_the_terminal_as_an_escape_sequence(text: str, colour: bool) -> None:
    """A pod's name must not clear the screen, set the title or forge the line above."""
    made = OURS.sub("", render(everywhere(text), now=NOW, width=80, colour=colour, zone=UTC)) if colour else ""
    made = made or render(everywhere(text), now=NOW, width=80, colour=False, zone=UTC)
    assert all(char.isprintable() or char == "\n" for char in made)


@pytest.mark.parametrize("width", [20, 40, 80])
def test_tables_fit_the_terminal(width: int) -> None:
    """A wrapped table cannot be read."""
    lines = render(SITUATIONS["incident"], now=NOW, width=width, colour=False, zone=UTC).split("\n")
    start = next(place for place, line in enumerate(lines) if line.startswith("Work"))
    assert max(len(line) for line in lines[start : start + 5]) <= width


def test_colour_is_left_out_where_it_is_not_wanted() -> None:
    """Pipes, files and NO_COLOR get plain text."""
    assert "\x1b" not in render(SITUATIONS["incident"], now=NOW, width=80, colour=False)
    assert "\x1b[1m" in render(SITUATIONS["incident"], now=NOW, width=80, colour=True)
