"""The time that Slack's stand-in lives by: the machine's, one that is ahead of it, or one that a test moves."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections.abc import Callable
from typing import Protocol


class Timer(Protocol):
    """Something that will happen, and can still be called off."""

    def cancel(self) -> None:
        """Call it off; does nothing if it has happened."""
        ...


class Clock(Protocol):
    """What tells the time and wakes at a time."""

    def now(self) -> float:
        """Return the seconds since 1970."""
        ...

    def call_later(self, seconds: float, call: Callable[[], object]) -> Timer:
        """Call `call` once, `seconds` from now."""
        ...


class RealClock:
    """The machine's clock and the running event loop's timers."""

    def now(self) -> float:
        """Return the seconds since 1970."""
        return time.time()

    def call_later(self, seconds: float, call: Callable[[], object]) -> Timer:
        """Call `call` once, `seconds` from now."""
        return asyncio.get_running_loop().call_later(seconds, call)


class MovableClock(RealClock):
    """The machine's clock, as far ahead as it was moved. Timers are not moved: they go by the seconds that really pass."""

    def __init__(self) -> None:
        self.ahead = 0.0
        """By how many seconds it is ahead of the machine's."""

    def now(self) -> float:
        """Return the seconds since 1970."""
        return super().now() + self.ahead

    def move(self, to: float) -> None:
        """Let it be this time, in seconds since 1970. Raises ValueError for one that has been: it never goes back."""
        further = to - self.now()
        if not further > 0:
            raise ValueError(f"{to} has been already")
        self.ahead += further


class _Alarm:
    __slots__ = ("call",)

    def __init__(self, call: Callable[[], object]) -> None:
        self.call: Callable[[], object] | None = call

    def cancel(self) -> None:
        self.call = None


class ManualClock:
    """A clock that stands still until a test moves it: five minutes take no time, and nothing happens in between.

    Args:
        now: where it stands at first, in seconds since 1970.
    """

    def __init__(self, now: float = 1_780_000_000.0) -> None:
        self._now = now
        self._order = itertools.count()
        self._alarms: list[tuple[float, int, _Alarm]] = []
        self._set = asyncio.Event()

    def now(self) -> float:
        """Return the seconds since 1970."""
        return self._now

    def call_later(self, seconds: float, call: Callable[[], object]) -> Timer:
        """Call `call` once, when the clock has been moved `seconds` ahead (at the next move for 0)."""
        alarm = _Alarm(call)
        heapq.heappush(self._alarms, (self._now + seconds, next(self._order), alarm))
        self._set.set()
        return alarm

    @property
    def waiting(self) -> int:
        """How many timers are set."""
        return sum(alarm.call is not None for _, _, alarm in self._alarms)

    async def busy(self) -> None:
        """Wait until a timer is set, so that moving the clock will make something happen."""
        while not self.waiting:
            self._set.clear()
            await self._set.wait()

    def advance(self, seconds: float) -> None:
        """Move the clock ahead and make what falls due happen, in order."""
        until = self._now + seconds
        while self._alarms and self._alarms[0][0] <= until:
            self._now, _, alarm = heapq.heappop(self._alarms)
            if alarm.call is not None:
                alarm.call()
        self._now = until


async def sleep(clock: Clock, seconds: float) -> None:
    """Wait until `seconds` have passed on `clock`."""
    woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    timer = clock.call_later(seconds, lambda: None if woken.done() else woken.set_result(None))
    try:
        await woken
    finally:
        timer.cancel()
