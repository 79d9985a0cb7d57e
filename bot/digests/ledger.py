"""Which runs are done and who has which in hand: what both stores promise the keeper of digests.

Of each digest one time is kept: all its runs until then are `settled`, whether they were posted, quiet or left out. What is
due follows from that and from the calendar, by whichever clock the store goes by.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from bot.digests.digest import Digest, Run

LEASE = 8.0
"""Seconds for which a run is in the hands of one replica after its last sign of life."""
HOLD = 6.0
"""Seconds after which a replica that could give no sign lets go of what it has: somebody else will have it soon."""
GAP = 15.0
"""Seconds without a sign of any replica after which they are taken to have been away."""


JUST = 1.0
"""Seconds before a run until which everything is settled where that run is the next that is owed: crontabs know minutes."""


class Standing(NamedTuple):
    """A digest, and until when its runs are settled; None where that is not known (any more)."""

    digest: Digest
    settled: float | None


class Glance(NamedTuple):
    """What there is at one moment.

    Attributes:
        now: the time by the store's clock, seconds since 1970.
        back: since when there have been replicas without a break.
        life: names the life of the store: one that was emptied begins a new one.
        ready: whether all replicas have had the time to tell what they knew to a store that was emptied.
        known: the channels whose history was read in this life of the store.
        digests: every digest, by name.
    """

    now: float
    back: float
    life: str
    ready: bool
    known: frozenset[str]
    digests: Mapping[str, Standing]


class Progress(NamedTuple):
    """What of a run stands in Slack: its message, so many of its parts; and whether one more may stand there, too."""

    ts: str = ""
    parts: int = 0
    doubtful: bool = False


class Claim(NamedTuple):
    """A run that is ours for as long as we say so, and how far somebody had come with it."""

    run: Run
    progress: Progress = Progress()


class DigestLedger(Protocol):
    """Knows who runs what. Raises StoreAwayError when it is away."""

    async def glance(self) -> Glance:
        """Return what there is, and leave a sign that we are there."""
        ...

    async def settle(self, until: Mapping[str, float]) -> Sequence[str]:
        """Note of digests, by name, until when their runs are settled; what is known to be settled later stays so.

        Returns the names of those for which that is news.
        """
        ...

    async def reopen(self, run: Run, ts: str) -> None:
        """Note that this run is owed, and none before it: its message stands, and of its thread something is missing.

        Whoever has it in hand, or knows how far it has come, knows better; and what is settled stays so.
        """
        ...

    async def make_known(self, channel: str, life: str) -> None:
        """Note that the channel's history was read in this life of the store, if it is still the same."""
        ...

    async def claim(self, runs: Sequence[Run], most: int, room: Mapping[str, int], life: str) -> Sequence[Claim]:
        """Take at most so many of these runs, the first first; only what is due, not settled, and in nobody's hands.

        Args:
            runs: what is wanted.
            most: how many, over all.
            room: how many of each channel, by its ID.
            life: the life of the store in which they were found to be due; in another one nothing is taken.
        """
        ...

    async def keep(self, runs: Sequence[Run]) -> Sequence[Run]:
        """Say that we still have these in hand; return those that are no longer ours."""
        ...

    async def begin(self, run: Run, progress: Progress) -> bool:
        """Note that the next message of it is about to be posted: it is doubtful now; False if it is no longer ours."""
        ...

    async def note(self, run: Run, progress: Progress) -> None:
        """Note how far it has come, without a doubt."""
        ...

    async def finish(self, run: Run, kept: bytes | None) -> None:
        """Settle it and give it back; `kept` is for the next edition, None leaves what is there."""
        ...

    async def release(self, run: Run, seconds: float) -> None:
        """Give it back undone: anybody may take it after so many seconds."""
        ...
