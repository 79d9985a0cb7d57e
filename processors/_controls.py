"""What stands below a summary to press: buttons, menus and links to pages. Their words are plain and may be hostile."""

from __future__ import annotations

from typing import Literal

import msgspec


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
