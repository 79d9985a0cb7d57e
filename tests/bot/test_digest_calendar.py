"""When digests are due, in every zone that there is: nothing twice, nothing left out, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice, pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from cronsim import CronSim
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digests.calendar import check, latest, runs
from handlers._contract import UsageError

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
BERLIN = "Europe/Berlin"
"""Clocks go forward at 02:00 on 2026-03-29, and back at 03:00 on 2026-10-25."""


def at(text: str, zone: str = "UTC") -> float:
    """Return a moment by the wall's clock in a zone; of two same ones the first."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


def walls(cron: str, zone: str, after: str, count: int) -> list[str]:
    """Return the next runs as clocks show them there."""
    there = ZoneInfo(zone)
    found = islice(runs(cron, zone, at(after, zone)), count)
    return [datetime.fromtimestamp(one, there).strftime("%m-%d %H:%M%z") for one in found]


def test_a_time_that_does_not_exist_is_made_good_when_the_clocks_have_gone_forward() -> None:
    """The digest of 02:30 is wanted on that day, too, and once."""
    assert walls("30 2 * * *", BERLIN, "2026-03-28T12:00", 2) == ["03-29 03:00+0200", "03-30 02:30+0200"]


def test_times_that_fall_together_when_made_good_are_one() -> None:
    """Three posts at 03:00 would be two too many."""
    assert walls("0,30 2,3 * * *", BERLIN, "2026-03-29T00:00", 3) == [
        "03-29 03:00+0200", "03-29 03:30+0200", "03-30 02:00+0200"
    ]  # fmt: skip


def test_a_time_that_exists_twice_is_taken_once() -> None:
    """APScheduler and croniter fire twice."""
    assert walls("30 2 * * *", BERLIN, "2026-10-24T12:00", 2) == ["10-25 02:30+0200", "10-26 02:30+0100"]
    assert walls("0 */2 * * *", BERLIN, "2026-10-25T00:30", 2) == ["10-25 02:00+0200", "10-25 04:00+0100"]


def test_every_hour_goes_on_by_the_hours_that_pass() -> None:
    """Twenty-five of them on the long day, and twenty-three on the short one."""
    assert walls("0 * * * *", BERLIN, "2026-10-25T01:30", 3) == ["10-25 02:00+0200", "10-25 02:00+0100", "10-25 03:00+0100"]
    assert walls("0 0-23 * * *", BERLIN, "2026-03-29T00:30", 2) == ["03-29 01:00+0100", "03-29 03:00+0200"]


def test_after_the_first_of_two_same_hours_nothing_comes_again() -> None:
    """Whoever asks in the second of them is not told of the first."""
    second = at("2026-10-25T02:10", BERLIN) + 3600
    assert next(runs("30 2 * * *", BERLIN, second)) == at("2026-10-26T02:30", BERLIN)


def test_the_latest_of_several_is_found() -> None:
    """A pile of missed runs is one late one."""
    since, until = at("2026-07-01T00:00"), at("2026-07-01T05:20")
    assert latest("0 * * * *", "UTC", since, until) == at("2026-07-01T05:00")
    assert latest("0 9 * * *", "UTC", since, until) is None


@pytest.mark.parametrize(
    ("cron", "said"),
    [
        ("0 0 30 2 *", "“0 0 30 2 *” never comes: no such day is in the calendar."),
        ("0 0 31 4,6 *", "“0 0 31 4,6 *” never comes: no such day is in the calendar."),
        ("0 0 * 4 7#5 *", "“0 0 * 4 7#5 *” is no cron: it needs five fields, such as 0 9 * * 1-5."),
        ("61 * * * *", "“61 * * * *” is no cron: bad minute."),
        ("0 0 32 * *", "“0 0 32 * *” is no cron: bad day-of-month."),
        ("0 9 * * funday", "“0 9 * * funday” is no cron: bad day-of-week."),
        ("", "“” is no cron: it needs five fields, such as 0 9 * * 1-5."),
    ],
)
def test_what_never_comes_or_means_nothing_is_refused_with_a_sentence(cron: str, said: str) -> None:
    """It would be found out weeks later, by what is not there."""
    with pytest.raises(UsageError) as refused:
        check(cron, "UTC")
    assert refused.value.said == said


def test_an_unknown_zone_is_refused_with_the_nearest() -> None:
    """Names have to be IANA's own, as they are shown to people and stored."""
    for wrong in ("Europe/Lodnon", "europe/london"):
        with pytest.raises(UsageError, match="Europe/London"):
            check("0 9 * * *", wrong)


@given(st.text(alphabet="0123456789*/,-#LWlw MONjan ", max_size=30))
def test_no_text_is_more_than_refused(text: str) -> None:
    """What people write must never be a traceback."""
    try:
        check(text, "UTC")
    except UsageError:
        return
    assert len(list(islice(runs(text, BERLIN, at("2026-01-01T00:00")), 3))) > 0


def _fields() -> st.SearchStrategy[str]:
    def field(low: int, high: int) -> st.SearchStrategy[str]:
        one = st.integers(low, high)
        return st.one_of(
            st.just("*"), one.map(str), st.integers(2, 20).map("*/{}".format),
            st.lists(one, min_size=1, max_size=3).map(lambda found: ",".join(map(str, found))),
            st.tuples(one, one).map(lambda pair: f"{min(pair)}-{max(pair)}"),
        )  # fmt: skip

    days = st.one_of(field(1, 28), st.just("L"))
    return st.tuples(field(0, 59), field(0, 23), days, field(1, 12), field(0, 6)).map(" ".join)


@settings(deadline=None, max_examples=300)
@given(_fields(), st.sampled_from(ZONES), st.integers(int(at("2000-01-01T00:00")), int(at("2036-01-01T00:00"))))
def test_in_every_zone_runs_rise_and_their_clocks_match_the_cron(cron: str, zone: str, after: int) -> None:
    """None twice, none at a time that the cron does not name; unless that time does not exist."""
    there = ZoneInfo(zone)
    try:
        check(cron, zone)
    except UsageError:
        return
    found = list(islice(runs(cron, zone, after), 40))
    assert all(one < other for one, other in pairwise([after, *found]))
    clocks = [datetime.fromtimestamp(one, there) for one in found]
    for clock in clocks:
        assert _named(cron, clock) or _has_just_gone_forward(clock), (cron, zone, clock)
    if CronSim(cron, clocks[0].replace(tzinfo=None)).hours != set(range(24)):
        shown = [clock.replace(tzinfo=None) for clock in clocks]
        assert len(set(shown)) == len(shown), (cron, zone, shown)


def _named(cron: str, clock: datetime) -> bool:
    wall = clock.replace(tzinfo=None, fold=0)
    just_before = datetime.fromtimestamp(wall.replace(tzinfo=UTC).timestamp() - 1, UTC).replace(tzinfo=None)
    return next(CronSim(cron, just_before)) == wall


def _has_just_gone_forward(clock: datetime) -> bool:
    """Return whether clocks went forward at this very moment."""
    before = datetime.fromtimestamp(clock.timestamp() - 1, clock.tzinfo)
    return (clock.replace(tzinfo=None) - before.replace(tzinfo=None)).total_seconds() > 1
