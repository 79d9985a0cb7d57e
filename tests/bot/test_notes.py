"""Notes of each answer go to Redis together, and none is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest
from redis.asyncio import Redis
from servers import RedisServer

from bot.store.notes import Notes
from bot.store.redis import Link

T = TypeVar("T")
pytestmark = pytest.mark.redis


class Counting(Link):
    """A link that counts what goes over it."""

    calls = 0

    async def call(self, command: Callable[[Redis], Awaitable[T]]) -> T:
        """Count a call, and make it."""
        self.calls += 1
        return await super().call(command)


async def noted(link: Link) -> int:
    """Return how many notes have arrived."""
    return len(await link.call(lambda redis: redis.keys("note:*")))


async def test_a_hundred_at_once_are_two_journeys(redis_url: str) -> None:
    """The first goes at once; what comes meanwhile goes along in the next."""
    async with Counting(redis_url) as link:
        notes = Notes(link)
        await asyncio.gather(*(notes.write(lambda steps, n=n: steps.set(f"note:{n}", b"")) for n in range(100)))
        assert link.calls == 2
        assert await noted(link) == 100


async def test_one_is_there_once_it_is_written(redis_url: str) -> None:
    """Who asks a follow-up of another replica finds the turn."""
    async with Link(redis_url) as link:
        await Notes(link).write(lambda steps: steps.set("note:1", b""))
        assert await noted(link) == 1


async def test_what_is_noted_while_redis_is_away_holds_nothing_up(redis_url: str, redis_server: RedisServer) -> None:
    """Nor does it come later, when it is no longer true."""
    async with Link(redis_url) as link:
        notes = Notes(link)
        redis_server.stop()
        await asyncio.gather(*(notes.write(lambda steps, n=n: steps.set(f"note:{n}", b"")) for n in range(9)))
        redis_server.start()
        async with Link(redis_url) as fresh:
            assert await noted(fresh) == 0
            await Notes(fresh).write(lambda steps: steps.set("note:x", b""))
            assert await noted(fresh) == 1
