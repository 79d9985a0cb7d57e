"""The course of the incident: which share of the requests to `checkout` failed, from which moment on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from itertools import pairwise

from playground.kubernetes.company import BAD_ROLLOUT_AGO

USUAL = 0.0004
"""The share of requests that fails on a good day."""
WORST = 0.36
"""The share that would fail if no pod of `checkout` were ready."""
STANDING = 0.12
"""The share that fails where the bad rollout has come to a stand, with a third of the pods crashing."""


class Course:
    """A share that changes at moments, in seconds since 1970.

    Args:
        steps: moments and the share from each on, oldest first; before the first it is the usual one.
    """

    def __init__(self, steps: Iterable[tuple[float, float]] = ()) -> None:
        self._steps = list(steps)

    def note(self, at: float, share: float) -> None:
        """Let it be this share from now on; no less than the usual one."""
        share = max(USUAL, share)
        if share != self.at(at):
            self._steps.append((at, share))

    def forget(self) -> None:
        """Let it have been the usual one all the time."""
        self._steps.clear()

    def at(self, moment: float) -> float:
        """Return the share at a moment."""
        place = bisect_right(self._steps, moment, key=lambda step: step[0])
        return self._steps[place - 1][1] if place else USUAL

    def failed(self, total: Callable[[float], float], until: float) -> float:
        """Return how many requests have failed until a moment, of those that `total` counts until any."""
        steps = [step for step in self._steps if step[0] < until]
        if not steps:
            return USUAL * total(until)
        ended = [*steps, (until, 0.0)]
        return USUAL * total(steps[0][0]) + sum(
            share * (total(end) - total(begin)) for (begin, share), (end, _) in pairwise(ended)
        )


def standing(began: float) -> Course:
    """Return that of a company whose world began at this moment in the midst of its incident."""
    return Course([(began - BAD_ROLLOUT_AGO, STANDING)])
