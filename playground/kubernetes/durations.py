"""How Kubernetes writes times and ages."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

MINUTE, HOUR, DAY, YEAR = 60, 3600, 86400, 365 * 86400


def timestamp(at: float) -> str:
    """Return a moment (seconds since 1970) as the API writes it, e.g. `2026-11-23T22:57:58Z`."""
    return _written(int(at))


@lru_cache(maxsize=4096)
def _written(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).replace(tzinfo=None).isoformat() + "Z"


def moment(text: str) -> int:
    """Return the seconds since 1970 of a timestamp as the API writes it."""
    return int(datetime.fromisoformat(text).timestamp())


def _pair(big: int, unit: str, small: int, small_unit: str) -> str:
    return f"{big}{unit}{small}{small_unit}" if small else f"{big}{unit}"


def human_duration(seconds: float) -> str:
    """Return an age as tables show it: `45s`, `9m30s`, `3h7m`, `6d4h`, `400d`.

    The steps are those of `HumanDuration` in k8s.io/apimachinery/pkg/util/duration.
    """
    s = int(seconds)
    if s < -1:
        return "<invalid>"
    if s < 2 * MINUTE:
        return f"{max(s, 0)}s"
    if s < 10 * MINUTE:
        return _pair(s // MINUTE, "m", s % MINUTE, "s")
    if s < 3 * HOUR:
        return f"{s // MINUTE}m"
    if s < 8 * HOUR:
        return _pair(s // HOUR, "h", s // MINUTE % 60, "m")
    return _long(s)


def _long(s: int) -> str:
    if s < 48 * HOUR:
        return f"{s // HOUR}h"
    if s < 8 * DAY:
        return _pair(s // DAY, "d", s // HOUR % 24, "h")
    if s < 2 * YEAR:
        return f"{s // DAY}d"
    if s < 8 * YEAR:
        return _pair(s // YEAR, "y", s // DAY % 365, "d")
    return f"{s // YEAR}y"
