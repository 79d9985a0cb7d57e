"""Where digests are kept, in memory and in a real Redis: one replica has each run, none is lost or brought back."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from digest_kept import EVENING, MORNING, ROOM, Store, claimed, due
from msgspec.structs import replace

from bot.digests.digest import Run
from bot.digests.ledger import JUST, Claim, Progress
from bot.digests.memory import MemoryDigests
from bot.digests.redis import SharedDigests
from bot.store.redis import Link


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


async def test_what_is_wanted_this_very_moment_is_due(store: Store) -> None:
    """Whoever is quick has it, too: the store's time is told no later than it is, not by half a millisecond."""
    for _ in range(50):
        glance = await store.glance()
        run = Run(digest=glance.digests["morning"].digest, due=glance.now, asked_by="U0ANA")
        assert await store.claim([run], 1, ROOM, glance.life) == (Claim(run),)
        await store.release(run, 0)


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


async def test_a_run_of_which_something_is_missing_is_still_owed(store: Store) -> None:
    """Its message was found; whoever takes it looks first which of its parts stand."""
    run = await due(store)
    await store.reopen(run, "1780304400.000100")
    assert (await store.glance()).digests["morning"].settled == run.due - JUST
    assert await claimed(store, run) == [Claim(run, Progress("1780304400.000100", doubtful=True))]


async def test_whoever_has_a_run_in_hand_knows_better_what_of_it_is_missing(store: Store) -> None:
    """Its parts are on their way while somebody else reads the channel: it is neither taken away nor set back."""
    run, come = await due(store), Progress("1780304400.000100", 1)
    await claimed(store, run)
    await store.note(run, come)
    await store.reopen(run, "1780304400.000100")
    assert await store.keep([run]) == ()
    await store.release(run, 0)
    assert await claimed(store, run) == [Claim(run, come)]
    await store.finish(run, None)
    await store.reopen(run, "1780304400.000100")
    assert await claimed(store, run) == []


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
