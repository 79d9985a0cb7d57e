"""What is kept in Redis goes by Redis' clock, and goes on with the bot's where that is moved."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from bot.clock import Clock
from bot.digests.digest import Digest, Run
from bot.digests.ledger import Claim, Progress
from bot.digests.redis import SharedDigests
from bot.store.redis import Link
from bot.subscriptions.redis import SharedSubscriptions
from bot.subscriptions.subscription import Subscription
from processors._turns import first

pytestmark = pytest.mark.redis
HOUR = 3600.0
MORNING = Digest(name="morning", channel="C0OPS", cron="0 9 * * 1-5", commands=("pods failed @all",))
WANTED = Subscription(id="7f3a2b", line="pods failed @prod", user="U0ANA", team="T0", channel="D0ANA", direct=True)


@pytest.fixture
def clock() -> Clock:
    """The bot's clock, not moved yet."""
    return Clock()


@pytest.fixture
async def link(redis_url: str) -> AsyncIterator[Link]:
    """A real Redis, with a clock of its own."""
    async with Link(redis_url) as link:
        yield link


async def claimed(store: SharedDigests, run: Run) -> list[Claim]:
    """Return the run if it is ours."""
    return list(await store.claim([run], 9, {"C0OPS": 9}, (await store.glance()).life))


async def test_a_digest_of_the_next_hour_is_due_once_the_clock_is_moved_there(link: Link, clock: Clock) -> None:
    """And not again, wherever the clock is moved afterwards."""
    store = SharedDigests(link, [MORNING], pause=0.0, ahead=clock.ahead)
    before = (await store.glance()).now
    run = Run(digest=MORNING, due=before + HOUR)
    assert await claimed(store, run) == []
    clock.move(HOUR + 1)
    assert (await store.glance()).now == pytest.approx(before + HOUR, abs=60)
    assert await claimed(store, run) == [Claim(run)]
    await store.finish(run, b"kept")
    clock.move(2 * HOUR)
    assert await claimed(store, run) == []


async def test_what_is_in_hand_when_the_clock_is_moved_stays_so(link: Link, clock: Clock) -> None:
    """Its lease is over by then, and is renewed: nobody else was there to take it."""
    store = SharedDigests(link, [MORNING], pause=0.0, ahead=clock.ahead)
    run = Run(digest=MORNING, due=float(int((await store.glance()).now)))
    assert await claimed(store, run) == [Claim(run)]
    clock.move(HOUR)
    assert await store.keep([run]) == ()
    assert await store.begin(run, Progress())


async def test_a_look_that_is_due_in_an_hour_is_taken_once_the_clock_is_moved(link: Link, clock: Clock) -> None:
    """Quiet hours end when the night does, by whichever clock that is."""
    store = SharedSubscriptions(link, clock.ahead)
    await store.add(WANTED, first(True, 1.0), HOUR)
    assert await store.take(8) == ()
    clock.move(HOUR)
    [claim] = await store.take(8)
    assert claim.subscription == WANTED
    assert await store.save(claim, first(False, 2.0), HOUR)
    assert await store.take(8) == ()
    assert [one.course for one in await store.all()] == [first(False, 2.0)]
    assert not await store.add(replace(WANTED, user="U0BEN"), first(True, 1.0), HOUR)
    assert await store.remove(WANTED.id)
