"""Replicas that keep digests in one real Redis: one dies, Redis is emptied, fails over, or holds what nobody wrote."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from time import monotonic

import pytest
import redis
from digest_kept import EVENING, MORNING, ROOM, claimed, due
from msgspec.structs import replace
from servers import RedisServer, real, redis_binary

from bot.digests.ledger import Claim, Progress
from bot.digests.redis import PREFIX, SharedDigests
from bot.store.redis import Link, StoreAwayError

pytestmark = pytest.mark.redis
Pair = tuple[SharedDigests, SharedDigests]


@pytest.fixture
async def replicas(redis_url: str) -> AsyncIterator[Pair]:
    """Two replicas on one Redis."""
    async with AsyncExitStack() as stack:
        links = [await stack.enter_async_context(Link(redis_url)) for _ in range(2)]
        first, second = (SharedDigests(link, [MORNING], pause=0.0) for link in links)
        yield first, second


async def test_what_a_dead_replica_had_is_taken_over(replicas: Pair, redis_server: RedisServer) -> None:
    """When its lease has run out, by one."""
    first, second = replicas
    run = await due(first)
    await claimed(first, run)
    await first.begin(run, Progress())
    lease_ends(redis_server)
    assert await claimed(second, run) == [Claim(run, Progress(doubtful=True))]
    assert await first.keep([run]) == (run,)
    assert not await first.begin(run, Progress())


async def test_what_somebody_else_has_done_is_no_longer_ours(replicas: Pair, redis_server: RedisServer) -> None:
    """A replica that slept must not do it again."""
    first, second = replicas
    run = await due(first)
    await claimed(first, run)
    lease_ends(redis_server)
    await claimed(second, run)
    await second.finish(run, b"second")
    assert await first.keep([run]) == (run,)
    await first.finish(run, b"first")
    assert await second.last("morning") == b"second"


async def test_an_emptied_redis_is_told_what_there_was(replicas: Pair, redis_server: RedisServer) -> None:
    """It may have no persistence; the people do not care."""
    first, second = replicas
    await first.add(EVENING)
    run = await due(first)
    await claimed(first, run)
    await first.finish(run, b"kept")
    await first.glance()
    back = (await second.glance()).back
    redis_server.make_well()
    glance = await second.glance()
    assert glance.digests["morning"].settled == run.due
    assert glance.digests["evening"].digest == EVENING
    assert glance.known == frozenset()
    assert glance.back == back
    await first.glance()
    assert await first.last("morning") == b"kept"


async def test_an_emptied_redis_is_told_that_a_post_was_begun(replicas: Pair, redis_server: RedisServer) -> None:
    """Whoever has it in hand may die the moment after it was posted."""
    first, second = replicas
    run = await due(first)
    await claimed(first, run)
    await first.begin(run, Progress())
    redis_server.make_well()
    assert await first.keep([run]) == ()
    lease_ends(redis_server)
    assert await claimed(second, run) == [Claim(run, Progress(doubtful=True))]


async def test_what_was_read_in_another_life_does_not_count(replicas: Pair, redis_server: RedisServer) -> None:
    """What was posted between the reading and the loss does not stand in it."""
    first, _ = replicas
    life = (await first.glance()).life
    redis_server.make_well()
    assert (await first.glance()).life != life
    await first.make_known("C0OPS", life)
    assert (await first.glance()).known == frozenset()


async def test_what_was_wanted_in_another_life_is_not_taken(replicas: Pair, redis_server: RedisServer) -> None:
    """An emptied Redis does not know that it was posted, nor that somebody had begun to."""
    first, _ = replicas
    run = await due(first)
    life = (await first.glance()).life
    redis_server.make_well()
    assert await first.claim([run], 9, ROOM, life) == ()


async def test_a_redis_that_failed_over_begins_a_new_life(replicas: Pair, redis_server: RedisServer, tmp_path: Path) -> None:
    """The replica that became the master lacks what was written last: that a run was posted."""
    first, second = replicas
    run = await due(first)
    await first.settle({"morning": 1.0})
    before = await first.glance()
    await first.make_known("C0OPS", before.life)
    with failing_over(redis_server, tmp_path):
        await claimed(second, run)
        await second.finish(run, None)
        await second.glance()
    await linked_again(first)
    after = await first.glance()
    assert (after.life != before.life, after.known, after.digests["morning"].settled) == (True, frozenset(), 1.0)
    await linked_again(second)
    await second.glance()
    assert (await first.glance()).digests["morning"].settled == run.due


@contextmanager
def failing_over(server: RedisServer, folder: Path) -> Iterator[None]:
    """Lose what is written in the body: a replica of what was there before is what stands at the address afterwards."""
    other = RedisServer(real("redis-server", redis_binary()), folder)
    other.start()
    try:
        with other.client() as client:
            client.replicaof("127.0.0.1", str(server.port))
            in_step(client)
            client.replicaof("NO", "ONE")
        yield
        server.restart()
        with server.client() as client:
            client.replicaof("127.0.0.1", str(other.port))
            in_step(client)
            client.replicaof("NO", "ONE")
    finally:
        other.stop()


def in_step(client: redis.Redis) -> None:
    """Wait until a replica has all that its master has."""
    until = monotonic() + 20
    while client.info("replication")["master_link_status"] != "up":
        assert monotonic() < until, "the replica is not in step"


async def linked_again(store: SharedDigests) -> None:
    """Wait until the store's link has noticed that Redis is there again."""
    async with asyncio.timeout(20):
        while True:
            try:
                await store.last("morning")
            except StoreAwayError:
                await asyncio.sleep(0)
            else:
                return


async def test_at_the_beginning_of_a_life_nothing_is_run(redis_url: str) -> None:
    """Those who had something in hand tell it first."""
    async with Link(redis_url) as link:
        assert not (await SharedDigests(link, [MORNING]).glance()).ready
        assert (await SharedDigests(link, [MORNING], pause=0.0).glance()).ready


async def test_what_rested_in_one_channel_does_not_rest_in_another(redis_url: str) -> None:
    """It was put right in the file."""
    async with Link(redis_url) as link:
        await SharedDigests(link, [MORNING]).change("morning", 0, lambda digest: replace(digest, paused="archived"))
        moved = replace(MORNING, channel="C0OTHER")
        assert await SharedDigests(link, [moved]).all() == (replace(moved, revision=1),)


async def test_a_name_that_the_configuration_takes_from_chat_is_found(redis_url: str) -> None:
    """The start is refused then."""
    async with Link(redis_url) as link:
        await SharedDigests(link).add(EVENING)
        assert await SharedDigests(link, [MORNING]).clashing() == frozenset()
        assert await SharedDigests(link, [replace(MORNING, name="evening")]).clashing() == {"evening"}


async def test_nonsense_in_redis_is_none_of_ours(replicas: Pair, redis_server: RedisServer) -> None:
    """Another release may have written it."""
    first, second = replicas
    await first.add(EVENING)
    with redis_server.client() as client:
        client.hset(PREFIX, "evening", b"\xc1")
    assert await second.all() == (MORNING,)


def lease_ends(server: RedisServer) -> None:
    """Do what time does to the leases of a replica that has died."""
    with server.client() as client:
        client.delete(f"{PREFIX}-leases")
