"""Where alert groups are kept: shared by all replicas in Redis (`bot.alerts.redis`), or in this process's memory.

What is kept is only ever changed from what it was (compare and set), and what is due to be shown is claimed by one replica
at a time, under a lease that ends soon after that has died.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import time
from typing import NamedTuple, Protocol, TypeVar
from uuid import uuid4

from processors._alerts import Group, Storm

LEASE = 45.0
"""Seconds for which a claim holds: more than one call to Slack with its waiting takes."""
WINDOW = 60.0
"""Seconds within which groups that begin to fire make a storm."""
STORM_MOST = 50
"""Groups of one digest: each has a row and an option in its menu."""

Kept = Group | Storm
K = TypeVar("K", Group, Storm)
"""One of them, the same that was handed over."""
Edit = Callable[[Kept | None], Kept | None]
"""Makes the new state of the old; the very same object changes nothing. It may be called several times."""


class Claim(NamedTuple):
    """Something that is ours to show for as long as the lease holds."""

    key: str
    channel: str
    token: str


class AlertStore(Protocol):
    """Keeps groups and storms by their keys. What is in Redis raises StoreAwayError while that is away."""

    async def get(self, keys: Sequence[str]) -> list[Kept | None]:
        """Return what is kept under these keys, in their order."""
        ...

    async def change(self, key: str, edit: Edit, *, due: bool = True) -> Kept | None:
        """Put the edited state in the place of the present one, make it due to be shown now, and return it."""
        ...

    async def due(self, channel: str, key: str, at: float) -> None:
        """Make `key` due at `at`, or earlier if it is already."""
        ...

    async def claim(self, most: int) -> list[Claim]:
        """Return at most so many things that are due and that nobody has claimed; they are ours from now on."""
        ...

    async def release(self, claim: Claim, again: float | None = None) -> bool:
        """Give a claim back: done, unless it has become due meanwhile, or due again at `again`.

        Returns False when it was not ours any more: then somebody else may have shown something older than we did, or newer.
        """
        ...

    async def gather(self, channel: str, key: str, at: float, most: int) -> str:
        """Count a group that begins to fire; return the key of the digest that it belongs in, "" while there are few.

        Args:
            channel: where it would be shown.
            key: the group.
            at: when.
            most: groups within `WINDOW` that have messages of their own.
        """
        ...

    async def known(self, channel: str) -> bool:
        """Return whether the channel has been read since the store last lost something (see `bot.alerts.recovery`)."""
        ...

    async def make_known(self, channel: str) -> None:
        """Note that it has been read."""
        ...

    async def evicted(self, channel: str, key: str) -> bool:
        """Return whether nothing is kept under `key` although something should be."""
        ...


class MemoryAlerts:
    """Alert groups of one process, which end with it.

    Args:
        clock: the time, seconds since 1970.
    """

    def __init__(self, clock: Callable[[], float] = time) -> None:
        self._clock = clock
        self._kept: dict[str, Kept] = {}
        self._due: dict[tuple[str, str], float] = {}
        self._claimed: set[str] = set()
        self._pace: dict[str, dict[str, float]] = {}
        self._storms: dict[str, tuple[str, float, int]] = {}
        self._known: set[str] = set()

    async def get(self, keys: Sequence[str]) -> list[Kept | None]:
        """Return what is kept under these keys, in their order."""
        return [self._kept.get(key) for key in keys]

    async def change(self, key: str, edit: Edit, *, due: bool = True) -> Kept | None:
        """Put the edited state in the place of the present one, make it due to be shown now, and return it."""
        before = self._kept.get(key)
        after = edit(before)
        if after is not None and after is not before:
            self._kept[key] = after
            if due:
                await self.due(after.channel, key, self._clock())
        return after

    async def due(self, channel: str, key: str, at: float) -> None:
        """Make `key` due at `at`, or earlier if it is already."""
        self._due[channel, key] = min(at, self._due.get((channel, key), at))

    async def claim(self, most: int) -> list[Claim]:
        """Return at most so many things that are due and that nobody has claimed; they are ours from now on."""
        now, found = self._clock(), list[Claim]()
        for (channel, key), at in sorted(self._due.items(), key=lambda one: one[1]):
            if at > now or len(found) == most:
                break
            if key not in self._claimed:
                self._claimed.add(key)
                del self._due[channel, key]
                found.append(Claim(key, channel, ""))
        return found

    async def release(self, claim: Claim, again: float | None = None) -> bool:
        """Give a claim back; it is always ours."""
        self._claimed.discard(claim.key)
        if again is not None:
            await self.due(claim.channel, claim.key, again)
        return True

    async def gather(self, channel: str, key: str, at: float, most: int) -> str:
        """Count a group that begins to fire; return the key of the digest that it belongs in, "" while there are few."""
        pace = self._pace.setdefault(channel, {})
        pace[key] = at
        for old in [one for one, when in pace.items() if when < at - WINDOW]:
            del pace[old]
        if len(pace) <= most:
            return ""
        storm, newest, size = self._storms.get(channel, ("", 0.0, 0))
        if not storm or newest < at - WINDOW or size >= STORM_MOST:
            storm, size = uuid4().hex[:16], 0
        self._storms[channel] = (storm, at, size + 1)
        return storm

    async def known(self, channel: str) -> bool:
        """Return whether what stands in the channel has been read since this store is empty."""
        return channel in self._known

    async def make_known(self, channel: str) -> None:
        """Note that it has been read."""
        self._known.add(channel)

    async def evicted(self, channel: str, key: str) -> bool:  # noqa: ARG002 (the protocol's signature)
        """Return False: memory loses nothing."""
        return False
