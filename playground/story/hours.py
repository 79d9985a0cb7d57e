"""What time it is in the company, for everybody: Slack, the clusters, the monitoring and the bot; and how it is moved on.

Moved is what goes by the date: what is due, how old something is, which hours are quiet. What counts seconds that really
pass is not: timeouts, retries, the lives of keys in Redis.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import Any

from playground.slack import MovableClock, Refused
from playground.story.scene import Scene

FURTHEST = 8 * 86_400.0
"""Seconds that it is moved on at most at once."""
WHILE, WHILES = 60.0, 240
"""Seconds after which monitoring looks again at what has become of the clusters meanwhile; and the most looks."""


class Hours:
    """The time.

    Args:
        clock: that of all stand-ins.
        scene: the incident; while time is moved on it goes as fast as on any day, unless it is paused.
        lead: tells the bot by how many seconds the clock is ahead of the machine's.
        coming: returns when the bot's next digest is due, in seconds since 1970; 0 where nobody knows.
        passing: called after each while that has passed: the monitoring looks.
    """

    def __init__(
        self, clock: MovableClock, scene: Scene, lead: Callable[[float], None], coming: Callable[[], float],
        passing: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self._clock, self._scene, self._passing = clock, scene, passing
        self._lead, self._coming = lead, coming

    def shown(self) -> dict[str, Any]:
        """Return what time it is, and when the next digest is due, 0 for never; in seconds since 1970."""
        return {"now": int(self._clock.now()), "digest": int(self.coming)}

    @property
    def coming(self) -> float:
        """When the next digest is due, in seconds since 1970; 0 where none is, or it is due just now."""
        coming = self._coming()
        return coming if coming > self._clock.now() else 0.0

    def move(self, to: float) -> None:
        """Let it be this time, in seconds since 1970, for everybody.

        Raises:
            Refused: it has been, or it is too far.
        """
        now = self._clock.now()
        if not now < to:
            raise Refused("time_only_goes_forward")
        if to > now + FURTHEST:
            raise Refused("too_far_ahead")
        speed = self._scene.speed
        if speed:
            self._scene.run(1.0)
        self._pass(now, to)
        if speed:
            self._scene.run(speed)
        self._lead(self._clock.ahead)

    def _pass(self, now: float, to: float) -> None:
        """Move the clock, a while at a time."""
        number = min(ceil((to - now) / WHILE), WHILES)
        for one in range(1, number + 1):
            at = now + (to - now) * one / number
            if at > self._clock.now():  # which goes on by itself, too
                self._clock.move(at)
            self._passing()
