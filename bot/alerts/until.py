"""Says until when something is silent: for a while, or until Monday morning where the one who asks is."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers._durations import seconds
from handlers._zones import own_zone
from handlers.alert_changes import MONDAY

_MORNING = time(8)


def until(lasting: str, now: float, zone: str = "") -> tuple[float, str]:
    """Return when it ends (seconds since 1970), and how that is said.

    Args:
        lasting: a duration, or `monday`: the next Monday at eight by the clocks of the zone, summer time or not.
        now: seconds since 1970.
        zone: the person's own, as Slack names it, e.g. `Europe/London`; UTC where it is not known.
    """
    if lasting != MONDAY:
        return now + seconds(lasting), f"for {lasting}"
    here = ZoneInfo(own_zone(zone))
    today = datetime.fromtimestamp(now, here)
    monday = datetime.combine(today.date() + timedelta(days=-today.weekday() % 7), _MORNING, here)
    if monday <= today:
        monday = datetime.combine(monday.date() + timedelta(days=7), _MORNING, here)
    return monday.timestamp(), "until Monday"
