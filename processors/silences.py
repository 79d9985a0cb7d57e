"""Summary of the silences that are in force or will be, those that end first before the others."""

from __future__ import annotations

from collections.abc import Sequence

from connectors._alerts.records import Silence, SilenceList
from processors._ages import duration, moment
from processors._asks import Asks
from processors._controls import Button
from processors._counts import among, counted
from processors._passages import Cell, Line, Table
from processors._summary import Part, Summary, Tone
from processors._text import Span, Text, bold, code

_SOON = 1800.0
"""Seconds before its end at which a silence is worth a word."""


def summary(parts: Sequence[Part[SilenceList]], asks: Asks) -> Summary:
    """Return the summary of each Alertmanager's silences.

    Args:
        parts: the silences of each that answered, at least one.
        asks: writes the command lines of the controls.
    """
    place = among(tuple(part.target for part in parts))
    listed = [(part, silence) for part in parts for silence in part.records.silences]
    listed.sort(key=lambda one: one[1].ends)
    found, expired = (sum(getattr(part.records, name) for part in parts) for name in ("found", "expired"))
    over = f" · {expired:,} expired" if expired else ""
    quiet = (Button("What they silence", asks.instead("alerts silenced")),) if found else ()
    if not found:
        return Summary(tone=Tone.NEUTRAL, title=(bold("No silences"), Span(f"{over} · {place}")), again=asks.again)
    pending = sum(silence.state == "pending" for _, silence in listed)
    later = f", {pending:,} of them not yet in force" if pending else ""
    columns = ("Silence", *(("Target",) if len(parts) > 1 else ()), "Ends in", "By", "Comment", "State", "ID")
    rows = tuple(_row(part, silence, many=len(parts) > 1) for part, silence in listed)
    return Summary(
        tone=Tone.NEUTRAL,
        title=(bold(counted(found, "silence")), Span(f"{later}{over} · {place}")),
        body=(Line(_next(*listed[0])), Table("Silences, those that end first", columns, rows, found - len(listed))),
        controls=quiet,
        again=asks.again,
    )


def _next(part: Part[SilenceList], silence: Silence) -> Text:
    soon = "Soon to end" if silence.ends - part.at <= _SOON else "The next to end"
    return (Span(f"{soon}, at "), moment(silence.ends, part.at), Span(": "), code(_matchers(silence)))


def _matchers(silence: Silence) -> str:
    return ", ".join(map(str, silence.matchers))


def _row(part: Part[SilenceList], silence: Silence, *, many: bool) -> tuple[Cell, ...]:
    left = max(0.0, silence.ends - part.at)
    where = (Cell(part.target),) if many else ()
    texts = (silence.creator, silence.comment, silence.state, silence.id)
    return (Cell(_matchers(silence)), *where, Cell(duration(left), round(left)), *map(Cell, texts))
