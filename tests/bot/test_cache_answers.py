"""What the cache promises to those who ask, the same in memory and in Redis."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from cache_rig import FAILED, Clock, Nodes, Pods, Upstream, ask, asking, quick, until

from bot.cache.cache import Cache, Key
from bot.cache.flight import FlightCancelledError
from connectors._deadline import Deadline
from connectors._errors import (
    BreakerOpen,
    Broken,
    Forbidden,
    Invalid,
    Missing,
    Overloaded,
    TimedOut,
    Unreachable,
    UpstreamError,
)


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.redis)])
def url(request: pytest.FixtureRequest) -> str:
    """Both backends, one after the other."""
    return "" if request.param == "memory" else str(request.getfixturevalue("redis_url"))


@pytest.fixture
def clock() -> Clock:
    """The wall clock of the cache under test."""
    return Clock()


@pytest.fixture
async def cache(url: str, clock: Clock) -> AsyncIterator[Cache]:
    """An open cache that keeps the last good answer for 600 s."""
    async with Cache(url, keep_last_good=600, now=clock) as cache:
        yield cache


async def test_two_hundred_askers_at_once_cost_one_call(cache: Cache) -> None:
    """The point of it all: an incident channel full of people must not become a load on the cluster."""
    upstream = Upstream()
    askers = [asking(cache, upstream) for _ in range(200)]
    await until(lambda: upstream.calls)
    upstream.open.set()
    found = await asyncio.gather(*askers)
    assert upstream.calls == 1
    assert [f.origin for f in found].count("asked") == 1
    assert {f.origin for f in found} == {"asked", "joined"}
    assert {f.shared for f in found} == {200}
    assert all(f.records is found[0].records for f in found)


async def test_an_answer_is_served_until_its_ttl_is_over(cache: Cache, clock: Clock) -> None:
    """The ttl is the promise of how old an answer may be without being marked."""
    upstream = quick()
    first = await ask(cache, upstream)
    clock.at += 29.9
    again = await ask(cache, upstream)
    assert (again.origin, again.took, again.at, again.records) == ("cache", None, first.at, Pods(1))
    clock.at += 0.2
    later = await ask(cache, upstream)
    assert (later.origin, later.records, later.at) == ("asked", Pods(2), clock.at)


async def test_a_cached_answer_is_the_same_object_each_time(cache: Cache) -> None:
    """Callers memoise the rendered message on its identity."""
    upstream = quick()
    found = [await ask(cache, upstream) for _ in range(4)]
    assert [f.records for f in found[1:]] == [Pods(1)] * 3
    assert len({id(f.records) for f in found}) == 1
    assert [f.shared for f in found] == [1, 2, 3, 4]


async def test_a_cancelled_asker_does_not_take_the_answer_from_the_others(cache: Cache) -> None:
    """The first asker's click may be abandoned; the other people still wait."""
    upstream = Upstream()
    first, second = asking(cache, upstream), asking(cache, upstream)
    await until(lambda: upstream.calls)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    upstream.open.set()
    assert (await second).records == Pods(1)
    assert upstream.calls == 1


async def test_who_gives_up_hears_so_and_the_next_finds_the_answer(cache: Cache) -> None:
    """An upstream that is slower than people's patience would otherwise never be answered for."""
    upstream = Upstream()
    with pytest.raises(TimedOut, match="no answer within"):
        await cache.through(FAILED, Pods, upstream.load, ttl=30, fresh=False, deadline=Deadline.after(0.01))
    upstream.open.set()
    assert (await ask(cache, upstream)).records == Pods(1)
    assert upstream.calls == 1


async def test_fresh_skips_what_is_stored(cache: Cache, clock: Clock) -> None:
    """Refresh must not show what was there before it was pressed."""
    upstream = quick()
    await ask(cache, upstream)
    clock.at += 1
    found = await ask(cache, upstream, fresh=True)
    assert (found.origin, found.records, found.at) == ("asked", Pods(2), clock.at)
    assert (await ask(cache, upstream)).records == Pods(2)


async def test_fresh_joins_a_call_that_is_under_way(cache: Cache) -> None:
    """Two hundred people pressing Refresh are one question too."""
    upstream = Upstream()
    askers = [asking(cache, upstream)] + [asking(cache, upstream, fresh=True) for _ in range(20)]
    await until(lambda: upstream.calls)
    upstream.open.set()
    assert {f.records for f in await asyncio.gather(*askers)} == {Pods(1)}
    assert upstream.calls == 1


@pytest.mark.parametrize("ailing", [Unreachable, TimedOut, Overloaded, Broken, BreakerOpen])
async def test_the_last_good_answer_stands_in_for_an_upstream_that_is_unwell(
    cache: Cache, clock: Clock, ailing: type[UpstreamError]
) -> None:
    """In an outage what was true four minutes ago is worth more than an error."""
    good = await ask(cache, quick())
    clock.at += 240
    found = await ask(cache, quick(ailing("prod", "connection refused", 30.0)))
    assert (found.origin, found.records, found.at) == ("kept", Pods(1), good.at)
    assert (found.trouble, found.retry_after) == ("connection refused", 30.0)


@pytest.mark.parametrize("disagreeing", [Forbidden, Invalid, Missing])
async def test_old_data_never_hides_that_the_upstream_says_no(
    cache: Cache, clock: Clock, disagreeing: type[UpstreamError]
) -> None:
    """Rights that were taken away would otherwise be granted for as long as answers are kept."""
    await ask(cache, quick())
    clock.at += 240
    with pytest.raises(disagreeing):
        await ask(cache, quick(disagreeing("prod", "no")))


async def test_an_answer_is_not_kept_for_ever(cache: Cache, clock: Clock) -> None:
    """Beyond `keep_last_good` an old answer misleads."""
    await ask(cache, quick())
    clock.at += 601
    with pytest.raises(Unreachable):
        await ask(cache, quick(Unreachable("prod", "connection refused")))


async def test_errors_are_not_cached(cache: Cache) -> None:
    """The upstream may be well again a moment later."""
    upstream = quick(Unreachable("prod", "connection refused"))
    with pytest.raises(Unreachable):
        await ask(cache, upstream)
    upstream.error = None
    assert (await ask(cache, upstream)).records == Pods(2)


async def test_one_failure_is_the_failure_of_all_who_waited(cache: Cache) -> None:
    """Two hundred waiters that each tried again would finish off an upstream that is down already."""
    upstream = Upstream(Overloaded("prod", "429", 7.0))
    askers = [asking(cache, upstream) for _ in range(50)]
    await until(lambda: upstream.calls)
    upstream.open.set()
    failed = await asyncio.gather(*askers, return_exceptions=True)
    assert upstream.calls == 1
    assert all(isinstance(f, Overloaded) and f.retry_after == 7.0 for f in failed)


async def test_a_mistake_of_ours_reaches_the_asker_and_blocks_nobody(cache: Cache) -> None:
    """A lock that a bug left behind would turn one broken answer into a queue."""
    upstream = quick(ZeroDivisionError("ours"))
    with pytest.raises(ZeroDivisionError):
        await ask(cache, upstream)
    upstream.error = None
    assert (await ask(cache, upstream)).records == Pods(2)


async def test_an_asker_at_its_deadline_gets_the_last_good_answer(cache: Cache, clock: Clock) -> None:
    """A hanging cluster costs the wait, not the answer."""
    await ask(cache, quick())
    clock.at += 100
    hanging = Upstream()
    found = await cache.through(FAILED, Pods, hanging.load, ttl=30, fresh=False, deadline=Deadline.after(0.01))
    assert (found.origin, found.records) == ("kept", Pods(1))
    assert found.trouble is not None
    assert "no answer within" in found.trouble


@pytest.mark.parametrize("what", [FAILED, "pods", "pods@prod"])
async def test_what_was_dropped_is_asked_for_again(cache: Cache, what: Key | str) -> None:
    """A command that changed something makes old answers false."""
    upstream = quick()
    await ask(cache, upstream)
    await cache.drop(what)
    assert (await ask(cache, upstream)).records == Pods(2)


@pytest.mark.parametrize("what", [Key("pods failed -n web", "prod"), "pod", "pods@pro", "pods@staging", "nodes"])
async def test_what_was_not_meant_is_not_dropped(cache: Cache, what: Key | str) -> None:
    """Dropping too much would make every change a burst of questions."""
    upstream = quick()
    await ask(cache, upstream)
    await cache.drop(what)
    assert (await ask(cache, upstream)).origin == "cache"


async def test_a_call_that_began_before_a_drop_answers_only_who_asked_before(cache: Cache) -> None:
    """It may have read the state from before the change: nobody who asks after the change may see it."""
    before, after = Upstream(), quick()
    after.calls = 10
    waiting = asking(cache, before)
    await until(lambda: before.calls)
    await cache.drop("pods")
    assert (await ask(cache, after)).records == Pods(11)
    before.open.set()
    assert (await waiting).records == Pods(1)
    assert (await ask(cache, after)).records == Pods(11)


async def test_a_dropped_answer_is_not_kept_either(cache: Cache) -> None:
    """The last good answer is false as well, once something changed it."""
    await ask(cache, quick())
    await cache.drop(FAILED)
    with pytest.raises(Unreachable):
        await ask(cache, quick(Unreachable("prod", "connection refused")))


async def test_other_questions_have_other_answers(cache: Cache) -> None:
    """A key that forgot the target or the arguments would show one cluster's pods as another's."""
    upstream = quick()
    keys = [
        Key("pods failed", "prod"),
        Key("pods failed", "staging"),
        Key("pods failed -n web", "prod"),
        Key("pods", "prod"),
    ]
    assert [(await ask(cache, upstream, key)).records.number for key in keys] == [1, 2, 3, 4]


async def test_the_same_question_of_another_type_is_a_miss(cache: Cache) -> None:
    """A release that returns other records must not be handed the old ones."""
    await ask(cache, quick())

    async def load(deadline: Deadline) -> Nodes:
        return Nodes(7, ready=True)

    found = await cache.through(FAILED, Nodes, load, ttl=30, fresh=False, deadline=Deadline.after(5))
    assert found.records == Nodes(7, ready=True)


async def test_a_ttl_of_nothing_still_asks_once_for_all(cache: Cache) -> None:
    """Who wants no caching still wants single-flight."""
    upstream = Upstream()
    askers = [asyncio.create_task(ask(cache, upstream, ttl=0)) for _ in range(20)]
    await until(lambda: upstream.calls)
    upstream.open.set()
    assert {f.records for f in await asyncio.gather(*askers)} == {Pods(1)}
    assert upstream.calls == 1


async def test_a_clock_that_is_set_back_asks_again_once_and_answers(cache: Cache, clock: Clock) -> None:
    """An answer from the future must be neither fresh for ever nor asked for in a circle."""
    upstream = quick()
    await ask(cache, upstream)
    clock.at -= 3600
    assert (await ask(cache, upstream)).records == Pods(2)
    assert (await ask(cache, upstream)).origin == "cache"
    assert (await ask(cache, upstream, fresh=True)).records == Pods(3)


async def test_closing_tells_who_still_waits_and_leaves_no_task(url: str) -> None:
    """Shutdown must not hang on an upstream that does, nor look like the asker's own cancellation."""
    upstream = Upstream()
    async with Cache(url) as cache:
        waiting = asking(cache, upstream)
        await until(lambda: upstream.calls)
    with pytest.raises(FlightCancelledError):
        await waiting


async def test_health_is_one_phrase(cache: Cache, url: str) -> None:
    """`ping` shows it as it is."""
    well, phrase = await cache.health()
    assert well
    assert phrase.startswith("Redis, ") if url else phrase == "in memory"
    assert cache.trouble == ""
