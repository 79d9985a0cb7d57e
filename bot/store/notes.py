"""Writes to Redis for which nobody waits: all that come while one is under way go along in the next."""

from __future__ import annotations

from collections.abc import Callable

from redis.asyncio import Redis
from redis.asyncio.client import Pipeline

from bot.store.redis import Link, StoreAwayError

Note = Callable[[Pipeline], object]
"""Puts its commands into a pipeline."""
MOST = 1000
"""Notes in one pipeline."""


class Notes:
    """What is noted of each answer costs little where a hundred are given at once, and is there at once where it is one.

    Args:
        link: the Redis.
    """

    def __init__(self, link: Link) -> None:
        self._link = link
        self._waiting: list[Note] = []
        self._writing = False

    async def write(self, note: Note) -> None:
        """Have it written, by ourselves or by whoever is writing just now; while Redis is away it is given up."""
        self._waiting.append(note)
        if self._writing:
            return
        self._writing = True
        try:
            while self._waiting:
                taken, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._link.call(lambda redis: _written(redis, taken))  # noqa: B023 - called before the next are taken
        except StoreAwayError:
            self._waiting.clear()
        finally:
            self._writing = False


async def _written(redis: Redis, notes: list[Note]) -> None:
    async with redis.pipeline(transaction=False) as steps:
        for note in notes:
            note(steps)
        await steps.execute()
