"""Checks the hours of a day in which somebody wants to hear nothing, e.g. `22-7`."""

from __future__ import annotations

import re

from handlers._contract import UsageError

_DAY = 24 * 60
_HOURS = re.compile(r"(\d{1,2})(?::([0-5]\d))?-(\d{1,2})(?::([0-5]\d))?", re.ASCII)


def quiet(value: str) -> str:
    """Return the hours in one spelling, e.g. `22:00-07:00`.

    Raises:
        UsageError: they are none, or none of a day.
    """
    found = _HOURS.fullmatch(value)
    if found is not None:
        begins, ends = (int(found[hour]) * 60 + int(found[hour + 1] or 0) for hour in (1, 3))
        if begins < _DAY and ends <= _DAY and begins != ends % _DAY:
            return "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in (begins, ends % _DAY))
    raise UsageError(f"“{value[:60]}” are no hours to be quiet in: write e.g. quiet 22-7 or quiet 22:30-06:30.")


def minutes(hours: str) -> tuple[int, int]:
    """Return the minutes of the day at which checked hours begin and end; where the end comes first, it is tomorrow's."""
    begins, _, ends = hours.partition("-")
    return _minute(begins), _minute(ends)


def _minute(clock: str) -> int:
    hour, _, minute = clock.partition(":")
    return int(hour) * 60 + int(minute)
