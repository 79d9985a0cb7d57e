"""The company's time: everybody lives by one clock, which is moved on and never back."""

from __future__ import annotations

import time

import pytest

from playground.kubernetes import Fleet, Site
from playground.monitoring import Monitoring
from playground.slack import MovableClock, Refused, Slack
from playground.story import Hours, Scene

HOUR = 3600.0
FAILS = 0.05
"""A share of `checkout`'s requests that fails on no good day."""
PROD = Site("prod", 400, 7, "v1.29.4", eventful=True)


class Company:
    """A company with its clock, and what its bot was told."""

    def __init__(self) -> None:
        self.clock = MovableClock()
        self.scene = Scene(Fleet((PROD,), now=self.clock.now))
        self.ahead: list[float] = []
        self.coming = 0.0
        self.hours = Hours(self.clock, self.scene, self.ahead.append, lambda: self.coming)

    def chapters(self) -> list[str]:
        """Return what the incident has come to."""
        return [one.name for one in self.scene.fleet.chapters]


@pytest.fixture
def company() -> Company:
    """One that has just begun."""
    return Company()


def test_it_is_later_for_everybody(company: Company) -> None:
    """A message, a pod's age, an alert and a digest are compared with one another."""
    before = company.clock.now()
    company.hours.move(before + HOUR)
    assert company.clock.now() == pytest.approx(before + HOUR, abs=60)
    assert company.scene.cluster.world.now() == pytest.approx(company.clock.now(), abs=60)
    assert company.hours.shown()["now"] == pytest.approx(company.clock.now(), abs=60)
    assert company.ahead == [company.clock.ahead]
    assert company.clock.now() - time.time() == pytest.approx(company.ahead[0], abs=60)


def test_what_happens_in_the_hour_has_happened_in_it(company: Company) -> None:
    """The cluster lives through the time: at the usual pace, and dated as it came."""
    company.scene.run(60)
    before = company.clock.now()
    company.hours.move(before + HOUR)
    assert company.chapters()[:2] == ["rollout", "queue"]
    assert all(before < one.at < before + HOUR for one in company.scene.fleet.chapters)
    assert company.scene.speed == 60
    assert company.scene.own == pytest.approx(HOUR, abs=600)


def test_a_paused_story_is_where_it_was(company: Company) -> None:
    """Whoever only wants to see the next digest does not lose the beginning."""
    company.scene.run(0)
    company.hours.move(company.clock.now() + HOUR)
    assert company.chapters() == []


@pytest.mark.parametrize("seconds", [-1.0, 0.0, float("nan"), float("inf"), 9 * 24 * HOUR])
def test_it_goes_only_forward_and_not_too_far(company: Company, seconds: float) -> None:
    """What has been posted is not posted again; and a slip of the hand is not the end of the week."""
    with pytest.raises(Refused):
        company.hours.move(company.clock.now() + seconds)
    assert (company.clock.ahead, company.ahead) == (0.0, [])


def test_a_digest_that_is_due_by_now_is_not_the_next(company: Company) -> None:
    """It comes by itself; the bot says so a moment later."""
    company.coming = company.clock.now() + 600
    assert company.hours.shown()["digest"] == int(company.coming)
    company.hours.move(company.hours.coming)
    assert company.hours.coming == 0.0


def test_monitoring_sees_the_hour_pass(company: Company) -> None:
    """What was over early in it is over at its end: nobody is alerted late of what is not there any more."""
    watching = Monitoring(company.scene, company.clock.now)
    hours = Hours(company.clock, company.scene, company.ahead.append, lambda: 0.0, watching.look)
    before = company.clock.now()
    hours.move(before + 300)
    assert watching.course.at(company.clock.now()) > FAILS
    company.scene.restart()
    hours.move(before + 300 + HOUR)
    shares = [watching.course.at(before + 300 + seconds) for seconds in (20, 200, 3500)]
    assert shares[0] < FAILS
    assert min(shares[1:]) > FAILS


async def test_what_is_said_afterwards_is_said_later(company: Company) -> None:
    """Slack's time stamps are by the same clock, and timers go by real seconds."""
    async with Slack(clock=company.clock) as slack:
        await slack.write("ben", "random", "now")
        company.hours.move(company.clock.now() + HOUR)
        await slack.write("ben", "random", "later")
        first, second = (float(one.ts) for one in slack.messages("random"))
        assert second - first == pytest.approx(HOUR, abs=60)
