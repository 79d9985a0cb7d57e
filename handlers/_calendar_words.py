"""Words for time, and the five fields of a crontab that they mean: `weekdays 09:00 Europe/London` is `0 9 * * 1-5` there.

    when = often [ zone ]                           zone = `Europe/London`, `UTC`, … (IANA)
    often = "every" ( N "m" | N "h" | "hour" )      at set distances
          | "hourly" [ ":15" ]
          | days times                              days = "daily" | "weekdays" | "weekends" | "mondays" | "mon,thu" | …
          | "monthly" date times                    date = "1" | "1,15" | "last"
          | five fields of a crontab                times = "09:00" | "9am" | "noon" | "9:00,17:00"

What a crontab cannot say evenly (every 7 hours, every 90 minutes) is refused: it would be uneven around midnight.
`handlers._calendar_said` goes the other way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
from cronsim import CronSim, CronSimError

from handlers._contract import UsageError
from handlers._days import days
from handlers._times_of_day import is_time, times
from handlers._zones import zone

EXAMPLES = "every 2h, hourly, daily 09:00, weekdays 09:00, mon,thu 9:00, monthly 1 09:00, or a cron in quotes"
LEAST = 5
"""Minutes between two runs that are asked for in words, at least: a channel is no log."""

_SHOWN = 60
_FIELDS = 5
_FILLERS = frozenset({"at", "on", "in", "the", "of"})
_COUNT = re.compile(r"(\d{1,5}) ?(m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)", re.ASCII)
_MINUTES = {"m": 1, "h": 60, "d": 1440, "w": 10_080}
_PAST = re.compile(r":([0-5]\d)", re.ASCII)
_DATE = re.compile(r"([1-9]|[12]\d|3[01])(?:st|nd|rd|th)?", re.ASCII)
_FIELD = re.compile(r"[0-9A-Za-z*/,#-]{1,60}", re.ASCII)
_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)


class When(msgspec.Struct, frozen=True):
    """When something is to be done: five fields of a crontab, and the zone in which they are meant, "" if none was said."""

    cron: str
    zone: str = ""


def when(text: str) -> When:
    """Return what the words mean.

    Raises:
        UsageError: they mean no time, or one that a crontab cannot say.
    """
    written = [word for word in _joined(text).split() if word.lower() not in _FILLERS]
    words = [word.lower() for word in written]
    if len(words) >= _FIELDS and words[0][0] in "*0123456789" and all(map(_FIELD.fullmatch, words[:_FIELDS])):
        cron, taken = _checked(" ".join(written[:_FIELDS])), _FIELDS
    elif words[:1] == ["every"] and (found := _distance(words[1:3])):
        cron, taken = found[0], 1 + found[1]
    else:
        begin = 1 if words[:1] == ["every"] else 0
        cron, taken = _named(words[begin:], text)
        taken += begin
    return When(cron, zone("_".join(written[taken:])) if written[taken:] else "")


def _joined(text: str) -> str:
    """Return `text` with lists in one word each: `mon, thu`, `mon and thu`."""
    return re.sub(r"\s*,\s*|\s+and\s+", ",", text, flags=re.IGNORECASE)


def _checked(cron: str) -> str:
    try:
        CronSim(cron, _ANY_TIME)
    except CronSimError as error:
        raise UsageError(f"“{cron[:_SHOWN]}” is no cron: {str(error).lower()}.") from None
    return cron


def _distance(words: Sequence[str]) -> tuple[str, int] | None:
    """Return the cron of `2h` or `30 minutes`, and how many words that took; None if they are no distance."""
    for taken in (2, 1):
        if found := _COUNT.fullmatch(" ".join(words[:taken])):
            return _even(int(found[1]) * _MINUTES[found[2][0]], found[0]), min(taken, len(words))
    return ("0 * * * *", 1) if words[:1] == ["hour"] else None


def _even(minutes: int, said: str) -> str:
    """Return the cron that fires every so many minutes. Raises UsageError if hours or days cannot be divided by it."""
    hours = minutes // 60
    if minutes in (1440, 10_080):
        raise UsageError(
            f"“every {said}” does not say at what time: write e.g. {'daily' if hours == 24 else 'mondays'} 09:00."
        )
    if minutes < LEAST:
        raise UsageError(f"“every {said}” is too often: every {LEAST}m at most.")
    if minutes < 60 and 60 % minutes == 0:
        return f"*/{minutes} * * * *"
    if minutes % 60 == 0 and hours < 24 and 24 % hours == 0:
        return "0 * * * *" if hours == 1 else f"0 */{hours} * * *"
    if minutes > 1440:
        raise UsageError(f"“every {said}” is longer than a day: name the days instead, e.g. mon,wed,fri 09:00.")
    whole, unit = (60, "m") if minutes < 60 else (24, "h")
    size = minutes if minutes < 60 else minutes / 60
    parts = [part for part in range(1 if unit == "h" else LEAST, whole) if whole % part == 0]
    near = sorted(sorted(parts, key=lambda part: (abs(part - size), part))[:2])
    offer = " or ".join(f"every {part}{unit}" for part in near)
    whole_said = "an hour" if unit == "m" else "a day"
    raise UsageError(f"“every {said}” does not divide {whole_said} evenly: write {offer}.")


def _named(words: Sequence[str], text: str) -> tuple[str, int]:
    """Return the cron of words that name days, and how many of them it took."""
    if words[:1] == ["hourly"]:
        past = _PAST.fullmatch(words[1]) if len(words) > 1 else None
        return f"{int(past[1]) if past else 0} * * * *", 2 if past else 1
    if words[:1] == ["monthly"]:
        return _monthly(words[1:])
    field, taken = days(words)
    if not taken:
        said = " ".join(text.split())[:_SHOWN]
        raise UsageError(f"“{said}” is no time: write {EXAMPLES}." if said else f"When? Write {EXAMPLES}.")
    minute, hours = _times(words[taken:], words[taken - 1])
    return f"{minute} {hours} * * {field}", taken + 1


def _monthly(words: Sequence[str]) -> tuple[str, int]:
    dates = words[0].split(",") if words else []
    found = [_DATE.fullmatch(one) for one in dates]
    if dates == ["last"]:
        field = "L"
    elif dates and all(found):
        field = ",".join(map(str, sorted({int(one[1]) for one in found if one})))
    else:
        raise UsageError("“monthly” needs the day of the month: write e.g. monthly 1 09:00, or monthly last 09:00.")
    minute, hours = _times(words[1:], f"monthly {words[0]}")
    return f"{minute} {hours} {field} * *", 3


def _times(words: Sequence[str], after: str) -> tuple[int, str]:
    """Return the minute, and the field of the hours."""
    if not words or not is_time(words[0]):
        raise UsageError(f"“{after[:_SHOWN]}” needs a time of day behind it: write e.g. {after[:_SHOWN]} 09:00.")
    found = times(words[0])
    return found[0][1], ",".join(str(hour) for hour, _ in found)
