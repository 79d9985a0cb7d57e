"""Reads days of the week: `daily`, `weekdays`, `weekends`, `mondays`, `mon,thu`, `mon-wed`."""

from __future__ import annotations

from collections.abc import Sequence

DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
"""The days as a crontab numbers them."""

SETS = {"daily": "*", "weekdays": "1-5", "weekends": "0,6"}
"""Words for several days, and a crontab's field for each."""

_ALSO = {"day": "daily", "everyday": "daily", "weekday": "weekdays", "weekend": "weekends"}
_SHORTEST = 3


def days(words: Sequence[str]) -> tuple[str, int]:
    """Return the field of a crontab that the leading words name, and how many they are; 0 where they name no day."""
    if words and (field := SETS.get(_ALSO.get(words[0], words[0]))):
        return field, 1
    found: set[int] = set()
    taken = 0
    for word in words:
        named = [_span(part) for part in word.split(",")]
        if not all(named):
            break
        found.update(day for span in named for day in span)
        taken += 1
    numbers = ",".join(map(str, sorted(found)))
    return {"1,2,3,4,5": "1-5", "0,1,2,3,4,5,6": "*"}.get(numbers, numbers), taken


def _span(word: str) -> tuple[int, ...]:
    """Return the days that e.g. `mon` or `fri-mon` names; none if it is no day."""
    first, dash, last = word.partition("-")
    ends = (_day(first), _day(last if dash else first))
    if None in ends:
        return ()
    begin, end = ends[0] or 0, ends[1] or 0
    return tuple((begin + ahead) % 7 for ahead in range((end - begin) % 7 + 1))


def _day(word: str) -> int | None:
    begin = word.removesuffix("s")
    return next((i for i, day in enumerate(DAYS) if len(begin) >= _SHORTEST and day.startswith(begin)), None)
