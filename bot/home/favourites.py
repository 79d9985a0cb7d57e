"""What a person asks most, and what they keep at hand: in Redis for every replica, else in this process's memory.

srehub:v1:asked:USER         lines, with how often they were asked lately
srehub:v1:favourites:USER    lines that are kept, with the time when that was said
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from time import time
from typing import Protocol, cast

import msgspec
from cachetools import LRUCache
from redis.asyncio import Redis
from redis.asyncio.client import Pipeline

from bot.store.notes import Notes
from bot.store.redis import Link

ASKED, KEPT = "srehub:v1:asked:", "srehub:v1:favourites:"
COUNTED, MOST, SHOWN = 50, 10, 6
"""Lines of a person that are counted, that can be kept, and that are shown of those asked most."""
SECONDS = 60 * 86_400
"""After so long without a question the counts of a person are forgotten."""
LONGEST = 300
"""Characters of a line that is counted or kept."""
_PEOPLE = 2000


class Favourites(msgspec.Struct, frozen=True):
    """A person's lines: those that they keep, in the order in which they said so; and those asked most, most first."""

    kept: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


class FavouriteStore(Protocol):
    """Keeps favourites. Raises StoreAwayError while it is away, but for `count`, which raises nothing."""

    async def of(self, user: str) -> Favourites:
        """Return a person's lines."""
        ...

    async def count(self, user: str, line: str) -> None:
        """Note that a person has asked this."""
        ...

    async def keep(self, user: str, line: str) -> bool:
        """Keep a line at hand; False if there are enough."""
        ...

    async def forget(self, user: str, line: str) -> bool:
        """Keep a line no longer; False if it was not kept."""
        ...


class MemoryFavourites:
    """Favourites of one process."""

    def __init__(self) -> None:
        self._asked: LRUCache[str, Counter[str]] = LRUCache(maxsize=_PEOPLE)
        self._kept: dict[str, dict[str, None]] = {}

    async def of(self, user: str) -> Favourites:
        """Return a person's lines."""
        kept = tuple(self._kept.get(user, ()))
        asked = [line for line, _ in self._asked.get(user, Counter[str]()).most_common(SHOWN + MOST)]
        return _shown(kept, asked)

    async def count(self, user: str, line: str) -> None:
        """Note that a person has asked this."""
        counts = self._asked.setdefault(user, Counter())
        counts[line] += 1
        for rare, _ in counts.most_common()[COUNTED:]:
            del counts[rare]

    async def keep(self, user: str, line: str) -> bool:
        """Keep a line at hand; False if there are enough."""
        kept = self._kept.setdefault(user, {})
        if line not in kept and len(kept) >= MOST:
            return False
        kept[line] = None
        return True

    async def forget(self, user: str, line: str) -> bool:
        """Keep a line no longer; False if it was not kept."""
        kept = self._kept.get(user, {})
        return line in kept and kept.pop(line) is None


class SharedFavourites:
    """Favourites of all replicas.

    Args:
        link: the Redis.
        clock: the time, seconds since 1970.
    """

    def __init__(self, link: Link, clock: Callable[[], float] = time) -> None:
        self._link, self._notes, self._clock = link, Notes(link), clock

    async def of(self, user: str) -> Favourites:
        """Return a person's lines."""

        async def both(redis: Redis) -> tuple[list[bytes], list[bytes]]:
            kept = cast(list[bytes], await redis.zrange(KEPT + user, 0, MOST - 1))
            return kept, cast(list[bytes], await redis.zrevrange(ASKED + user, 0, SHOWN + MOST - 1))

        kept, asked = await self._link.call(both)
        return _shown(tuple(map(_text, kept)), list(map(_text, asked)))

    async def count(self, user: str, line: str) -> None:
        """Note that a person has asked this; while Redis is away it is not counted."""

        def add(steps: Pipeline) -> None:
            steps.zincrby(ASKED + user, 1, line)
            steps.zremrangebyrank(ASKED + user, 0, -COUNTED - 1)
            steps.expire(ASKED + user, SECONDS)

        await self._notes.write(add)

    async def keep(self, user: str, line: str) -> bool:
        """Keep a line at hand; False if there are enough."""

        async def add(redis: Redis) -> bool:
            known = await redis.zscore(KEPT + user, line)
            if known is None and await redis.zcard(KEPT + user) >= MOST:
                return False
            await redis.zadd(KEPT + user, {line: self._clock()}, nx=True)
            return True

        return await self._link.call(add)

    async def forget(self, user: str, line: str) -> bool:
        """Keep a line no longer; False if it was not kept."""
        return bool(await self._link.call(lambda redis: redis.zrem(KEPT + user, line)))


def _shown(kept: tuple[str, ...], asked: list[str]) -> Favourites:
    return Favourites(kept, tuple(line for line in asked if line not in kept)[:SHOWN])


def _text(line: bytes) -> str:
    return line.decode(errors="replace")
