"""Picks of a log what stands in the message: its errors, each kind once with its number, and how it ends. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from processors._log_entries import Entry
from processors._log_levels import Level

CHARACTERS = 2300
"""Characters of all excerpts together; a block of Slack's shows a few more."""
_WIDE, _TALL = 220, 14
_KINDS, _FEW, _LAST = 6, 4, 12
_VARIES = re.compile(r"\b0x[0-9a-f]+\b|\b[0-9a-f]{8,}(?:-[0-9a-f]{4,}){0,4}\b|\d+", re.IGNORECASE)


def shape(entry: Entry) -> str:
    """Return what is the same in every repetition of an entry: its first line and its last without numbers and hashes."""
    return _VARIES.sub("#", f"{entry.lines[0][:_WIDE]}\n{entry.lines[-1][:_WIDE]}")


class Folding:
    """Takes a log's entries in their order and keeps the newest of each kind of error, and the last few of all.

    Attributes:
        errors: how many entries are errors.
        warnings: how many are warnings.
    """

    def __init__(self) -> None:
        self.errors = self.warnings = 0
        self._kinds: dict[str, tuple[int, int, Entry]] = {}
        self._last: list[tuple[int, int, Entry]] = []
        self._place = 0
        self._shape = ""

    def take(self, entry: Entry) -> None:
        """Take the next entry."""
        self._place += 1
        kind = shape(entry)
        if entry.level >= Level.ERROR:
            self.errors += 1
            _, count, _ = self._kinds.pop(kind, (0, 0, entry))
            self._kinds[kind] = (self._place, count + 1, entry)
            if len(self._kinds) > 10 * _KINDS:
                del self._kinds[next(iter(self._kinds))]
        self.warnings += entry.level is Level.WARNING
        if kind == self._shape and self._last:
            self._last[-1] = (self._place, self._last[-1][1] + 1, entry)
        else:
            self._last = [*self._last[1 - _LAST :], (self._place, 1, entry)]
        self._shape = kind

    def excerpt(self, most: int = CHARACTERS) -> str:
        """Return the newest kinds of error and the last entries, in the log's order, of at most `most` characters."""
        kinds = list(self._kinds.values())[-_KINDS:]
        calm = [one for one in self._last if one[2].level < Level.ERROR]  # the others stand among the kinds
        counted = [*calm[-_FEW if kinds else 0 :], *kinds]
        shown: list[str] = []
        left = most
        for _, count, entry in sorted(counted, key=lambda one: one[0], reverse=True):
            text = _said(entry, count)
            if len(text) + 1 > left:
                break
            shown.append(text)
            left -= len(text) + 1
        return "\n".join(reversed(shown)) or _said(self._last[-1][2], 1)[:most] if self._last else ""


def _said(entry: Entry, count: int) -> str:
    lines = [line if len(line) <= _WIDE else f"{line[: _WIDE - 1]}…" for line in _cut(entry.lines)]
    if count > 1:
        lines[0] = f"{lines[0]}  (×{count:,})"
    return "\n".join(lines)


def _cut(lines: Sequence[str]) -> list[str]:
    """Return an entry's lines, of a long trace the beginning and the end: they name what was done and what went wrong."""
    if len(lines) <= _TALL:
        return list(lines)
    head = _TALL // 3
    return [*lines[:head], f"    … {len(lines) - _TALL + 1:,} lines …", *lines[head + 1 - _TALL :]]
