"""Where digests are kept, in memory and in a real Redis: one replica has each run, none is lost or brought back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from time import monotonic

import pytest
import redis
from msgspec.structs import replace
from servers import RedisServer, real, redis_binary

from bot.digests.digest import Digest, Run
from bot.digests.ledger import Claim, Progress
from bot.digests.memory import MemoryDigests
from bot.digests.redis import PREFIX, SharedDigests
from bot.store.redis import Link, StoreAwayError

MORNING = Digest(name="morning", channel="C0OPS", cron="0 9 * * *", commands=("pods failed",))
"""One of the configuration."""
EVENING = replace(MORNING, name="evening", cron="0 18 * * *", maker="U0ANA", team="T0")
"""One made in chat."""

Store = MemoryDigests | SharedDigests
Pair = tuple[SharedDigests, SharedDigests]
ROOM = {"C0OPS": 9}


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.redis)])
async def store(request: pytest.FixtureRequest) -> AsyncIterator[Store]:
    """Either store, with one digest of the configuration."""
    if request.param == "memory":
        yield MemoryDigests([MORNING])
        return
    async with Link(request.getfixturevalue("redis_url")) as link:
        yield SharedDigests(link, [MORNING], pause=0.0)


@pytest.fixture
async def replicas(redis_url: str) -> AsyncIterator[Pair]:
    """Two replicas on one Redis."""
    async with AsyncExitStack() as stack:
        links = [await stack.enter_async_context(Link(redis_url)) for _ in range(2)]
        first, second = (SharedDigests(link, [MORNING], pause=0.0) for link in links)
        yield first, second


async def due(store: Store, name: str = "morning") -> Run:
    """Return a run that is due just now."""
    glance = await store.glance()
    return Run(digest=glance.digests[name].digest, due=float(int(glance.now)))


async def claimed(store: Store, *runs: Run) -> list[Claim]:
    """Return what is ours of these."""
    return list(await store.claim(runs, 9, ROOM, (await store.glance()).life))


async def test_those_of_the_configuration_and_of_chat_are_one_list(store: Store) -> None:
    """People ask for them by name, wherever they were made."""
    assert await store.add(EVENING)
    assert await store.all() == (EVENING, MORNING)
    assert await store.get("evening") == EVENING
    assert await store.get("noon") is None


async def test_a_name_is_taken_once(store: Store) -> None:
    """By the configuration, too: else it could be taken away from it."""
    assert await store.add(EVENING)
    assert not await store.add(EVENING)
    assert not await store.add(replace(EVENING, name="morning"))


async def test_of_two_who_change_the_same_digest_the_later_is_told(store: Store) -> None:
    """He has looked at something that is not there any more."""
    await store.add(EVENING)
    changed = await store.change("evening", 0, lambda digest: replace(digest, channel="C0OTHER"))
    assert changed == replace(EVENING, channel="C0OTHER", revision=1)
    assert await store.change("evening", 0, lambda digest: replace(digest, channel="C0THIRD")) is None
    assert not await store.remove("evening", 0)
    assert await store.remove("evening", 1)
    assert await store.get("evening") is None


async def test_one_of_the_configuration_can_rest_and_nothing_else(store: Store) -> None:
    """What it asks and when stands in the file."""
    changed = await store.change("morning", 0, lambda digest: replace(digest, paused="by <@U0ANA>", cron="0 7 * * *"))
    assert changed == await store.get("morning") == replace(MORNING, paused="by <@U0ANA>", revision=1)
    assert not await store.remove("morning", 1)


async def test_a_run_is_in_one_hand_and_settled_once(store: Store) -> None:
    """That is all that this is about."""
    run = await due(store)
    [claim] = await claimed(store, run)
    assert claim == Claim(run)
    assert await claimed(store, run) == []
    assert await store.begin(run, Progress())
    await store.finish(run, b"kept")
    assert await claimed(store, run) == []
    assert await store.last("morning") == b"kept"
    assert (await store.glance()).digests["morning"].settled == run.due


async def test_what_is_not_due_is_not_taken(store: Store) -> None:
    """By the store's clock: the asker's may be ahead."""
    run = await due(store)
    assert await claimed(store, replace(run, due=run.due + 60)) == []


async def test_only_so_many_are_taken(store: Store) -> None:
    """Of a channel, which may be slow; and over all."""
    for name in ("a", "b", "c"):
        await store.add(replace(EVENING, name=name, channel="C0A" if name != "c" else "C0C"))
    runs = [replace(await due(store, name), asked_by="U0ANA") for name in ("a", "b", "c")]
    room, life = {"C0A": 1, "C0C": 1}, (await store.glance()).life
    assert await store.claim(runs, 0, room, life) == ()
    assert [claim.run for claim in await store.claim(runs, 9, room, life)] == [runs[0], runs[2]]


async def test_what_was_given_back_is_known_to_have_been_begun(store: Store) -> None:
    """Whoever takes it next looks for its message first."""
    run = await due(store)
    await claimed(store, run)
    await store.begin(run, Progress())
    await store.release(run, 0)
    assert await claimed(store, run) == [Claim(run, Progress(doubtful=True))]


async def test_how_far_a_run_has_come_is_known_to_whoever_takes_it_next(store: Store) -> None:
    """Its message stands, and one of its parts: only the rest is missing, and nothing has to be looked for."""
    run, come = await due(store), Progress("1780304400.000100", 1)
    await claimed(store, run)
    await store.note(run, come)
    await store.release(run, 0)
    assert await claimed(store, run) == [Claim(run, come)]
    await store.finish(run, None)
    assert await claimed(store, replace(run, asked_by="U0ANA")) == [Claim(replace(run, asked_by="U0ANA"))]


async def test_what_was_given_back_for_later_rests_meanwhile(store: Store) -> None:
    """Slack has said when it is worth trying again."""
    run = await due(store)
    await claimed(store, run)
    await store.release(run, 30)
    assert await claimed(store, run) == []


async def test_a_view_that_is_out_of_date_takes_nothing(store: Store) -> None:
    """Somebody may have paused it a moment ago."""
    run = await due(store)
    await store.change("morning", 0, lambda digest: replace(digest, paused="by somebody"))
    assert await claimed(store, run) == []


async def test_what_rested_owes_nothing_when_it_goes_on(store: Store) -> None:
    """A week of mornings is not made good."""
    await store.settle({"morning": 1.0})
    await store.change("morning", 0, lambda digest: replace(digest, paused="by somebody"))
    await store.change("morning", 1, lambda digest: replace(digest, paused=""))
    glance = await store.glance()
    assert glance.digests["morning"].settled == pytest.approx(glance.now, abs=60)


async def test_asked_for_now_it_settles_nothing(store: Store) -> None:
    """The run of the calendar is still owed; the next edition compares with this one."""
    run = replace(await due(store), asked_by="U0ANA")
    [claim] = await claimed(store, run)
    await store.finish(claim.run, b"kept")
    assert (await store.glance()).digests["morning"].settled is None
    assert await store.last("morning") == b"kept"
    assert await claimed(store, replace(run, asked_by="")) != []


async def test_settled_goes_only_forward(store: Store) -> None:
    """Whoever was asleep may tell an older time."""
    await store.settle({"morning": 20.0})
    await store.settle({"morning": 10.0})
    assert (await store.glance()).digests["morning"].settled == 20.0


async def test_a_channel_is_known_once_it_was_read(store: Store) -> None:
    """Before, nothing is posted there."""
    assert (await store.glance()).known == frozenset()
    await store.make_known("C0OPS", (await store.glance()).life)
    assert (await store.glance()).known == {"C0OPS"}


async def test_nothing_is_left_of_what_was_removed(store: Store) -> None:
    """One of the same name begins anew, also when a run of the first ended late."""
    await store.add(EVENING)
    run = await due(store, "evening")
    await store.settle({"evening": 1.0})
    await store.remove("evening", 0)
    await store.finish(run, b"kept")
    await store.add(EVENING)
    assert await store.last("evening") == b""


async def test_in_memory_the_clock_is_the_one_that_was_handed_over() -> None:
    """Tests move it."""
    clock = Clock()
    store = MemoryDigests([MORNING], clock)
    clock.now += 100
    glance = await store.glance()
    assert (glance.now, glance.back) == (clock.now, clock.now - 100)


@pytest.mark.redis
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


@pytest.mark.redis
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


@pytest.mark.redis
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


@pytest.mark.redis
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


@pytest.mark.redis
async def test_what_was_read_in_another_life_does_not_count(replicas: Pair, redis_server: RedisServer) -> None:
    """What was posted between the reading and the loss does not stand in it."""
    first, _ = replicas
    life = (await first.glance()).life
    redis_server.make_well()
    assert (await first.glance()).life != life
    await first.make_known("C0OPS", life)
    assert (await first.glance()).known == frozenset()


@pytest.mark.redis
async def test_what_was_wanted_in_another_life_is_not_taken(replicas: Pair, redis_server: RedisServer) -> None:
    """An emptied Redis does not know that it was posted, nor that somebody had begun to."""
    first, _ = replicas
    run = await due(first)
    life = (await first.glance()).life
    redis_server.make_well()
    assert await first.claim([run], 9, ROOM, life) == ()


@pytest.mark.redis
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


@pytest.mark.redis
async def test_at_the_beginning_of_a_life_nothing_is_run(redis_url: str) -> None:
    """Those who had something in hand tell it first."""
    async with Link(redis_url) as link:
        assert not (await SharedDigests(link, [MORNING]).glance()).ready
        assert (await SharedDigests(link, [MORNING], pause=0.0).glance()).ready


@pytest.mark.redis
async def test_what_rested_in_one_channel_does_not_rest_in_another(redis_url: str) -> None:
    """It was put right in the file."""
    async with Link(redis_url) as link:
        await SharedDigests(link, [MORNING]).change("morning", 0, lambda digest: replace(digest, paused="archived"))
        moved = replace(MORNING, channel="C0OTHER")
        assert await SharedDigests(link, [moved]).all() == (replace(moved, revision=1),)


@pytest.mark.redis
async def test_a_name_that_the_configuration_takes_from_chat_is_found(redis_url: str) -> None:
    """The start is refused then."""
    async with Link(redis_url) as link:
        await SharedDigests(link).add(EVENING)
        assert await SharedDigests(link, [MORNING]).clashing() == frozenset()
        assert await SharedDigests(link, [replace(MORNING, name="evening")]).clashing() == {"evening"}


@pytest.mark.redis
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
