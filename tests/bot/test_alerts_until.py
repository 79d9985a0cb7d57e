"""Until when an alert is silenced: a while, or until Monday morning where the one who asks is."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.alerts.until import until


def at(text: str, zone: str = "UTC") -> float:
    """Return a local moment in seconds since 1970."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


@pytest.mark.parametrize(
    ("zone", "now", "monday"),
    [
        ("", "2026-11-25T22:00", "2026-11-30T08:00"),
        ("Europe/Berlin", "2026-11-25T22:00", "2026-11-30T08:00"),
        ("America/Los_Angeles", "2026-11-29T23:30", "2026-11-30T08:00"),  # it is Monday in London already
        ("Asia/Kathmandu", "2026-11-30T07:59", "2026-11-30T08:00"),
        ("Asia/Kathmandu", "2026-11-30T08:00", "2026-12-07T08:00"),
        ("Europe/London", "2026-10-23T18:00", "2026-10-26T08:00"),  # the clocks go back on the 25th
        ("America/New_York", "2027-03-12T18:00", "2027-03-15T08:00"),  # and forward on the 14th
    ],
)
def test_monday_morning_is_where_the_person_is(zone: str, now: str, monday: str) -> None:
    """A night shift in California ends later than one in London, and a summer does not end it an hour early."""
    ends, said = until("monday", at(now, zone or "UTC"), zone)
    assert ends == at(monday, zone or "UTC")
    assert said == "until Monday"


@pytest.mark.parametrize("zone", ["", "Nowhere/Land", "../../etc/passwd", "Europe", "\x00"])
def test_a_zone_that_is_not_known_is_utc(zone: str) -> None:
    """Slack's word for it comes from outside."""
    ends, _ = until("monday", at("2026-11-25T22:00"), zone)
    assert datetime.fromtimestamp(ends, UTC) == datetime(2026, 11, 30, 8, tzinfo=UTC)


def test_a_while_is_a_while_in_every_zone() -> None:
    """Thirty minutes across the end of summer time are thirty minutes."""
    assert until("30m", 1000.0, "Europe/London") == (2800.0, "for 30m")
