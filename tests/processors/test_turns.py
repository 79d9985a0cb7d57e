"""When people are told: a turn that holds, once, and every state that they do not know yet."""

import pytest

from processors._summary import Source, Summary, Tone
from processors._text import plain
from processors._turns import BLIND, DAY, Course, first, looked, news, verdict

HOLD = 60.0


def answer(tone: Tone, trouble: str = "") -> Summary:
    """Return an answer in this tone, from a target in this trouble."""
    return Summary(tone=tone, title=plain("so it is"), sources=(Source("prod", 0.0, trouble=trouble),))


def after(course: Course, *looks: tuple[float, bool | None]) -> Course:
    """Return how things stand after looks at these times with these verdicts."""
    for at, well in looks:
        course = looked(course, well, at, HOLD)
    return course


@pytest.mark.parametrize(
    ("tone", "trouble", "says"),
    [
        (Tone.GOOD, "", True), (Tone.NEUTRAL, "", True), (Tone.SILENCED, "", True), (Tone.BAD, "", False),
        (Tone.WARNING, "", False), (Tone.FIRING, "", False), (Tone.REFUSED, "", None), (Tone.WARNING, "timed out", None),
        (Tone.BAD, "timed out", False),
    ],
)  # fmt: skip
def test_an_answer_is_well_or_not_or_does_not_say(tone: Tone, trouble: str, says: bool | None) -> None:
    """Good news of which a part is missing is none; bad news of which a part is missing is bad all the same."""
    assert verdict(answer(tone, trouble)) is says


def test_what_was_so_from_the_beginning_is_no_news() -> None:
    """Whoever subscribes is shown how it stands."""
    assert news(first(False, 0.0), 10.0) == ""
    assert news(first(True, 0.0), 10.0) == ""


def test_a_turn_counts_once_it_has_held() -> None:
    """A pod that is just restarting wakes nobody."""
    blip = after(first(True, 0.0), (30, False), (60, True), (90, False), (120, False))
    assert news(blip, 120.0) == ""
    turned = after(blip, (150, False))
    assert news(turned, 150.0) == "bad"
    assert (turned.since, turned.turned) == (90, (90,))


def test_it_is_told_when_it_is_well_again() -> None:
    """The end of it is what people wait for."""
    turned = after(first(False, 0.0), (30, True), (90, True))
    assert news(turned, 90.0) == "well"


def test_what_came_and_went_while_nobody_was_told_is_no_news() -> None:
    """At night, or while Slack was away: people hear how it is, not how it was."""
    untold = after(first(True, 0.0), (30, False), (90, False), (120, True), (180, True))
    assert untold.turned == (30,)
    assert news(untold, 180.0) == ""


def test_turns_are_counted_for_a_day() -> None:
    """The fifth time of a day is another matter than the fifth time ever."""
    course = first(True, 0.0)
    for turn in range(3):
        course = after(course, *((turn * 400 + at, at < 200) for at in (0, 100, 200, 300)))
    assert len(course.turned) == 3
    assert (
        len(after(course, (DAY * 2, True), (DAY * 2 + 90, True), (DAY * 2 + 100, False), (DAY * 2 + 200, False)).turned) == 1
    )


def test_a_look_without_an_answer_changes_nothing() -> None:
    """A cluster that does not answer is not a cluster that is well."""
    held = after(first(True, 0.0), (30, False), (60, None), (90, False))
    assert held.seen_since == 30
    assert news(held, 90.0) == "bad"


def test_people_are_told_when_nobody_can_look_and_how_it_is_afterwards() -> None:
    """Silence must not look like health; and it is said once."""
    blind = after(first(True, 0.0), (30, None), (30 + BLIND - 1, None))
    assert news(blind, 30 + BLIND - 1) == ""
    assert news(blind, 30 + BLIND) == "blind"
    told = Course(**{name: getattr(blind, name) for name in blind.__struct_fields__} | {"told": None})
    assert news(told, 31 + BLIND) == ""
    assert news(after(told, (700, True)), 700.0) == "well"
