"""Each run stands in Slack once, whoever dies over it and whatever is not heard of."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from digest_press import DAY, EIGHT, MINUTE, NINE, Office, at, digest, kept, key, office, parts

from bot.digests.digest import Run
from bot.digests.ledger import HOLD, Glance, Progress
from bot.digests.memory import MemoryDigests
from bot.store.redis import StoreAwayError
from playground.slack import ManualClock, Slack


@pytest.mark.parametrize(("error", "status"), [("ratelimited", 429), ("", 503), ("fatal_error", 200)])
async def test_what_slack_does_not_take_now_is_tried_again(
    clock: ManualClock, slack: Slack, error: str, status: int
) -> None:
    """Within its grace, and posted once."""
    async with office(slack, kept(clock, digest(slack))) as ours:
        await at(clock, EIGHT, ours)
        slack.faults.refuse("chat.postMessage", error, status=status, retry_after=0.1, times=2)
        await at(clock, NINE, ours)
        assert ours.posted() == []
        await at(clock, NINE + MINUTE, ours)
        assert ours.posted() == [key(NINE)]


async def test_a_post_of_which_nothing_was_heard_is_looked_for_first(clock: ManualClock, slack: Slack) -> None:
    """The connection was cut when Slack had done it; the parts that stand in the thread are not repeated either."""
    async with office(slack, kept(clock, digest(slack))) as ours:
        await at(clock, EIGHT, ours)
        slack.faults.lose_answer("chat.postMessage", times=2)
        await at(clock, NINE, ours)
        forget_sent(slack)
        await at(clock, NINE + MINUTE, ours)
        await at(clock, NINE + 2 * MINUTE, ours)
        assert ours.posted() == [key(NINE)]
        assert [part.text.split(" part ")[1] for part in parts(slack)] == ["1", "2"]


def forget_sent(slack: Slack) -> None:
    """Let Slack forget which `client_msg_id`s it has seen: it nowhere promises to remember them."""
    slack._state.messages._sent.clear()


async def begun(clock: ManualClock, ours: Office) -> Run:
    """Return the run of nine o'clock, of which somebody else has said that it would be posted."""
    await at(clock, EIGHT, ours)
    run = Run(digest=digest(ours.slack), due=NINE)
    clock.advance(NINE - EIGHT)
    await ours.store.claim([run], 1, {run.digest.channel: 1}, "")
    await ours.store.begin(run, Progress())
    return run


async def test_one_who_dies_after_posting_is_followed_by_one_who_finds_it(clock: ManualClock, slack: Slack) -> None:
    """Killed before it could say so; the successor posts the parts that are missing."""
    store = kept(clock, digest(slack))
    async with office(slack, store) as ours:
        run = await begun(clock, ours)
        await ours.keeper._runner._posts.post(run, await ours.press.edit(run, b""), nullcontext)
        await store.release(run, 0)  # as the end of its lease does
        forget_sent(slack)
        await ours.look()
        assert ours.posted() == [key(NINE)]
        assert len(parts(slack)) == 2


async def test_one_who_dies_before_posting_is_followed_by_one_who_posts(clock: ManualClock, slack: Slack) -> None:
    """Killed after it had said that it would."""
    store = kept(clock, digest(slack))
    async with office(slack, store) as ours:
        run = await begun(clock, ours)
        await store.release(run, 0)
        await ours.look()
        assert ours.posted() == [key(NINE)]


@pytest.mark.parametrize("stand", [0, 1, 2])
async def test_parts_that_nobody_remembers_to_be_missing_are_posted(clock: ManualClock, slack: Slack, stand: int) -> None:
    """Killed between two messages, and what knew of it with it: the channel shows that the thread is not whole."""
    await killed_at(slack, clock, stand)
    async with office(slack, kept(clock, digest(slack))) as next_one:
        await next_one.look(times=3)
        assert next_one.posted() == [key(NINE)]
        assert [part.text.split(" part ")[1] for part in parts(slack)] == ["1", "2"]


async def test_after_its_grace_a_run_stays_as_it_stands(clock: ManualClock, slack: Slack) -> None:
    """Nobody reads the morning's thread in the evening; and no run is counted as lost that was posted."""
    await killed_at(slack, clock, 1)
    clock.advance(NINE + DAY - 1 - clock.now())
    async with office(slack, kept(clock, digest(slack))) as next_one:
        await next_one.look(times=3)
        assert (len(parts(slack)), next_one.watched.outcomes) == (1, {})
        await at(clock, NINE + DAY, next_one)
        assert next_one.posted() == [key(NINE), key(NINE + DAY)]


async def killed_at(slack: Slack, clock: ManualClock, stand: int) -> None:
    """Post the message of nine o'clock, and so many of its parts."""
    clock.advance(NINE - EIGHT)
    run = Run(digest=digest(slack), due=NINE)
    async with office(slack, kept(clock)) as ours:
        posts, edition = ours.keeper._runner._posts, await ours.press.edit(run, b"")
        progress = Progress(ts=await posts.post(run, edition, nullcontext))
        for part in edition.parts[:stand]:
            await posts.part(run, part, progress, nullcontext)
            progress = progress._replace(parts=progress.parts + 1)
    forget_sent(slack)


async def test_told_to_stop_it_hands_over_what_it_has_not_done(clock: ManualClock, slack: Slack) -> None:
    """The next one need not wait for a lease to end."""
    store = kept(clock, digest(slack))
    async with office(slack, store) as ours:
        await at(clock, EIGHT, ours)
        ours.press.hanging = {"morning"}
        clock.advance(NINE - EIGHT)
        await ours.keeper.round()
        await slack.wait(lambda: ours.press.at_work)
    async with office(slack, store) as next_one:
        await next_one.look()
        assert next_one.posted() == [key(NINE)]


async def test_a_history_that_cannot_be_read_now_is_read_later(clock: ManualClock, slack: Slack) -> None:
    """Before, nothing is posted there: it may stand there already."""
    async with office(slack, kept(clock, digest(slack))) as ours:
        await at(clock, EIGHT, ours)
    async with office(slack, kept(clock, digest(slack))) as ours:
        slack.faults.refuse("conversations.history", status=503)
        await ours.look(times=2)
        clock.advance(MINUTE)
        await ours.look(times=2)
        await at(clock, NINE, ours)
        assert ours.posted() == [key(NINE)]


class Troubled(MemoryDigests):
    """A store that is away, or that has given the runs to somebody else, when a test says so."""

    away = taken = False

    async def glance(self) -> Glance:
        """Return what there is. Raises StoreAwayError."""
        if self.away:
            raise StoreAwayError("connection refused")
        return await super().glance()

    async def begin(self, run: Run, progress: Progress) -> bool:
        """Return whether it is still ours."""
        return not self.taken and await super().begin(run, progress)


async def test_what_could_not_be_renewed_is_let_go(clock: ManualClock, slack: Slack) -> None:
    """Cut off from Redis and not from Slack, it must not post what somebody else has taken meanwhile."""
    store = Troubled([digest(slack)], clock.now)
    async with office(slack, store) as ours:
        await ours.look(times=2)
        ours.press.hanging = {"morning"}
        clock.advance(NINE - EIGHT)
        await ours.keeper.round()
        await slack.wait(lambda: ours.press.at_work)
        store.away = True
        await ours.keeper.round()
        assert ours.press.at_work
        ours.keeper._heard -= HOLD
        await ours.keeper.round()
        await ours.keeper.settled()
        assert not ours.press.at_work


async def test_what_somebody_else_has_by_now_is_not_posted(clock: ManualClock, slack: Slack) -> None:
    """It slept while its edition was being made."""
    store = Troubled([digest(slack)], clock.now)
    async with office(slack, store) as ours:
        store.taken = True
        await at(clock, NINE, ours)
        assert ours.posted() == []
        assert ours.watched.outcomes == {"taken": 1}
