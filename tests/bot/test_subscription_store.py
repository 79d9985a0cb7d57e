"""Subscriptions where they are kept: looked at by one replica at a time, and never lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace
from servers import RedisServer

from bot.store.redis import Link
from bot.subscriptions.redis import PREFIX, SharedSubscriptions
from bot.subscriptions.store import LEASE, MemorySubscriptions, SubscriptionStore
from bot.subscriptions.subscription import Subscription
from processors._turns import first

WANTED = Subscription(id="7f3a2b", line="pods failed @prod", user="U0ANA", team="T0", channel="D0ANA", direct=True)
WELL, BAD = first(True, 1.0), first(False, 2.0)
Pair = tuple[SharedSubscriptions, SharedSubscriptions]


@pytest.fixture
async def replicas(redis_url: str) -> AsyncIterator[Pair]:
    """Two replicas."""
    async with AsyncExitStack() as stack:
        first_, second = [SharedSubscriptions(await stack.enter_async_context(Link(redis_url))) for _ in range(2)]
        yield first_, second


@pytest.mark.redis
@pytest.mark.parametrize("shared", [True, False])
async def test_what_is_due_is_taken_once(replicas: Pair, shared: bool) -> None:
    """Two looks at the same time would tell the same thing twice."""
    one, other = replicas if shared else (memory := MemorySubscriptions(lambda: 0.0), memory)
    await one.add(WANTED, WELL, 0.0)
    [claim] = await one.take(8)
    assert (claim.subscription, claim.course) == (WANTED, WELL)
    assert await other.take(8) == ()
    assert await one.save(claim, BAD, 0.0)
    [again] = await other.take(8)
    assert again.course == BAD


@pytest.mark.redis
async def test_what_its_replica_does_not_finish_falls_to_another(replicas: Pair, redis_server: RedisServer) -> None:
    """And what the first then brings after all is not taken any more."""
    one, other = replicas
    await one.add(WANTED, WELL, 0.0)
    [late] = await one.take(8)
    with redis_server.client() as client:
        client.zadd(f"{PREFIX}-due", {WANTED.id: 1})  # what LEASE seconds do
    [claim] = await other.take(8)
    assert not await one.save(late, BAD, 0.0)
    assert await other.save(claim, WELL, 0.0)


async def test_in_memory_too_a_look_that_never_ends_is_not_the_last() -> None:
    """A lease there, too: whatever breaks a look must not end the subscription."""
    now = 0.0
    store = MemorySubscriptions(lambda: now)
    await store.add(WANTED, WELL, 0.0)
    assert len(await store.take(8)) == 1
    now = LEASE
    assert len(await store.take(8)) == 1


@pytest.mark.redis
@pytest.mark.parametrize("shared", [True, False])
async def test_what_was_stopped_while_it_was_looked_at_stays_so(replicas: Pair, shared: bool) -> None:
    """Whoever has stopped it hears nothing any more."""
    store: SubscriptionStore = replicas[0] if shared else MemorySubscriptions()
    await store.add(WANTED, WELL, 0.0)
    [claim] = await store.take(8)
    assert await store.remove(WANTED.id)
    assert not await store.remove(WANTED.id)
    assert not await store.save(claim, BAD, 0.0)
    assert await store.all() == ()


@pytest.mark.redis
async def test_a_redis_that_was_emptied_is_told_again(replicas: Pair, redis_server: RedisServer) -> None:
    """A cache that somebody flushes must not cost people what they asked for; nor bring back what they stopped."""
    one, other = replicas
    await one.add(WANTED, BAD, 60.0)
    await one.add(replace(WANTED, id="000000"), WELL, 60.0)
    await one.all()
    await other.remove("000000")
    await one.all()
    with redis_server.client() as client:
        client.flushall()
    assert [(claim.subscription, claim.course) for claim in await one.all()] == [(WANTED, BAD)]
    assert len(await other.take(8)) == 1


@pytest.mark.parametrize(
    ("hours", "zone", "clock", "quiet"),
    [
        ("22:00-07:00", "UTC", "2026-07-01T23:30", True), ("22:00-07:00", "UTC", "2026-07-01T06:59", True),
        ("22:00-07:00", "UTC", "2026-07-01T07:00", False), ("12:00-13:00", "UTC", "2026-07-01T12:30", True),
        ("12:00-13:00", "UTC", "2026-07-01T13:00", False), ("22:00-07:00", "Asia/Tokyo", "2026-07-01T14:00", True),
        ("22:00-07:00", "Asia/Tokyo", "2026-07-01T23:00", False), ("", "UTC", "2026-07-01T03:00", False),
    ],
)  # fmt: skip
def test_the_night_is_the_asker_s_own(hours: str, zone: str, clock: str, quiet: bool) -> None:
    """Quiet from ten to seven means where they sleep."""
    at = datetime.fromisoformat(clock).replace(tzinfo=UTC).timestamp()
    assert replace(WANTED, quiet=hours, zone=zone).is_quiet(at) is quiet
