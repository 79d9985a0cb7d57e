"""Checks how long something is to last, e.g. `for 5m`."""

from __future__ import annotations

from handlers._contract import UsageError
from handlers._durations import duration, seconds

__all__ = ["lasts", "seconds"]


def lasts(value: str) -> str:
    """Return the duration in one spelling, e.g. `1h30m`; `seconds` counts it.

    Raises:
        UsageError: it is none.
    """
    try:
        return duration(value)
    except UsageError:
        raise UsageError(f"“{value[:60]}” is no duration: write e.g. for 5m.") from None
