"""A Redis that refuses, hangs, restarts or does not accept writes: answers go on, and it is used again by itself."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from cache_rig import FAILED, LONG, Pods, Upstream, ask, asking, quick, until
from servers import RedisServer, free_port

from bot.cache.cache import Cache, Key
from bot.store.redis import Link, StoreAwayError

pytestmark = pytest.mark.redis
LOOK_EVERY = 0.05


@pytest.fixture
async def cache(redis_url: str) -> AsyncIterator[Cache]:
    """A cache that looks often for a Redis that is away."""
    async with Cache(redis_url, look_every=LOOK_EVERY) as cache:
        yield cache


@pytest.fixture
async def other(redis_url: str) -> AsyncIterator[Cache]:
    """Another replica's cache."""
    async with Cache(redis_url, look_every=LOOK_EVERY) as cache:
        yield cache


async def test_without_redis_from_the_start_there_are_answers_all_the_same() -> None:
    """A dead Redis must not keep the bot from starting during the outage in which it is needed."""
    upstream = quick()
    async with Cache(f"redis://127.0.0.1:{free_port()}/0") as cache:
        assert (await ask(cache, upstream)).records == Pods(1)
        assert (await ask(cache, upstream)).origin == "cache"
        assert cache.trouble == "cache away: connection refused"
        assert await cache.health() == (False, "Redis away: connection refused")


async def test_a_redis_that_goes_away_is_noticed_and_used_again_when_it_is_back(
    cache: Cache, redis_server: RedisServer
) -> None:
    """Nobody restarts the bot because Redis was restarted."""
    upstream = quick()
    await ask(cache, upstream)
    redis_server.stop()
    assert (await ask(cache, upstream, fresh=True)).records == Pods(2)
    await until(lambda: cache.trouble == "cache away: connection refused")
    assert (await ask(cache, upstream)).origin == "cache"
    redis_server.start()
    await until(lambda: not cache.trouble)
    assert (await ask(cache, upstream, fresh=True)).records == Pods(3)
    with redis_server.client() as client:
        assert client.get(f"srehub:v1:value:{FAILED.text}") is not None
    assert (await cache.health())[0]


async def test_a_redis_that_hangs_costs_one_wait_and_not_one_an_answer(cache: Cache, redis_server: RedisServer) -> None:
    """A black hole is worse than a refusal: each answer would wait for it again."""
    upstream = quick()
    await ask(cache, upstream)
    redis_server.pause()
    async with asyncio.timeout(LONG):
        for number in range(200):
            await ask(cache, upstream, Key(f"pods {number}", "prod"))
    assert cache.trouble == "cache away: timed out"
    redis_server.resume()
    await until(lambda: not cache.trouble)


async def test_a_redis_that_hangs_in_the_middle_of_a_call_costs_no_answer(cache: Cache, redis_server: RedisServer) -> None:
    """The answer is here; that it cannot be shared is the footer's business."""
    upstream = Upstream()
    askers = [asking(cache, upstream) for _ in range(20)]
    await until(lambda: upstream.calls)
    redis_server.pause()
    upstream.open.set()
    assert {f.records for f in await asyncio.gather(*askers)} == {Pods(1)}
    assert upstream.calls == 1
    redis_server.resume()


async def test_who_waits_for_another_replica_asks_itself_when_redis_dies(
    cache: Cache, other: Cache, redis_server: RedisServer
) -> None:
    """The answer of the other replica can no longer reach it."""
    theirs, ours = Upstream(), quick()
    first = asking(cache, theirs)
    await until(lambda: theirs.calls)
    second = asking(other, ours)
    await until(lambda: other._relay._waiting)
    redis_server.stop()
    assert (await second).records == Pods(1)
    theirs.open.set()
    assert (await first).records == Pods(1)


async def test_a_redis_restarted_in_the_middle_of_a_call_costs_no_answer(cache: Cache, redis_server: RedisServer) -> None:
    """The lock is gone with the restart; the answer is not."""
    upstream = Upstream()
    asker = asking(cache, upstream)
    await until(lambda: upstream.calls)
    redis_server.restart()
    upstream.open.set()
    assert (await asker).records == Pods(1)
    await until(lambda: not cache.trouble)


async def test_a_redis_that_only_reads_is_away_until_it_takes_writes(cache: Cache, redis_server: RedisServer) -> None:
    """After a failover the old master answers every ping and refuses every write."""
    upstream = quick()
    with redis_server.client() as client:
        client.replicaof("127.0.0.1", str(free_port()))
        assert (await ask(cache, upstream)).records == Pods(1)
        assert cache.trouble.startswith("cache away: ")
        await until(lambda: cache.trouble == "cache away: it only reads")
        client.replicaof("NO", "ONE")
    await until(lambda: not cache.trouble)


async def test_a_wrong_password_is_said_and_never_shown(redis_server: RedisServer, redis_url: str) -> None:
    """The phrase stands in a Slack message."""
    wrong = redis_url.replace("redis://", "redis://someone:hunter2@")
    async with Cache(wrong) as cache:
        assert (await ask(cache, quick())).records == Pods(1)
        assert "password" in cache.trouble
        assert "hunter2" not in cache.trouble


async def test_a_drop_while_redis_is_away_is_made_good_when_it_is_back(
    cache: Cache, other: Cache, redis_server: RedisServer
) -> None:
    """What hung comes back with the old answers, which are false by now."""
    upstream = quick()
    await ask(cache, upstream)
    redis_server.pause()
    await cache.drop("pods")
    assert cache.trouble
    redis_server.resume()
    with redis_server.client() as client:
        await until(lambda: client.get(f"srehub:v1:value:{FAILED.text}") is None)
    assert (await ask(other, upstream)).records == Pods(2)


async def test_a_busy_event_loop_is_not_taken_for_a_redis_that_hangs(redis_url: str) -> None:
    """Under load our own delay would throw the cache away when it is needed most."""
    async with Link(redis_url, patience=0.05) as link:
        asyncio.get_running_loop().call_soon(time.sleep, 0.2)
        assert (await link.health())[0]


async def test_a_hanging_redis_is_given_up_within_the_patience(redis_server: RedisServer, redis_url: str) -> None:
    """The library's own limits are longer than people wait."""
    async with Link(redis_url, patience=0.05, look_every=LOOK_EVERY) as link:
        redis_server.pause()
        with pytest.raises(StoreAwayError, match="timed out"):
            await link.call(lambda redis: redis.get("x"))
        redis_server.resume()
        await until(lambda: not link.reason)
