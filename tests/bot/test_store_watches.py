"""Watches in a real Redis: one replica at a time has each, and none is lost or brought back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from msgspec.structs import replace
from servers import RedisServer

from bot.store.redis import Link
from bot.watches.store import PREFIX, MemoryWatches, SharedWatches, WatchStore
from bot.watches.watch import Kept, Watch

WATCH = Watch(
    id="7f3a2b",
    line="pods failed @prod",
    user="U0ANA",
    team="T0",
    channel="C0INCIDENTS",
    thread="",
    until=2e9,
    message_id="m",
)


def another(id_: str, channel: str = WATCH.channel) -> Watch:
    """Return a watch like the first."""
    return replace(WATCH, id=id_, channel=channel)


def lease_ends(server: RedisServer, watch: Watch = WATCH) -> None:
    """Do what time does to the lease of a replica that has died."""
    with server.client() as client:
        client.delete(f"{PREFIX}-lease:{watch.id}")


@pytest.fixture
async def replicas(redis_url: str) -> AsyncIterator[tuple[SharedWatches, SharedWatches]]:
    """Two replicas."""
    async with AsyncExitStack() as stack:
        first, second = [SharedWatches(await stack.enter_async_context(Link(redis_url))) for _ in range(2)]
        yield first, second


Pair = tuple[SharedWatches, SharedWatches]
pytestmark = pytest.mark.redis


@pytest.mark.parametrize("shared", [True, False])
async def test_a_channel_has_room_for_so_many(replicas: Pair, shared: bool) -> None:
    """On all replicas together; another channel has its own room, and an end makes room."""
    store: WatchStore = replicas[0] if shared else MemoryWatches()
    assert [await store.begin(another(id_), 2) for id_ in ("a", "b", "c")] == [True, True, False]
    assert await store.begin(another("d", "C0OPS"), 2)
    if shared:
        assert not await replicas[1].begin(another("e"), 2)
    await store.end(another("a"))
    assert await store.begin(another("f"), 2)


async def test_one_takes_over_what_another_left(replicas: Pair, redis_server: RedisServer) -> None:
    """Only when its lease has run out, and only one does."""
    first, second = replicas
    await first.begin(WATCH, 3)
    assert await second.orphans() == ()
    lease_ends(redis_server)
    assert await second.orphans() == (WATCH,)
    assert await first.orphans() == ()
    assert await first.keep(WATCH, new=True) == Kept(ours=False)
    assert (await second.keep(WATCH, new=False)).ours


async def test_what_is_stored_is_what_the_next_one_finds(replicas: Pair, redis_server: RedisServer) -> None:
    """The message's name above all: else there would be a second one."""
    first, second = replicas
    await first.begin(WATCH, 3)
    await first.keep(replace(WATCH, ts="1.1"), new=True)
    lease_ends(redis_server)
    [found] = await second.orphans()
    assert found.ts == "1.1"


async def test_a_release_is_found_at_once(replicas: Pair) -> None:
    """A rolling update must not cost the four seconds of a lease."""
    first, second = replicas
    await first.begin(WATCH, 3)
    assert await first.release(WATCH)
    assert await second.orphans() == (WATCH,)
    assert not await MemoryWatches().release(WATCH)


async def test_a_stop_is_heard_by_whoever_has_it_and_the_first_counts(replicas: Pair) -> None:
    """Two press at once; one of them is named."""
    first, second = replicas
    await first.begin(WATCH, 3)
    assert await second.stop(WATCH.id, "U0BEN")
    assert await second.stop(WATCH.id, "U0MIA")
    assert await first.keep(WATCH, new=False) == Kept(ours=True, stopped_by="U0BEN")
    assert not await second.stop("nobody", "U0BEN")


async def test_what_is_over_stays_over(replicas: Pair) -> None:
    """A replica that slept through the end does not bring the watch back."""
    first, second = replicas
    await first.begin(WATCH, 3)
    await first.end(WATCH)
    assert await second.orphans() == ()
    assert not (await first.keep(WATCH, new=True)).ours
    assert not await second.stop(WATCH.id, "U0BEN")


async def test_only_its_own_replica_ends_a_watch(replicas: Pair, redis_server: RedisServer) -> None:
    """One that has lost it may think that its time is over, by its clock."""
    first, second = replicas
    await first.begin(WATCH, 3)
    lease_ends(redis_server)
    await second.orphans()
    await first.end(WATCH)
    assert (await second.keep(WATCH, new=False)).ours


async def test_a_redis_that_forgot_everything_is_told_again(replicas: Pair, redis_server: RedisServer) -> None:
    """It may be restarted without its data; the watch goes on, and another replica can still take it."""
    first, second = replicas
    await first.begin(WATCH, 3)
    with redis_server.client() as client:
        client.flushall()
    assert (await first.keep(WATCH, new=False)).ours
    lease_ends(redis_server)
    assert await second.orphans() == (WATCH,)


async def test_while_redis_is_away_a_watch_goes_on(replicas: Pair, redis_server: RedisServer) -> None:
    """A cache's death is a note, never an error; nobody else can take the watch then."""
    first, _ = replicas
    await first.begin(WATCH, 3)
    redis_server.stop()
    assert (await first.keep(WATCH, new=True)).ours
    assert await first.begin(another("b"), 3)
    assert await first.stop("b", "U0BEN")
    assert await first.keep(another("b"), new=False) == Kept(ours=True, stopped_by="U0BEN")
    assert await first.orphans() == ()


async def test_nonsense_in_redis_is_none_of_ours(replicas: Pair, redis_server: RedisServer) -> None:
    """Another release may have written it."""
    first, _ = replicas
    await first.begin(WATCH, 3)
    lease_ends(redis_server)
    with redis_server.client() as client:
        client.set(f"{PREFIX}:{WATCH.id}", b"\xc1")
    assert await first.orphans() == ()
