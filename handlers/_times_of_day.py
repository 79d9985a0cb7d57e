"""Reads times of day: `09:00`, `9`, `9am`, `8:30`, `noon`, and several of them, `9:00,17:00`."""

from __future__ import annotations

import re

from handlers._contract import UsageError

_TIME = re.compile(r"(\d{1,2})(?::(\d{2}))?(am|pm)?", re.ASCII)
_NAMED = {"noon": (12, 0), "midnight": (0, 0)}

Time = tuple[int, int]
"""The hour and the minute."""


def is_time(word: str) -> bool:
    """Return whether `word` looks like one or more times of day, possible or not."""
    return all(part in _NAMED or _TIME.fullmatch(part) for part in word.split(","))


def times(word: str) -> tuple[Time, ...]:
    """Return the times of day that `word` names, the earliest first.

    Raises:
        UsageError: there is no such time, or they are not at the same minute of their hours, as one cron has to have them.
    """
    found = sorted({_time(part) for part in word.split(",")})
    if len({minute for _, minute in found}) > 1:
        raise UsageError(f"“{word[:60]}”: several times have to be at the same minute of the hour, e.g. 9:00,17:00.")
    return tuple(found)


def _time(text: str) -> Time:
    if text in _NAMED:
        return _NAMED[text]
    found = _TIME.fullmatch(text)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    if found and found[3]:
        hour = hour % 12 + (12 if found[3] == "pm" else 0) if 1 <= hour <= 12 else 24
    if hour > 23 or minute > 59:
        raise UsageError(f"“{text[:60]}” is no time of day: write e.g. 09:00.")
    return hour, minute


def said(hour: int, minute: int) -> str:
    """Return e.g. `09:00`."""
    return f"{hour:02}:{minute:02}"
