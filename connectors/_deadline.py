"""The one deadline of an invocation, handed down to everything that waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment on the monotonic clock by which the work has to be over.

    Attributes:
        at: the moment, in seconds of `clock`.
        clock: the clock it is read from; tests hand in their own.
    """

    at: float
    clock: Callable[[], float] = monotonic

    @classmethod
    def after(cls, seconds: float, clock: Callable[[], float] = monotonic) -> Deadline:
        """Return the deadline that lies `seconds` ahead."""
        return cls(clock() + seconds, clock)

    def left(self) -> float:
        """Return the seconds that remain, never below 0."""
        return max(0.0, self.at - self.clock())

    def sooner(self, seconds: float) -> Deadline:
        """Return this deadline, or the one `seconds` ahead if that comes first."""
        return Deadline(min(self.at, self.clock() + seconds), self.clock)

    def timeout(self) -> asyncio.Timeout:
        """Return a context that raises `TimeoutError` when the deadline passes."""
        return asyncio.timeout(self.left())
