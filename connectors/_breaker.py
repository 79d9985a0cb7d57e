"""The circuit breaker of one target: after repeated failures it is left alone for a while, then looked at by one request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Literal, cast

import pybreaker

from connectors._errors import BreakerOpen, TimedOut, UpstreamError

FAIL_MAX = 5
RESET_SECONDS = 30.0
PROBE_SECONDS = 1.0
"""When to ask again while somebody else's look is still under way."""

State = Literal["closed", "open", "half-open"]


class _Moves(pybreaker.CircuitBreakerListener):
    """Tells of every change of state."""

    def __init__(self, moved: Callable[[State], None]) -> None:
        self._moved = moved

    def state_change(self, cb: object, old_state: object, new_state: pybreaker.CircuitBreakerState) -> None:  # noqa: ARG002 - pybreaker's signature
        self._moved(cast("State", new_state.name))


class Breaker:
    """Counts what happens to the attempts at one target, and refuses them while it is known to be unwell.

    pybreaker holds the states and the count. What it cannot do with asyncio is done here: it learns of an attempt only when
    that has ended (its own `call` would take a coroutine's creation for a success); one attempt alone gets through when
    half-open; an attempt that was cancelled says nothing; and the clock is ours.

    Only an error that is `ailing` is a failure; any other answer is a sign of life. Failures of attempts that were under way
    together count as one: a hundred requests sent at once to a target that hiccups are one observation, not a hundred.
    """

    def __init__(
        self,
        target: str,
        moved: Callable[[State], None],
        *,
        fail_max: int = FAIL_MAX,
        reset_after: float = RESET_SECONDS,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """Make a closed breaker.

        Args:
            target: the target's name, for the errors.
            moved: called with the new state after each change of it.
            fail_max: failures in a row until it opens.
            reset_after: seconds it stays open before one attempt may look again.
            clock: returns seconds.
        """
        self._target = target
        self._reset_after = reset_after
        self._clock = clock
        self._circuit = pybreaker.CircuitBreaker(fail_max=fail_max, throw_new_error_on_trip=False, listeners=[_Moves(moved)])
        self._opened_at = 0.0
        self._probing = False
        self._wave = 0
        self._last = ""

    @property
    def state(self) -> State:
        """`closed`, `open` or `half-open` (also while open and due for a look)."""
        state = cast("State", self._circuit.current_state)
        return "half-open" if state == "open" and self._due_in() <= 0 else state

    def check(self) -> None:
        """Raise BreakerOpen if an attempt would be refused now."""
        if self.state == "open":
            raise self._refusal(self._due_in())
        if self._probing:
            raise self._refusal(PROBE_SECONDS)

    @contextmanager
    def attempt(self, *, hasty: bool = False, proxied: bool = False) -> Iterator[None]:
        """Surround one attempt, and learn from how it ends.

        Args:
            hasty: it has so little time that running out of it says nothing of the target.
            proxied: the target hands it on, so that no failure says anything of the target.

        Raises:
            BreakerOpen: it may not be made now.
        """
        self.check()
        if self._circuit.current_state == "open":
            self._circuit.half_open()
        probe = self._probing = self._circuit.current_state == "half-open"
        wave = self._wave
        try:
            yield
        except UpstreamError as error:
            if not (hasty and isinstance(error, TimedOut)) and not (proxied and error.ailing):
                self._learn(error if error.ailing else None, wave, probe)
            raise
        else:
            self._learn(None, wave, probe)
        finally:
            if probe:
                self._probing = False

    def _learn(self, failure: UpstreamError | None, wave: int, probe: bool) -> None:
        """Count how an attempt ended that began in `wave`; what it started before the breaker opened no longer matters."""
        if self._circuit.current_state != "closed" and not probe:
            return
        if failure is None:
            self._circuit.call(lambda: None)
        elif wave == self._wave:
            self._wave += 1
            self._last = failure.reason
            with suppress(UpstreamError):
                self._circuit.call(self._fail, failure)

    def _fail(self, failure: UpstreamError) -> None:
        # Before the count, as that may open the circuit and tell of it.
        self._opened_at = self._clock()
        raise failure

    def _due_in(self) -> float:
        return self._opened_at + self._reset_after - self._clock()

    def _refusal(self, seconds: float) -> BreakerOpen:
        return BreakerOpen(self._target, f"not asked, as it failed repeatedly: {self._last}", retry_after=seconds)
