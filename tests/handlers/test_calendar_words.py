"""Words for time: what people write means one cron, the cron reads back as words, and no text crashes it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import available_timezones

import pytest
from cronsim import CronSim
from hypothesis import given
from hypothesis import strategies as st

from handlers._calendar_said import in_words
from handlers._calendar_words import When, when
from handlers._contract import UsageError
from handlers._days import DAYS

WORDS = (
    "every 2h 30m hourly :15 daily weekdays mondays mon,thu fri-mon monthly 1 last 9:00 noon at and , * */5 0 1-5 "
    "Europe/London london UTC L # .. /etc"
)


def refused(text: str) -> str:
    """Return why `text` means no time."""
    with pytest.raises(UsageError) as caught:
        when(text)
    return caught.value.said


@pytest.mark.parametrize(
    ("text", "cron", "zone"),
    [
        ("every 2h", "0 */2 * * *", ""),
        ("every 30 minutes", "*/30 * * * *", ""),
        ("every hour", "0 * * * *", ""),
        ("hourly :15", "15 * * * *", ""),
        ("Daily 09:00", "0 9 * * *", ""),
        ("weekdays at 9am in Europe/London", "0 9 * * 1-5", "Europe/London"),
        ("weekends 10:00 europe/london", "0 10 * * 0,6", "Europe/London"),
        ("mondays 8:30 London", "30 8 * * 1", "Europe/London"),
        ("every monday 8:30", "30 8 * * 1", ""),
        ("mon, thu and fri 9:00", "0 9 * * 1,4,5", ""),
        ("fri-mon 9,17", "0 9,17 * * 0,1,5,6", ""),
        ("monthly on the 1st at noon", "0 12 1 * *", ""),
        ("monthly last 09:00 UTC", "0 9 L * *", "UTC"),
        ("0 9 * * 1-5 America/New York", "0 9 * * 1-5", "America/New_York"),
        ("*/10 8-18 * JAN-JUN MON", "*/10 8-18 * JAN-JUN MON", ""),
    ],
)
def test_what_people_write_means_one_cron(text: str, cron: str, zone: str) -> None:
    """Nobody who wants a digest on weekdays has to know in which order a crontab has its fields."""
    assert when(text) == When(cron, zone)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("every 7h", "does not divide a day evenly: write every 6h or every 8h"),
        ("every 45m", "does not divide an hour evenly: write every 20m or every 30m"),
        ("every 90m", "every 1h or every 2h"),
        ("every 2 days", "name the days instead"),
        ("every day", "needs a time of day behind it"),
        ("every 1d", "write e.g. daily 09:00"),
        ("every 1m", "too often"),
        ("weekdays", "write e.g. weekdays 09:00"),
        ("daily 25:00", "no time of day"),
        ("daily 13pm", "no time of day"),
        ("daily 9:00,17:30", "same minute"),
        ("monthly 32 9:00", "needs the day of the month"),
        ("0 9 30 2 *", "no cron"),
        ("daily 9:00 Europe/Lundon", "Did you mean Europe/London?"),
        ("daily 9:00 PST", "Write one like Europe/London"),
        ("daily 9:00 ../../etc/passwd", "no time zone"),
        ("soon", "“soon” is no time: write every 2h"),
        ("", "When? Write every 2h"),
    ],
)
def test_what_cannot_be_said_evenly_or_at_all_is_said_with_what_can(text: str, said: str) -> None:
    """`0 */7 * * *` is accepted by every crontab and fires three hours after 21:00."""
    assert said in refused(text)


@given(st.sampled_from([f"every {n}h" for n in (2, 3, 4, 6, 8, 12)] + [f"every {n}m" for n in (5, 6, 10, 12, 15, 20, 30)]))
def test_what_is_said_to_be_even_is_even(text: str) -> None:
    """Over midnight, too."""
    runs = list(islice(CronSim(when(text).cron, datetime(2026, 1, 1, tzinfo=UTC)), 300))
    assert len({later - earlier for earlier, later in pairwise(runs)}) == 1
    assert runs[1] - runs[0] >= timedelta(minutes=5)


DAY_SETS = st.sets(st.integers(0, 6), min_size=1).map(lambda days: ",".join(DAYS[day][:3] for day in days))
CLOCKS = st.tuples(st.sets(st.integers(0, 23), min_size=1, max_size=3), st.integers(0, 59)).map(
    lambda one: ",".join(f"{hour}:{one[1]:02}" for hour in one[0])
)


@given(DAY_SETS | st.sampled_from(["daily", "weekdays", "weekends", "monthly 1", "monthly 1,15", "monthly last"]), CLOCKS)
def test_every_cron_that_has_words_reads_back_as_words_that_mean_it(days: str, clock: str) -> None:
    """What `digest list` shows can be typed."""
    cron = when(f"{days} {clock}").cron
    assert in_words(cron) != cron
    assert when(in_words(cron)).cron == cron


@pytest.mark.parametrize(
    "cron", ["0 9 13 * 5", "*/7 * * * *", "0 */5 * * *", "0 9 * 1 *", "1,2 9 * * *", "0 9 * * 1#1", "x"]
)
def test_a_cron_without_words_stays_as_it_is(cron: str) -> None:
    """Better the truth in five fields than a sentence that is nearly right."""
    assert in_words(cron) == cron


def test_the_words_are_short() -> None:
    """They stand in a list that is read on a phone."""
    assert [in_words(cron) for cron in ("0 9 * * 1-5", "30 8 * * 1", "0 9 * * 0,1", "0 * * * *", "15 */2 * * *")] == [
        "weekdays 09:00", "mondays 08:30", "mon,sun 09:00", "hourly", "15 */2 * * *",
    ]  # fmt: skip


@given(st.text() | st.lists(st.sampled_from(WORDS.split()), max_size=8).map(" ".join))
def test_no_text_crashes_it(text: str) -> None:
    """It is typed by people, and anything can be pasted."""
    try:
        found = when(text)
    except UsageError as error:
        why = error.said
    else:
        why = ""
    assert len(why) < 300
    if why:
        return
    assert next(CronSim(found.cron, datetime(2026, 1, 1, tzinfo=UTC))) > datetime(2026, 1, 1, tzinfo=UTC)
    assert found.zone == "" or found.zone in available_timezones()
    assert when(in_words(found.cron)).cron == found.cron
