"""What will happen in the world, in the order in which it will."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable

from playground.kubernetes.pace import Pace

Action = Callable[[int], None]
"""Something that happens; it is given the moment by the clock, in seconds since 1970."""


class Agenda:
    """Plans in the world's own time, and carries out what is due when it is asked to."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._order = itertools.count()
        self._due: list[tuple[float, int, Action]] = []
        self._at: float | None = None

    def after(self, seconds: float, action: Action) -> None:
        """Let something happen so many own seconds after what happens just now."""
        now = self._pace.own() if self._at is None else self._at
        heapq.heappush(self._due, (now + seconds, next(self._order), action))

    def catch_up(self) -> None:
        """Let everything happen that is due, each at its own moment."""
        if self._at is not None:
            return
        try:
            while self._due and self._due[0][0] <= self._pace.own():
                self._at, _, action = heapq.heappop(self._due)
                action(int(self._pace.clock(self._at)))
        finally:
            self._at = None
