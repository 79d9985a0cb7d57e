"""Summary → text for a terminal: the same answer, in aligned columns, with no escape sequence but our own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo

from bot.blocks.text import CALLED, SOMEBODY, elsewhere, known, safe_url
from bot.columns import laid_out
from bot.freshness import age_said, healths_said, is_old, oldest
from bot.plaintext import cleaned, one_line
from bot.sparkline import as_table
from processors._controls import Button
from processors._passages import Chart, Excerpt, Facts, Line, Passage, Table
from processors._summary import Summary, Tone
from processors._text import Channel, Link, Moment, Person, Span, Team, Text

_ROWS = 200
_RESET, _BOLD, _GREY, _CYAN = "\x1b[0m", "\x1b[1m", "\x1b[90m", "\x1b[36m"
_STYLES = {"plain": "", "bold": _BOLD, "code": _CYAN}


def render(summary: Summary, *, now: float, width: int, colour: bool, zone: tzinfo | None = None) -> str:
    """Return `summary` as lines of text, without a line end after the last.

    Args:
        summary: what to say; its text may be hostile.
        now: the time of rendering, in seconds since 1970, from which the age is counted.
        width: columns of the terminal; tables fit into them, sentences are left to the terminal to wrap.
        colour: whether to use bold and colours; not for pipes and files, nor where NO_COLOR is set (https://no-color.org).
        zone: the reader's time zone; None: the machine's.
    """
    return "\n".join(_Page(max(20, width), colour, zone, now).lines(summary))


class _Page:
    """What the lines of one rendering have in common."""

    def __init__(self, width: int, colour: bool, zone: tzinfo | None, now: float) -> None:
        self._width, self._colour, self._zone, self._now = width, colour, zone, now

    def lines(self, summary: Summary) -> Iterator[str]:
        sign = "" if summary.tone is Tone.NEUTRAL else f"{summary.tone.value} "
        yield sign + self._text(summary.title)
        for passage in summary.body:
            yield from self._passage(passage)
        yield from self._suggestions(summary)
        yield from self._footer(summary)

    def _passage(self, passage: Passage) -> Iterator[str]:
        match passage:
            case Line(text):
                yield self._text(text)
            case Facts(facts):
                yield self._styled(one_line(" · ".join(facts)), _GREY)
            case Excerpt(text):
                yield from (f"  {line}" for line in cleaned(text, lines=True).strip("\n").split("\n"))
            case Table():
                yield from self._table(passage)
            case Chart():
                yield from self._table(as_table(passage, self._zone))

    def _table(self, table: Table) -> Iterator[str]:
        yield ""
        if not table.rows or not table.columns:
            yield f"{one_line(table.caption)}: none"
            return
        heading, *rows = laid_out(table, self._width, _ROWS)
        yield self._styled(heading, _BOLD)
        yield from rows
        missing = len(table.rows) + max(0, table.left_out) - len(rows)
        if missing > 0:
            noun = one_line(table.columns[0]).lower()
            yield self._styled(f"… and {missing:,} more {noun}{'' if missing == 1 else 's'}", _GREY)

    def _suggestions(self, summary: Summary) -> Iterator[str]:
        """Yield the lines behind the buttons of a usage message; other answers' buttons are of no use here."""
        buttons = [control for control in summary.controls if isinstance(control, Button)]
        if summary.private and buttons and not summary.body:
            yield from (f"  {self._styled(one_line(button.line), _CYAN)}" for button in buttons)

    def _footer(self, summary: Summary) -> Iterator[str]:
        at = oldest(summary.sources)
        parts = []
        if at is not None and known(at):
            age = age_said(at, self._now)
            shown = self._styled(age, _BOLD) + self._after_bold() if is_old(at, self._now, summary.sources) else age
            parts.append(f"{self._clock(at, '%H:%M:%S')}, {shown}")
        well, troubles = healths_said(summary.sources)
        parts += filter(None, map(one_line, (well, *troubles)))
        parts += filter(None, map(one_line, summary.notes))
        if parts:
            yield ""
            yield self._styled(" · ".join(parts), _GREY)

    def _after_bold(self) -> str:
        return _GREY if self._colour else ""

    def _text(self, text: Text) -> str:
        return "".join(self._part(part) for part in text)

    def _part(self, part: Span | Moment | Person | Team | Channel | Link) -> str:
        if isinstance(part, Person | Team):
            return SOMEBODY if isinstance(part, Person) else CALLED
        if isinstance(part, Channel):
            return elsewhere(part.id)
        if isinstance(part, Moment):
            return self._clock(part.at, "%Y-%m-%d %H:%M" if part.dated else "%H:%M")
        shown = cleaned(part.text)
        if isinstance(part, Link) and safe_url(part.url):
            return f"{self._styled(shown, _STYLES[part.style])} ({part.url})"
        if part.style == "code" and not self._colour:
            return f"`{shown}`"
        return self._styled(shown, _STYLES[part.style])

    def _clock(self, at: float, form: str) -> str:
        return datetime.fromtimestamp(at, UTC).astimezone(self._zone).strftime(form) if known(at) else "an unknown time"

    def _styled(self, text: str, style: str) -> str:
        return f"{style}{text}{_RESET}" if self._colour and style and text else text
