"""Checks what people give to --since: how far to look back, e.g. `30m`, `1h30m`, `2d`."""

from __future__ import annotations

import re

from handlers._contract import Invocation, Option, UsageError

LONGEST = 30 * 86_400
"""Seconds that one may look back; no cluster remembers what was before."""

_UNITS = {"d": 86_400, "h": 3600, "m": 60, "s": 1}
_PARTS = re.compile(r"(\d{1,8})(d|h|m|s)")
_WHOLE = re.compile(r"(?=\d)(?:\d{1,8}d)?(?:\d{1,8}h)?(?:\d{1,8}m)?(?:\d{1,8}s)?", re.ASCII)


def duration(value: str) -> str:
    """Return the duration in one spelling: `90m` and `1h30m` are both `1h30m`.

    Raises:
        UsageError: it is none, or nothing, or more than 30 days.
    """
    text = "".join(value.lower().split())
    if not _WHOLE.fullmatch(text) or not 0 < seconds(text) <= LONGEST:
        raise UsageError(f"“{value[:60]}” is no time to look back: write e.g. 30m, 1h30m or 2d, at most 30d.")
    left, said = seconds(text), ""
    for letter, unit in _UNITS.items():
        count, left = divmod(left, unit)
        said += f"{count}{letter}" if count else ""
    return said


def seconds(text: str) -> int:
    """Return how many seconds a duration has that was checked, e.g. 5400 for `1h30m`."""
    return sum(int(count) * _UNITS[letter] for count, letter in _PARTS.findall(text))


def since(usual: str) -> Option:
    """Return the option --since of a command that looks back as long as `usual` says where it is not given."""
    return Option("since", "", "DURATION", f"how far to look back, e.g. 30m, 1h30m, 2d; {usual} if not given", duration)


def looked_back(invocation: Invocation, usual: str) -> int:
    """Return the seconds to look back that were asked for, else those that `usual` says."""
    return seconds(invocation.option("since") or usual)
