"""Where subscriptions are kept, and whose turn it is: what both stores promise; and the one of a single process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic
from typing import Protocol

from bot.subscriptions.subscription import Claim, Subscription
from processors._turns import Course

LEASE = 60.0
"""Seconds for which a look has a subscription for itself; whoever dies meanwhile costs one look."""


class SubscriptionStore(Protocol):
    """Keeps subscriptions; each is looked at by one replica at a time. Raises StoreAwayError when it is away."""

    lasting: bool
    """Whether what is kept outlives the process."""

    async def add(self, subscription: Subscription, course: Course, first_look: float) -> bool:
        """Take a new one, to be looked at in so many seconds; False if there is one with its ID."""
        ...

    async def all(self) -> Sequence[Claim]:
        """Return every one, without having it."""
        ...

    async def remove(self, id_: str) -> bool:
        """Forget one; False if there was none."""
        ...

    async def take(self, most: int) -> Sequence[Claim]:
        """Return those that are due, at most so many; they are ours for `LEASE` seconds."""
        ...

    async def save(self, claim: Claim, course: Course, next_look: float) -> bool:
        """Store how it stands; look again in so many seconds. False if it is gone, or not ours any more."""
        ...


class MemorySubscriptions:
    """Those of one process, which end with it.

    Args:
        clock: seconds, of a clock that never goes back.
    """

    lasting = False

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._kept: dict[str, Claim] = {}
        self._due: dict[str, float] = {}
        self._clock = clock

    async def add(self, subscription: Subscription, course: Course, first_look: float) -> bool:
        """Take a new one, to be looked at in so many seconds; False if there is one with its ID."""
        if subscription.id in self._kept:
            return False
        self._kept[subscription.id] = Claim(subscription=subscription, course=course)
        self._due[subscription.id] = self._clock() + first_look
        return True

    async def all(self) -> Sequence[Claim]:
        """Return every one."""
        return tuple(self._kept.values())

    async def remove(self, id_: str) -> bool:
        """Forget one; False if there was none."""
        self._due.pop(id_, None)
        return self._kept.pop(id_, None) is not None

    async def take(self, most: int) -> Sequence[Claim]:
        """Return those that are due, the longest waiting first."""
        now = self._clock()
        due = sorted((at, id_) for id_, at in self._due.items() if at <= now)[:most]
        for _, id_ in due:
            self._due[id_] = now + LEASE
        return tuple(self._kept[id_] for _, id_ in due)

    async def save(self, claim: Claim, course: Course, next_look: float) -> bool:
        """Store how it stands; False if it is gone."""
        id_ = claim.subscription.id
        if id_ not in self._kept:
            return False
        self._kept[id_] = Claim(subscription=claim.subscription, course=course)
        self._due[id_] = self._clock() + next_look
        return True
