"""What we say, not how Slack says it: the Summary and what it is made of.

All text is plain and may be hostile; `bot/blocks` and `bot/terminal.py` make it safe for the place where it is shown.
"""

from __future__ import annotations

from enum import Enum
from typing import Generic, Literal, TypeVar

import msgspec

from processors._controls import Control
from processors._passages import Chart, Passage
from processors._text import Text

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
