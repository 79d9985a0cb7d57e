"""What stands below a chart: short names of times, no two alike."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.sparkline import labels


def named(*times: str) -> list[str]:
    """Return the labels of these times."""
    return labels([datetime.fromisoformat(time).replace(tzinfo=UTC).timestamp() for time in times])


@pytest.mark.parametrize(
    ("times", "said"),
    [
        (("2026-01-05T09:00", "2026-01-05T09:10"), ["09:00", "09:10"]),
        (("2026-01-05T23:30", "2026-01-06T00:30"), ["23:30", "00:30"]),
        (("2026-01-05T09:00", "2026-01-06T09:01", "2026-01-07T09:00"), ["05 Jan", "06 Jan", "07 Jan"]),
        (("2026-01-05T09:00", "2026-01-06T09:00", "2026-01-06T15:00"), ["05 Jan 09:00", "06 Jan 09:00", "06 Jan 15:00"]),
        (("2024-01-05T09:00", "2026-01-05T09:00"), ["05 Jan 2024", "05 Jan 2026"]),
    ],
    ids=["minutes", "over midnight", "a run a day", "two on one day", "years"],
)
def test_a_label_says_no_more_than_tells_the_times_apart(times: tuple[str, ...], said: list[str]) -> None:
    """There is room for five characters below a point; the hour of a daily run is no news."""
    assert named(*times) == said


def test_two_runs_within_a_minute_leave_the_others_short() -> None:
    """Somebody ran a digest twice: only those two are told to the second."""
    said = named("2026-01-05T09:00", "2026-01-05T09:10:05", "2026-01-05T09:10:45", "2026-01-05T09:20")
    assert said == ["09:00", "09:10:05", "09:10:45", "09:20"]


def test_labels_are_unlike_and_short_whatever_the_times_are() -> None:
    """Slack refuses a chart with two like labels, or one of more than 20 characters."""
    same = labels([1_767_571_200.0] * 20)
    years = labels([1e9, 1e9, 1.5e9, 1.5e9])
    for several in (same, years):
        assert len(set(several)) == len(several)
        assert max(map(len, several)) <= 20
    assert labels([1e9, float("nan")]) == ["1", "2"]
    assert labels([]) == []
