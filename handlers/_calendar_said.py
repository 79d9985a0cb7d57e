"""Says a crontab's five fields in the words of `handlers._calendar_words`: people read what they could have written."""

from __future__ import annotations

from collections.abc import Iterator

from handlers._calendar_words import when
from handlers._contract import UsageError
from handlers._days import DAYS, SETS
from handlers._times_of_day import said


def in_words(cron: str) -> str:
    """Return the words that mean `cron`, e.g. `weekdays 09:00`; a cron that has none stays as it is."""
    fields = cron.split()
    if len(fields) == 5 and fields[3] == "*":
        for words in _perhaps(fields[0], fields[1], fields[2], fields[4]):
            if _means(words, cron):
                return words
    return cron


def _means(words: str, cron: str) -> bool:
    try:
        return when(words).cron == cron
    except UsageError:
        return False


def _perhaps(minute: str, hour: str, day: str, weekday: str) -> Iterator[str]:
    """Yield words that perhaps mean these fields; whether they do is looked at."""
    if hour == "*":
        yield f"every {minute.removeprefix('*/')}m"
        yield "hourly"
        yield f"hourly :{minute:>02}"
    yield f"every {hour.removeprefix('*/')}h"
    if not minute.isdecimal() or not all(one.isdecimal() for one in hour.split(",")):
        return
    clock = ",".join(said(int(one), int(minute)) for one in hour.split(","))
    yield f"monthly {'last' if day == 'L' else day} {clock}"
    yield from (f"{name} {clock}" for name, field in SETS.items() if field == weekday)
    numbers = [int(one) % len(DAYS) for one in weekday.split(",") if one.isdecimal()]
    if len(numbers) == 1:
        yield f"{DAYS[numbers[0]]}s {clock}"
    yield f"{','.join(DAYS[number][:3] for number in sorted(numbers, key=_from_monday))} {clock}"


def _from_monday(number: int) -> int:
    return (number - 1) % len(DAYS)
