"""How fast the world's own time runs beside the clock: it can be paused, and run faster."""

from __future__ import annotations

from collections.abc import Callable


class Pace:
    """Counts the world's own seconds.

    What happens in the world is planned in its own time; what it says of times is the clock's, so that whoever reads it can
    compare it with their own. Faster means that things happen sooner, not that they are dated into the future.

    Args:
        now: the clock, in seconds since 1970.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._clock, self._own, self._speed = now(), 0.0, 1.0

    @property
    def speed(self) -> float:
        """Own seconds for each of the clock's; 0: it is paused."""
        return self._speed

    def run(self, speed: float) -> None:
        """Go on at this speed; 0 pauses. What was due before has to have happened (`Agenda.catch_up`)."""
        self._own, self._clock = self.own(), self._now()
        self._speed = speed

    def skip(self, seconds: float) -> None:
        """Be so many own seconds further on: what happens in them is dated back, as if one had come later."""
        self.run(self._speed)
        self._own += seconds

    def own(self) -> float:
        """Return how many own seconds have passed."""
        return self._own + (self._now() - self._clock) * self._speed

    def clock(self, own: float) -> float:
        """Return when it was, by the clock (seconds since 1970), that so many own seconds had passed."""
        return self._clock + ((own - self._own) / self._speed if self._speed else 0.0)
