"""What is kept of people: turns, favourites, incident channels; in Redis, in memory, and while Redis is away."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from servers import RedisServer

from bot.home.favourites import COUNTED, MOST, SHOWN, FavouriteStore, MemoryFavourites, SharedFavourites
from bot.incidents.channels import KEY, IncidentChannels
from bot.store.redis import Link, StoreAwayError
from bot.talk.store import PREFIX, MemoryTurns, SharedTurns, TurnStore
from bot.talk.turn import Turn
from processors._things import Thing

TURN = Turn("pods failed @prod", (Thing("workload", "checkout", "payments"),))


@pytest.fixture
async def link(redis_url: str) -> AsyncIterator[Link]:
    """A link to a running, empty Redis."""
    async with Link(redis_url) as opened:
        yield opened


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.redis)])
async def link_or_none(request: pytest.FixtureRequest) -> AsyncIterator[Link | None]:
    """A link to a Redis, or none."""
    if request.param == "memory":
        yield None
        return
    async with Link(request.getfixturevalue("redis_url")) as opened:
        yield opened


def turns(link: Link | None) -> TurnStore:
    """Return the store of turns that there is then."""
    return SharedTurns(link) if link is not None else MemoryTurns()


def favourites(link: Link | None) -> FavouriteStore:
    """Return the store of favourites that there is then."""
    return SharedFavourites(link) if link is not None else MemoryFavourites()


async def test_each_conversation_has_its_own_last_turn(link_or_none: Link | None) -> None:
    """Two incidents in two threads are two conversations."""
    store = turns(link_or_none)
    await store.keep("C1:1.1", TURN)
    await store.keep("C1:2.2", Turn("nodes @prod"))
    assert await store.last("C1:1.1") == TURN
    assert await store.last("C1:2.2") == Turn("nodes @prod")
    assert await store.last("C1:3.3") is None


@pytest.mark.redis
async def test_a_turn_of_another_release_is_as_good_as_none(link: Link) -> None:
    """What it means is not guessed."""
    await link.call(lambda redis: redis.set(f"{PREFIX}C1:1.1", b"\xc1 of another shape"))
    assert await turns(link).last("C1:1.1") is None


@pytest.mark.redis
async def test_a_turn_does_not_stay_for_ever(link: Link) -> None:
    """An hour later “and in staging?” is about something else."""
    await turns(link).keep("C1:1.1", TURN)
    assert 0 < await link.call(lambda redis: redis.ttl(f"{PREFIX}C1:1.1")) <= 3600


async def test_what_is_asked_most_comes_first_and_what_is_kept_stays(link_or_none: Link | None) -> None:
    """A person's list is theirs, in an order that does not jump."""
    store = favourites(link_or_none)
    for line, times in (("nodes", 1), ("pods failed", 3), ("status", 2)):
        for _ in range(times):
            await store.count("U1", line)
    assert (await store.of("U1")).asked == ("pods failed", "status", "nodes")
    assert await store.keep("U1", "status")
    assert await store.keep("U1", "status")
    found = await store.of("U1")
    assert (found.kept, found.asked) == (("status",), ("pods failed", "nodes"))
    assert await store.forget("U1", "status")
    assert not await store.forget("U1", "status")
    assert (await store.of("U2")).asked == ()


async def test_favourites_are_bounded(link_or_none: Link | None) -> None:
    """Somebody scripts a thousand lines."""
    store = favourites(link_or_none)
    for number in range(COUNTED + 20):
        await store.count("U1", f"pods -n n{number}")
    assert [await store.keep("U1", f"pods -n k{number}") for number in range(MOST + 1)] == [True] * MOST + [False]
    found = await store.of("U1")
    assert (len(found.kept), len(found.asked)) == (MOST, SHOWN)


async def test_an_incident_channel_is_one_until_somebody_undoes_it(link_or_none: Link | None) -> None:
    """Those of the configuration are ones in any case."""
    channels = IncidentChannels(("C1",), link_or_none)
    assert [await channels.has(one) for one in ("C1", "C2")] == [True, False]
    await channels.add("C2", "U1")
    assert await channels.has("C2")
    await channels.remove("C2")
    await channels.remove("C1")
    assert [await channels.has(one) for one in ("C1", "C2")] == [True, False]


@pytest.mark.redis
async def test_while_redis_is_away_nothing_is_lost_that_was_known(link: Link, redis_server: RedisServer) -> None:
    """An incident in the incident's own tooling must not take away the right to silence; nor grant it to anybody new."""
    channels, conversations, lines = IncidentChannels((), link), turns(link), favourites(link)
    await channels.add("C2", "U1")
    await conversations.keep("D1:", TURN)
    redis_server.stop()
    assert await channels.has("C2")
    assert not await channels.has("C3")
    assert await conversations.last("D1:") == TURN
    await lines.count("U1", "pods")
    with pytest.raises(StoreAwayError):
        await channels.add("C3", "U1")
    with pytest.raises(StoreAwayError):
        await lines.of("U1")


@pytest.mark.redis
async def test_what_another_replica_undid_is_undone_here(link: Link) -> None:
    """What was known last does not outlive the truth."""
    channels = IncidentChannels((), link)
    await channels.add("C2", "U1")
    await link.call(lambda redis: redis.delete(KEY))
    assert not await channels.has("C2")
