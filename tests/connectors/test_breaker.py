"""The circuit breaker by itself, on a clock that the tests set."""

from __future__ import annotations

import asyncio

import pytest
from misbehaving import Hands

from connectors._breaker import Breaker
from connectors._errors import BreakerOpen, Forbidden, TimedOut, Unreachable, UpstreamError

REFUSED = Unreachable("prod", "connection refused")


class Watched:
    """A breaker that opens after three failures, for thirty seconds; its clock and its moves."""

    def __init__(self) -> None:
        self.clock = Hands()
        self.moves: list[str] = []
        self.breaker = Breaker("prod", self.moves.append, fail_max=3, reset_after=30.0, clock=self.clock)

    def fail(self, times: int = 1, error: UpstreamError = REFUSED, *, hasty: bool = False) -> None:
        """Let so many attempts fail, one after the other."""
        for _ in range(times):
            with pytest.raises(type(error)), self.breaker.attempt(hasty=hasty):
                raise error

    def succeed(self) -> None:
        """Let one attempt succeed."""
        with self.breaker.attempt():
            pass


@pytest.fixture
def it() -> Watched:
    """A closed breaker, watched."""
    return Watched()


def test_opens_after_failures_in_a_row_and_says_until_when_and_why(it: Watched) -> None:
    """A dead target must not cost every asker its whole deadline."""
    it.fail(3)
    it.clock.forward(10)
    with pytest.raises(BreakerOpen) as caught, it.breaker.attempt():
        pass
    assert it.moves == ["open"]
    assert caught.value.retry_after == pytest.approx(20)
    assert "connection refused" in caught.value.reason
    assert caught.value.target == "prod"


def test_a_success_starts_the_count_again(it: Watched) -> None:
    """Single hiccups over a day are no reason to refuse."""
    it.fail(2)
    it.succeed()
    it.fail(2)
    assert it.breaker.state == "closed"


def test_a_refusal_is_a_sign_of_life(it: Watched) -> None:
    """A server that says 403 is well; nobody must be kept from what they may see."""
    it.fail(2)
    it.fail(5, Forbidden("prod", "answered 403"))
    it.fail(2)
    assert it.breaker.state == "closed"


def test_half_opens_when_its_time_has_passed_and_closes_on_success(it: Watched) -> None:
    """Nobody should have to restart the bot when a cluster is back."""
    it.fail(3)
    it.clock.forward(30)
    assert it.breaker.state == "half-open"
    it.succeed()
    assert it.breaker.state == "closed"
    assert it.moves == ["open", "half-open", "closed"]


def test_opens_again_when_the_look_fails(it: Watched) -> None:
    """One failed look is enough to know: still dead."""
    it.fail(3)
    it.clock.forward(31)
    it.fail()
    assert it.breaker.state == "open"
    it.clock.forward(29)
    with pytest.raises(BreakerOpen):
        it.breaker.check()


def test_lets_one_look_through_at_a_time(it: Watched) -> None:
    """A target that comes back must not be met by everybody at once."""
    it.fail(3)
    it.clock.forward(31)
    with it.breaker.attempt():
        with pytest.raises(BreakerOpen) as caught, it.breaker.attempt():
            pass
        assert caught.value.retry_after
    it.succeed()


def test_a_cancelled_look_says_nothing_and_frees_its_place(it: Watched) -> None:
    """Somebody who leaves must not keep the target shut, nor open it."""
    it.fail(3)
    it.clock.forward(31)
    with pytest.raises(asyncio.CancelledError), it.breaker.attempt():
        raise asyncio.CancelledError
    assert it.breaker.state == "half-open"
    it.succeed()
    assert it.breaker.state == "closed"


def test_cancellations_are_no_failures(it: Watched) -> None:
    """Impatient people say nothing of the target."""
    for _ in range(5):
        with pytest.raises(asyncio.CancelledError), it.breaker.attempt():
            raise asyncio.CancelledError
    assert it.breaker.state == "closed"


def test_attempts_that_fail_together_count_once(it: Watched) -> None:
    """A hundred requests of one question that meet one hiccup are one observation."""
    for _ in range(2):
        together = [it.breaker.attempt() for _ in range(100)]
        for attempt in together:
            attempt.__enter__()
        for attempt in together:
            assert not attempt.__exit__(Unreachable, REFUSED, None)
    assert it.breaker.state == "closed"
    it.fail()
    assert it.breaker.state == "open"


def test_what_began_before_it_opened_does_not_move_it(it: Watched) -> None:
    """An old request that ends late must neither close it nor put off the next look."""
    late_failure, late_success = it.breaker.attempt(), it.breaker.attempt()
    late_failure.__enter__()
    late_success.__enter__()
    it.fail(3)
    it.clock.forward(20)
    assert not late_failure.__exit__(Unreachable, REFUSED, None)
    late_success.__exit__(None, None, None)
    it.clock.forward(10)
    assert it.breaker.state == "half-open"
    assert it.moves == ["open"]


def test_a_timeout_in_haste_is_no_failure(it: Watched) -> None:
    """A question that had a few milliseconds left says nothing of the target; a connection refused in them does."""
    it.fail(5, TimedOut("prod", "timed out after 0.01 s"), hasty=True)
    assert it.breaker.state == "closed"
    it.fail(3, hasty=True)
    assert it.breaker.state == "open"
