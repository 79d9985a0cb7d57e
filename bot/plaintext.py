"""Makes text from outside harmless and fit: no control characters, no invisible ones, no longer than its place."""

from __future__ import annotations

import re
from itertools import accumulate

_TERMINAL = re.compile(
    r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?"  # operating system commands: window titles, links
    r"|\x1b[PX^_][^\x1b]*(?:\x1b\\)?"  # device strings
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours and cursor movements
    r"|\x1b[ -/]*[0-~]"
)
_INVISIBLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
"""Characters that Unicode calls marks or letters and that nobody can see; `str.isprintable` lets them pass."""

_PILED = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{3})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)
"""More than three combining marks on one letter: they are drawn over the lines above and below."""


def cleaned(text: str, *, lines: bool = False) -> str:
    """Return `text` without what is no text: escape sequences, controls, bidi overrides, invisible characters.

    Args:
        text: may be hostile, lone surrogates included.
        lines: keep line ends, as line feeds; otherwise they become spaces.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _TERMINAL.sub("", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    " if lines else " ")
    text = _PILED.sub(r"\1", _INVISIBLE.sub("", text))
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or (lines and char == "\n") else _instead(char) for char in text)


def _instead(char: str) -> str:
    return " " if char.isspace() else ""


def one_line(text: str) -> str:
    """Return `text` cleaned, as one line, with single spaces and none at its ends."""
    return " ".join(cleaned(text).split())


def units(text: str) -> int:
    """Return the length of `text` as JavaScript and Java count it: UTF-16 units, of which an emoji has two."""
    return len(text) if text.isascii() else sum(1 if char < "\U00010000" else 2 for char in text)


def cut(text: str, most: int) -> str:
    """Return `text` with at most `most` UTF-16 units (at least 1); what is cut ends in `…`."""
    if len(text) * 2 <= most or units(text) <= most:
        return text
    sizes = accumulate(1 if char < "\U00010000" else 2 for char in text)
    keep = sum(1 for size in sizes if size <= most - 1)
    return text[:keep].rstrip() + "…"
