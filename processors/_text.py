"""What a summary says, word by word: plain text in spans, moments, people, links.

All text is plain and may be hostile; `bot/blocks` and `bot/terminal.py` make it safe for the place where it is shown.
"""

from __future__ import annotations

from typing import Literal

import msgspec


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
