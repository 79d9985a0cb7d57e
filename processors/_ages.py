"""Says how long something took or lasts, in one unit: numbers that are read at a glance."""

from __future__ import annotations

import math

from processors._text import Moment

_UNITS = ((86_400 * 2, 86_400, "d"), (3600 * 2, 3600, "h"), (60 * 2, 60, "min"))
"""From how many seconds on, in what unit: two of a unit at least, as `1 h` could be anything from 31 to 119 minutes."""

_SAME_DAY = 20 * 3600.0


def duration(seconds: float | None) -> str:
    """Return e.g. `45 s`, `110 s`, `12 min`, `3 h`, `5 d`; "" for None or what is no number."""
    if seconds is None or not math.isfinite(seconds):
        return ""
    seconds = max(0.0, seconds)
    for least, unit, name in _UNITS:
        if seconds >= least:
            return f"{int(seconds // unit):,} {name}"
    return f"{int(seconds)} s"


def moment(at: float, seen: float) -> Moment:
    """Return the moment `at`, with its day if the hour alone could mislead when it is read at about `seen`."""
    return Moment(at, dated=abs(seen - at) > _SAME_DAY)
