"""Which run of a digest is owed: the latest that is due and not settled, unless it is too late for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from cachetools import LRUCache

from bot.digests.calendar import runs
from bot.digests.digest import Digest, Run
from bot.digests.ledger import Standing

ON_TIME = 60.0
"""Seconds after its time within which a run has not been missed: that is how exact a crontab is."""

Left = Literal["", "skipped", "lost"]
"""Why a run was left out: because its digest wants no late one, or because its grace is over."""


class Owed(NamedTuple):
    """What is owed of one digest: its run, until when nothing is owed any more ("": as before), and why not."""

    run: Run | None = None
    settled: float | None = None
    left: Left = ""


class Timetable:
    """Remembers when digests come next: asking the calendar takes a while."""

    def __init__(self) -> None:
        self._next: LRUCache[tuple[str, str, float], float] = LRUCache(maxsize=20_000)

    def owed(self, standing: Standing, now: float, back: float) -> Owed:
        """Return what is owed of a digest at `now`.

        Args:
            standing: the digest, with a known time until which its runs are settled.
            now: seconds since 1970.
            back: since when there have been replicas without a break.
        """
        digest, settled = standing.digest, standing.settled
        assert settled is not None, "only asked where it is known"
        first = self.after(digest, settled)
        if digest.paused or first > now:
            return Owed()
        too_late = now - max(digest.grace, ON_TIME)
        at = max(self._until(digest, max(settled, too_late), now), default=None)
        if at is None:
            return Owed(settled=too_late, left="lost")
        if digest.missed == "skip" and at + ON_TIME < back:
            return Owed(settled=at, left="skipped")
        return Owed(Run(digest=digest, due=at))

    def after(self, digest: Digest, at: float) -> float:
        """Return the digest's first time after `at`; infinity where there is none within fifty years."""
        key = (digest.cron, digest.timezone, at)
        if key not in self._next:
            self._next[key] = next(runs(*key), float("inf"))
        return self._next[key]

    def _until(self, digest: Digest, at: float, until: float) -> Iterator[float]:
        while (at := self.after(digest, at)) <= until:
            yield at
