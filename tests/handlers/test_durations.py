"""What people give to --since is checked and has one spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers._contract import Invocation, UsageError
from handlers._durations import LONGEST, duration, looked_back, seconds


@pytest.mark.parametrize(
    ("written", "normal", "length"),
    [("30m", "30m", 1800), ("90m", "1h30m", 5400), ("1h 30M", "1h30m", 5400), ("2d", "2d", 172_800), ("3600s", "1h", 3600)],
)
def test_a_duration_has_one_spelling(written: str, normal: str, length: int) -> None:
    """The cache's key is made of it: two spellings of one question must not cost two."""
    assert (duration(written), seconds(normal)) == (normal, length)


@pytest.mark.parametrize("wrong", ["", "30", "h", "0m", "-5m", "1.5h", "5m1h", "31d", "99999999d", "٣m", "<!channel>"])
def test_what_is_no_time_to_look_back_is_refused(wrong: str) -> None:
    """A number without a unit could be minutes or hours: rather ask than guess."""
    with pytest.raises(UsageError, match="no time to look back"):
        duration(wrong)


@given(st.integers(min_value=1, max_value=LONGEST))
def test_the_one_spelling_means_what_was_written(length: int) -> None:
    """Buttons carry it back to where it is checked again."""
    normal = duration(f"{length}s")
    assert seconds(normal) == length
    assert duration(normal) == normal


def test_a_command_without_it_looks_back_as_long_as_it_usually_does() -> None:
    """The default is the command's own."""
    assert looked_back(Invocation("events"), "30m") == 1800
    assert looked_back(Invocation("events", (), (("since", "2h"),)), "30m") == 7200
