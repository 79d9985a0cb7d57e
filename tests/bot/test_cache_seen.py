"""One delivery, one answer: on one replica, on several, and while Redis is away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from cache_rig import Clock
from servers import RedisServer

from bot.cache.cache import Cache, Seen


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.redis)])
async def cache(request: pytest.FixtureRequest) -> AsyncIterator[Cache]:
    """Both backends."""
    async with Cache("" if request.param == "memory" else request.getfixturevalue("redis_url")) as cache:
        yield cache


async def test_only_the_first_of_many_deliveries_is_taken(cache: Cache) -> None:
    """Slack delivers an event again when an ack was late; people must not get two answers."""
    seen = Seen(cache)
    assert sorted(await asyncio.gather(*(seen.first("Ev1") for _ in range(10)))) == [False] * 9 + [True]
    assert await seen.first("Ev2")


async def test_what_was_seen_is_forgotten_in_time(cache: Cache) -> None:
    """Memory must not grow with every event of a year."""
    clock = Clock()
    seen = Seen(cache, clock=clock)
    assert await seen.first("Ev1")
    for number in range(50):
        clock.at += 20
        await seen.first(f"Ev1-{number}")
    assert len(seen._here) <= 31


@pytest.mark.redis
async def test_two_replicas_take_a_delivery_once(redis_url: str) -> None:
    """An event goes to any of the connections, and comes again on another."""
    async with Cache(redis_url) as one, Cache(redis_url) as other:
        outcomes = await asyncio.gather(*(Seen(cache).first("Ev1") for cache in (one, other) for _ in range(5)))
        assert sorted(outcomes) == [False] * 9 + [True]


@pytest.mark.redis
async def test_while_redis_is_away_each_replica_remembers_for_itself(redis_url: str, redis_server: RedisServer) -> None:
    """Most deliveries of the same event come to the same connection: better than nothing, and no answer is lost."""
    async with Cache(redis_url) as cache:
        seen = Seen(cache)
        redis_server.stop()
        assert [await seen.first("Ev1"), await seen.first("Ev1"), await seen.first("Ev2")] == [True, False, True]
