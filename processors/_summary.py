"""What we say, not how Slack says it: the Summary and what it is made of.

All text is plain and may be hostile; `bot/blocks` and `bot/terminal.py` make it safe for the place where it is shown.
"""

from __future__ import annotations

from enum import Enum
from typing import Generic, Literal, TypeVar

import msgspec

R = TypeVar("R")


class Tone(Enum):
    """The state that a summary reports; the first thing that people see of it."""

    BAD = "🔴"
    WARNING = "🟠"
    GOOD = "🟢"
    REFUSED = "⛔"
    FIRING = "🔥"
    """An alert that somebody has to look at now."""
    SILENCED = "🔕"
    """An alert that fires on, and tells nobody for a while."""
    NEUTRAL = "⚪"
    """Neither good nor bad: a list, a help page."""


class Span(msgspec.Struct, frozen=True, tag=True):
    """A stretch of plain text, in one style; `ticks`: as in `Cell`."""

    text: str
    style: Literal["plain", "bold", "code"] = "plain"
    ticks: bool = False


class Moment(msgspec.Struct, frozen=True, tag=True):
    """A point in time, shown in the reader's own zone as `14:02`, or as `yesterday, 14:02`.

    Attributes:
        at: seconds since 1970.
        dated: show the day too. Whoever makes a Moment knows when the records were true, and so whether the hour is enough.
    """

    at: float
    dated: bool = False


class Person(msgspec.Struct, frozen=True, tag=True):
    """A member of the place where it is shown, by the name that they have there.

    Attributes:
        id: the user ID.
    """

    id: str


class Team(msgspec.Struct, frozen=True, tag=True):
    """A group of people of the place where it is shown; naming it calls them.

    Attributes:
        id: the user group's ID.
    """

    id: str


class Channel(msgspec.Struct, frozen=True, tag=True):
    """A channel of the place where it is shown, by its name there.

    Attributes:
        id: the channel's ID.
    """

    id: str


class Link(msgspec.Struct, frozen=True, tag=True):
    """A way to a page outside. Whoever makes one has looked at its host; what is no http(s) URL is shown as text alone."""

    text: str
    url: str
    style: Literal["plain", "bold"] = "plain"


Text = tuple[Span | Moment | Person | Team | Channel | Link, ...]


def plain(text: str) -> Text:
    """Return `text` as a Text of one plain span."""
    return (Span(text),)


def bold(text: str) -> Span:
    """Return `text` as a bold span."""
    return Span(text, "bold")


def code(text: str) -> Span:
    """Return `text` as a span of code, for names and commands that one may want to copy."""
    return Span(text, "code")


class Line(msgspec.Struct, frozen=True, tag=True):
    """One sentence of the body, e.g. the one that a colleague would say."""

    text: Text


class Facts(msgspec.Struct, frozen=True, tag=True):
    """Short facts in small print, separated by dots: `CrashLoopBackOff 80`, `Evicted 16`; `ticks`: their numbers do.

    See `Cell` for what that means.
    """

    facts: tuple[str, ...]
    ticks: bool = False


class Excerpt(msgspec.Struct, frozen=True, tag=True):
    """Lines quoted as they are, in a fixed-width face: a log, an error message."""

    text: str


class Cell(msgspec.Struct, frozen=True):
    """One cell of a table.

    Attributes:
        text: what is shown; may be empty.
        value: the number to sort by, for a column of numbers (counts, seconds).
        ticks: whether it goes on by itself while what is shown goes on, e.g. the restarts of a crash loop: no news.
    """

    text: str
    value: float | None = None
    ticks: bool = False


class Table(msgspec.Struct, frozen=True, tag=True, cache_hash=True):
    """A list, worst first. The renderer shows as many rows as its place allows and says how many it left out.

    Attributes:
        caption: what the rows are, e.g. `Failing pods by workload`.
        columns: the headings, at most 20; the first names the row.
        rows: one tuple of cells a row, each as long as `columns`.
        left_out: rows that exist but were never handed over.
        standing: its rows are there whether they are well or not (clusters, nodes): that one is still there is no news.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    left_out: int = 0
    standing: bool = False


class Curve(msgspec.Struct, frozen=True):
    """One line of a chart: its name, and a value for each of the chart's times, None where there is none."""

    name: str
    values: tuple[float | None, ...]


class Chart(msgspec.Struct, frozen=True, tag=True, cache_hash=True):
    """Values over time. The renderer shows as many curves and points as its place allows.

    Attributes:
        title: what is drawn.
        times: seconds since 1970, rising.
        curves: the lines, the most important first.
        unit: of the values; see `processors._numbers`.
        left_out: curves that exist but were never handed over.
    """

    title: str
    times: tuple[float, ...]
    curves: tuple[Curve, ...]
    unit: str = ""
    left_out: int = 0


Passage = Line | Facts | Excerpt | Table | Chart


class Button(msgspec.Struct, frozen=True, tag=True):
    """Asks another question when pressed.

    Attributes:
        label: what it says, at most 30 characters to be readable on a phone.
        line: the command line it carries, e.g. `pods failed -n payments @prod`.
        style: `primary` for the one thing that most will want, `danger` for what changes something.
        more: put behind the overflow menu rather than in the row.
    """

    label: str
    line: str
    style: Literal["plain", "primary", "danger"] = "plain"
    more: bool = False


class Menu(msgspec.Struct, frozen=True, tag=True, cache_hash=True):
    """A select: each option carries a command line.

    Attributes:
        label: the placeholder, e.g. `Look into…`.
        options: what can be chosen; the renderer shows at most 100.
    """

    label: str
    options: tuple[Button, ...]


class Visit(msgspec.Struct, frozen=True, tag=True):
    """A button that leads to a page outside and asks nothing; see `Link`."""

    label: str
    url: str


Control = Button | Menu | Visit


class Document(msgspec.Struct, frozen=True):
    """A file that goes with a message: the whole of what the message shows a part of.

    Attributes:
        name: the file's name, e.g. `checkout-7b6ef5dfc-x2x4z.log`.
        title: what it is, one short phrase, e.g. `the whole log, 4,210 lines`.
        text: its content; plain text, already without secrets.
        packed: its content instead where it is long: such text in UTF-8, compressed by zlib.
        chart: what is drawn as its content instead, a PNG, once it is known to be wanted.
    """

    name: str
    title: str
    text: str = ""
    packed: bytes = b""
    chart: Chart | None = None


class Paging(msgspec.Struct, frozen=True):
    """Which part of a long table is shown where the place has no table that pages itself.

    Attributes:
        page: from 1.
        previous: the command line that shows the page before; "" on the first.
        next: the command line that shows the page after.
    """

    page: int
    previous: str
    next: str


class Source(msgspec.Struct, frozen=True):
    """Where a part of the answer came from, for the footer.

    Attributes:
        target: e.g. `prod`.
        at: when its records were true, seconds since 1970; None if it gave none.
        took: how long asking it took, in seconds; None if it was not asked for this answer.
        origin: `asked`: asked for this answer; `joined`: somebody else was just asking the same; `cache`: still fresh;
            `kept`: the last good answer, as the target fails now.
        trouble: why it gave nothing or nothing new, one plain phrase (`timed out after 5 s`); empty when well.
        retry_after: seconds until it is asked again by itself, where known.
        shared: for how many askers it was asked once (1: only this one).
        kind: the name of the error's class where it gave nothing, e.g. `Forbidden` (see `connectors._errors`), else "".
    """

    target: str
    at: float | None
    took: float | None = None
    origin: Literal["asked", "joined", "cache", "kept"] = "asked"
    trouble: str = ""
    retry_after: float | None = None
    shared: int = 1
    kind: str = ""


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """One condensed answer.

    Attributes:
        tone: the state it reports.
        title: the first line; alone it must do for a notification. Without the tone's sign.
        body: what follows, in order.
        controls: at most four are shown in a row, then an overflow menu.
        sources: who was asked, for the footer; filled in by the flow.
        notes: short remarks for the footer, e.g. `cache away`; filled in by the flow.
        private: only the asker is to see it (usage, refusals).
        again: the command line that asks the same once more, skipping the cache; "" where that makes no sense.
        again_label: what the button for that says.
        documents: files that go into the thread of the message.
        paging: how to turn the pages of its table; None where it has one page only. Filled in by the flow.
        measure: the number that is followed over time, e.g. how many pods fail; None: the rows of a list of what is wrong.
    """

    tone: Tone
    title: Text
    body: tuple[Passage, ...] = ()
    controls: tuple[Control, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()
    private: bool = False
    again: str = ""
    again_label: str = "Refresh"
    documents: tuple[Document, ...] = ()
    paging: Paging | None = None
    measure: float | None = None


class Part(msgspec.Struct, Generic[R], frozen=True):
    """What one target answered.

    Attributes:
        target: e.g. `prod`; "" for a command that asks no target.
        records: the flat records that the command's `load` returned.
        at: when they were true, seconds since 1970.
    """

    target: str
    records: R
    at: float
