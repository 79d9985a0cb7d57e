"""Which deliveries have been taken already, by any replica: Slack delivers an event again when in doubt."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic
from typing import Protocol

from redis.asyncio import Redis

from bot.store.redis import Link, StoreAwayError

SECONDS = 600
REMEMBERED = 20_000
PREFIX = "srehub:v1:seen:"


class Linked(Protocol):
    """What has a link to Redis, or None without one: the cache."""

    @property
    def link(self) -> Link | None:
        """The link."""
        ...


class Seen:
    """Remembers ids for ten minutes: in Redis for all replicas, and in memory for this one, also while Redis is away."""

    def __init__(self, linked: Linked, *, clock: Callable[[], float] = monotonic) -> None:
        self._link = linked.link
        self._clock = clock
        self._here: OrderedDict[str, float] = OrderedDict()

    async def first(self, id: str) -> bool:  # noqa: A002 (the field's own word)
        """Return whether nobody has asked about `id` in the last ten minutes. Of several at once, one gets True."""
        if not self._first_here(id):
            return False
        if self._link is None:
            return True
        try:
            return bool(await self._link.call(lambda redis: self._mark(redis, id)))
        except StoreAwayError:
            return True

    def _first_here(self, id_: str) -> bool:
        now = self._clock()
        while self._here and (next(iter(self._here.values())) <= now or len(self._here) > REMEMBERED):
            self._here.popitem(last=False)
        if id_ in self._here:
            return False
        self._here[id_] = now + SECONDS
        return True

    @staticmethod
    async def _mark(redis: Redis, id_: str) -> bool:
        return bool(await redis.set(f"{PREFIX}{id_}", b"", nx=True, ex=SECONDS))
