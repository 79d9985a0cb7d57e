"""When a digest is due: the times of a crontab's five fields, in a zone whose clocks go forward and back.

    0 9 * * 1-5    a time that does not exist (clocks go forward over it) is made good as soon as they have; one that exists
                   twice (clocks go back over it) is taken the first time
    */15 * * * *   what is meant for every hour goes on by the hours that pass: none is left out, and none made good

cronsim knows the fields, as Debian's cron reads them; it leaves two things to us: times that fall together once they are
made good, and `0 */2` at an hour that exists twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from handlers._contract import UsageError
from handlers._zones import zone

_FIELDS = 5
_EVERY_HOUR = set(range(24))
_SHOWN = 60
_MINUTE = timedelta(minutes=1)


def check(cron: str, timezone: str) -> None:
    """See that a digest can ever be due.

    Raises:
        UsageError: the fields mean nothing, or nothing that ever comes; or there is no such zone, and the nearest is named.
    """
    check_zone(timezone)
    check_cron(cron)


def check_zone(timezone: str) -> None:
    """Raise UsageError unless there is such a zone under this very name."""
    if zone(timezone) != timezone:
        raise UsageError(f"“{timezone}” is no time zone. Did you mean {zone(timezone)}?")


def check_cron(cron: str) -> None:
    """Raise UsageError unless these are five fields that mean times, one of which comes within fifty years."""
    said = f"“{cron[:_SHOWN]}”"
    if len(cron.split()) != _FIELDS:
        raise UsageError(f"{said} is no cron: it needs five fields, such as 0 9 * * 1-5.")
    start = datetime(2026, 1, 1)  # by the wall's clock: whether it ever comes is no matter of a zone
    try:
        times = CronSim(cron, start)
    except CronSimError as error:
        if str(error) == "Bad day-of-month" and _any_day(cron):
            raise UsageError(_never(said)) from None
        raise UsageError(f"{said} is no cron: {str(error).lower()}.") from None
    if next(times, None) is None:
        raise UsageError(_never(said))


def runs(cron: str, timezone: str, after: float) -> Iterator[float]:
    """Yield the times at which it is due after `after`, each later than the one before; seconds since 1970.

    It ends after fifty years without any. The cron and the zone have passed `check`.
    """
    there, last = ZoneInfo(timezone), after
    start = datetime.fromtimestamp(after, there)
    times = CronSim(cron, start.replace(tzinfo=None))
    if times.hours == _EVERY_HOUR:
        found = (one.timestamp() for one in CronSim(_hourly(cron), start))
    else:
        found = (_moment(wall, there) for wall in times)
    for at in found:
        if at > last:  # times that were made good fall together; and `after` may stand in the second of two same hours
            last = at
            yield at


def latest(cron: str, timezone: str, after: float, until: float) -> float | None:
    """Return the last time at which it is due after `after` and not after `until`; None if there is none."""
    return max(takewhile(lambda at: at <= until, runs(cron, timezone, after)), default=None)


def _moment(wall: datetime, there: ZoneInfo) -> float:
    """Return when clocks show `wall` for the first time; where they never do, when they have gone over it."""
    at = wall.replace(tzinfo=there)
    while at.astimezone(UTC).astimezone(there).replace(tzinfo=None) != wall:
        wall += _MINUTE
        at = wall.replace(tzinfo=there)
    return at.timestamp()


def _hourly(cron: str) -> str:
    """Return the same cron with its hours written as cronsim takes them to mean every hour that passes."""
    minute, _, *days = cron.split()
    return " ".join((minute, "*", *days))


def _any_day(cron: str) -> bool:
    """Return whether the day of the month could be meant in some month: then only these months never have it."""
    minute, hour, day, _, weekday = cron.split()
    try:
        CronSim(" ".join((minute, hour, day, "*", weekday)), datetime(2026, 1, 1))
    except CronSimError:
        return False
    return True


def _never(said: str) -> str:
    return f"{said} never comes: no such day is in the calendar."
