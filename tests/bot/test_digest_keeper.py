"""The keeper of digests against the playground's Slack, by a clock that only moves when it is told to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import nullcontext
from datetime import UTC, datetime

import pytest
from digest_press import Office, digest, messages, office, parts
from msgspec.structs import replace

from bot.digests.digest import Digest, Run
from bot.digests.ledger import HOLD, Glance, Progress
from bot.digests.memory import MemoryDigests
from bot.errors import Busy, SlackAway
from bot.store.redis import StoreAwayError
from handlers._contract import UsageError
from playground.slack import ManualClock, Slack

EIGHT = datetime(2026, 6, 1, 8, tzinfo=UTC).timestamp()
NINE, TEN, MINUTE, DAY = EIGHT + 3600, EIGHT + 7200, 60.0, 86_400.0


@pytest.fixture
def clock() -> ManualClock:
    """A clock that stands at eight."""
    return ManualClock(EIGHT)


@pytest.fixture
async def slack(clock: ManualClock) -> AsyncIterator[Slack]:
    """A Slack by that clock."""
    async with Slack(port=0, clock=clock) as slack:
        yield slack


@pytest.fixture
async def calm(clock: ManualClock) -> AsyncIterator[Slack]:
    """One that takes as much as it is given."""
    async with Slack(port=0, rates=False, clock=clock) as slack:
        yield slack


def kept(clock: ManualClock, *configured: Digest) -> MemoryDigests:
    """Return a store by that clock."""
    return MemoryDigests(configured, clock.now)


async def at(clock: ManualClock, when: float, *offices: Office) -> None:
    """Let it be so late, and everybody look: before, to read what they do not know, and then at what is due."""
    for one in offices:
        await one.look()
    clock.advance(when - clock.now())
    for one in offices:
        await one.look(times=2)


def key(due: float, name: str = "morning") -> str:
    """Return a run's."""
    return f"{name}:{due:.0f}"


async def test_a_digest_is_posted_at_its_time_with_its_parts_in_the_thread(clock: ManualClock, slack: Slack) -> None:
    """One message in the channel, however much there is to say."""
    async with office(slack, kept(clock, digest(slack))) as ours:
        await at(clock, NINE - 1, ours)
        assert (messages(slack), ours.watched.coming) == ([], NINE)
        await at(clock, NINE, ours)
        [message] = messages(slack)
        assert ours.posted() == [key(NINE)]
        assert [part.text.split(" part ")[1] for part in parts(slack)] == ["1", "2"]
        assert {part.thread_ts for part in parts(slack)} == {message.ts}
        await at(clock, NINE + 300, ours)
        assert ours.posted() == [key(NINE)]
        assert ours.watched.outcomes == {"posted": 1}


async def test_each_edition_compares_with_the_last(clock: ManualClock, slack: Slack) -> None:
    """What was kept is handed back, also by a quiet one."""
    async with office(slack, kept(clock, digest(slack))) as ours:
        await at(clock, EIGHT, ours)
        ours.press.quiet = "nothing has changed"
        await at(clock, NINE, ours)
        ours.press.quiet = ""
        await at(clock, NINE + DAY, ours)
        assert ours.press.made == [(key(NINE), b""), (key(NINE + DAY), f"kept {key(NINE)}".encode())]
        assert ours.posted() == [key(NINE + DAY)]
        assert ours.watched.outcomes == {"quiet": 1, "posted": 1}


async def test_a_run_that_was_missed_is_posted_late_once(clock: ManualClock, slack: Slack) -> None:
    """The bot was restarted over nine o'clock; without Redis the channel itself says which run was the last."""
    morning = digest(slack)
    async with office(slack, kept(clock, morning)) as ours:
        await at(clock, NINE, ours)
    clock.advance(DAY + 20 * MINUTE)
    async with office(slack, kept(clock, morning)) as ours:
        await ours.look(times=3)
        assert ours.posted() == [key(NINE), key(NINE + DAY)]


async def test_of_several_that_were_missed_the_latest_is_posted(clock: ManualClock, slack: Slack) -> None:
    """Nobody reads a pile."""
    store = kept(clock, digest(slack, cron="*/10 * * * *"))
    async with office(slack, store) as ours:
        await at(clock, EIGHT + 59 * MINUTE, ours)
        assert ours.posted() == [key(EIGHT + 50 * MINUTE)]


async def test_after_its_grace_a_run_is_left_out(clock: ManualClock, slack: Slack) -> None:
    """A morning's digest in the evening is noise; that it is missing is counted."""
    async with office(slack, kept(clock, digest(slack))) as ours:
        await at(clock, TEN + 1, ours)
        assert ours.posted() == []
        assert ours.watched.outcomes == {"lost": 1}
        await at(clock, NINE + DAY, ours)
        assert ours.posted() == [key(NINE + DAY)]


async def test_one_that_wants_no_late_runs_skips_what_was_missed(clock: ManualClock, slack: Slack) -> None:
    """But not what is late because there is much to do: somebody was there."""
    morning = digest(slack, missed="skip")
    store = kept(clock, morning)
    async with office(slack, store) as ours:
        await at(clock, NINE, ours)
        await at(clock, NINE + DAY + 20 * MINUTE, ours)
        assert ours.posted() == [key(NINE), key(NINE + DAY)]
    clock.advance(DAY)
    async with office(slack, kept(clock, morning)) as ours:
        await ours.look(times=3)
        assert ours.posted() == [key(NINE), key(NINE + DAY)]
        assert ours.watched.outcomes == {"skipped": 1}


async def test_one_that_was_never_posted_owes_nothing(clock: ManualClock, slack: Slack) -> None:
    """It was put into the file at ten past nine."""
    clock.advance(NINE + 600 - EIGHT)
    async with office(slack, kept(clock, digest(slack))) as ours:
        await ours.look(times=3)
        assert ours.posted() == []


async def test_one_hanging_upstream_does_not_keep_the_others(clock: ManualClock, calm: Slack) -> None:
    """A hundred are due at once; ninety-nine are on time, and the hundredth is given up at its own deadline."""
    names = [f"digest-{number}" for number in range(100)]
    places = zip(names, ["ops", "general"] * 50, strict=True)
    store = kept(clock, *(digest(calm, name, channel) for name, channel in places))
    async with office(calm, store, at_once=8, longest=0.5) as ours:
        await ours.look(times=2)
        ours.press.hanging = {"digest-17"}
        clock.advance(3600)
        async with ours.keeper:
            await calm.wait(lambda: len(ours.posted("ops")) + len(ours.posted("general")) == 99, seconds=30)
            await calm.wait(lambda: ours.watched.outcomes["failed"], seconds=30)
        assert key(NINE, "digest-17") not in ours.posted("general")


async def test_no_more_are_made_at_once_than_was_allowed(clock: ManualClock, slack: Slack) -> None:
    """Upstreams have other guests; and a channel takes a message a second."""
    store = kept(clock, *(digest(slack, f"d{number}", channel) for number, channel in enumerate(["ops", "general"] * 4)))
    async with office(slack, store, at_once=3) as ours:
        await at(clock, EIGHT, ours)
        most = list[int]()

        async def note() -> None:
            most.append(ours.press.at_work)
            await asyncio.sleep(0)

        ours.press.during = note
        await at(clock, NINE, ours)
        assert max(most) <= 3


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


async def test_one_who_dies_after_posting_is_followed_by_one_who_finds_it(clock: ManualClock, slack: Slack) -> None:
    """Killed before it could say so; the successor posts the parts that are missing."""
    store = kept(clock, digest(slack))
    async with office(slack, store) as ours:
        await at(clock, EIGHT, ours)
        run = Run(digest=digest(slack), due=NINE)
        clock.advance(NINE - EIGHT)
        await store.claim([run], 1, {run.digest.channel: 1}, "")
        await store.begin(run, Progress())
        await ours.keeper._runner._posts.post(run, (await ours.press.edit(run, b"")).summary, nullcontext)
        await store.release(run, 0)  # as the end of its lease does
        forget_sent(slack)
        await ours.look()
        assert ours.posted() == [key(NINE)]
        assert len(parts(slack)) == 2


async def test_one_who_dies_before_posting_is_followed_by_one_who_posts(clock: ManualClock, slack: Slack) -> None:
    """Killed after it had said that it would."""
    store = kept(clock, digest(slack))
    async with office(slack, store) as ours:
        await at(clock, EIGHT, ours)
        run = Run(digest=digest(slack), due=NINE)
        clock.advance(NINE - EIGHT)
        await store.claim([run], 1, {run.digest.channel: 1}, "")
        await store.begin(run, Progress())
        await store.release(run, 0)
        await ours.look()
        assert ours.posted() == [key(NINE)]


@pytest.mark.parametrize(
    ("channel", "why"),
    [
        ("archived", "its channel is archived"),
        ("random", "I am not in its channel"),
        ("C0NOWHERE", "its channel is gone, or I was removed from it"),
    ],
)
async def test_without_a_channel_a_digest_rests_and_its_maker_is_told(
    clock: ManualClock, slack: Slack, channel: str, why: str
) -> None:
    """Once, where they read it; not every morning into the void."""
    store = kept(clock)
    await store.add(digest(slack, channel=channel, maker=slack.users["ana"], team="T0"))
    async with office(slack, store) as ours:
        await at(clock, NINE, ours)
        resting = await store.get("morning")
        assert resting is not None
        assert resting.paused == why
        [told] = [said for said in slack.messages(slack.direct["ana"]) if said.user == slack.bot_user]
        assert f"The digest morning rests: {why}" in told.text
        await at(clock, NINE + DAY, ours)
        assert len(ours.press.made) == 1
        assert ours.watched.outcomes == {"paused": 1}
        assert ours.watched.there == (0, 1)


@pytest.mark.parametrize(("leave", "why"), [("archive", "archived"), ("remove_bot", "not in its channel")])
async def test_a_channel_that_goes_away_meanwhile_is_noticed(clock: ManualClock, slack: Slack, leave: str, why: str) -> None:
    """At the next run; whoever puts it right resumes it, and the run after that is posted."""
    async with office(slack, kept(clock, digest(slack))) as ours:
        await at(clock, NINE, ours)
        getattr(slack, leave)("ops")
        await at(clock, NINE + DAY, ours)
        resting = await ours.store.get("morning")
        assert resting is not None
        assert why in resting.paused
        slack._state.workspace.channel("ops").archived = False
        slack._state.workspace.channel("ops").members.add(slack.bot_user)
        await ours.store.change("morning", resting.revision, lambda now: replace(now, paused=""))
        await at(clock, NINE + 2 * DAY, ours)
        assert ours.posted() == [key(NINE), key(NINE + 2 * DAY)]


async def test_one_of_the_configuration_rests_too_and_the_figures_say_so(clock: ManualClock, slack: Slack) -> None:
    """Nobody made it who could be told."""
    async with office(slack, kept(clock, digest(slack, channel="archived"))) as ours:
        await at(clock, NINE, ours)
        assert ours.watched.outcomes == {"paused": 1}
        await ours.look()
        assert ours.watched.there == (0, 1)


async def test_a_maker_who_left_is_told_nothing_and_the_digest_rests(clock: ManualClock, slack: Slack) -> None:
    """There is nobody to tell."""
    store = kept(clock)
    await store.add(digest(slack, channel="archived", maker="U0GONE", team="T0"))
    async with office(slack, store) as ours:
        await at(clock, NINE, ours)
        resting = await store.get("morning")
        assert resting is not None
        assert resting.paused


async def test_what_slack_refuses_for_good_is_given_up(clock: ManualClock, slack: Slack) -> None:
    """And said; the next one may be all right."""
    async with office(slack, kept(clock, digest(slack))) as ours:
        await at(clock, EIGHT, ours)
        slack.faults.refuse("chat.postMessage", "restricted_action")
        await at(clock, NINE, ours)
        await at(clock, NINE + MINUTE, ours)
        assert ours.posted() == []
        assert ours.watched.outcomes == {"refused": 1}


async def test_an_editor_that_breaks_is_tried_again_and_stops_nothing(clock: ManualClock, slack: Slack) -> None:
    """A mistake of ours in one digest is none of the others'."""
    store = kept(clock, digest(slack), digest(slack, "other"))
    async with office(slack, store) as ours:
        await at(clock, EIGHT, ours)
        ours.press.broken = {"morning"}
        await at(clock, NINE, ours)
        assert ours.posted() == [key(NINE, "other")]
        ours.press.broken = set()
        await at(clock, NINE + MINUTE, ours)
        assert ours.posted() == [key(NINE, "other"), key(NINE)]


async def test_asked_for_now_it_is_posted_at_once_and_once_more_at_its_time(clock: ManualClock, slack: Slack) -> None:
    """Who asks wants to see it; the others still want theirs."""
    async with office(slack, kept(clock, digest(slack))) as ours:
        await at(clock, EIGHT, ours)
        edition = await ours.keeper.run_now("morning", slack.users["ben"])
        assert edition.quiet == ""
        [asked] = ours.posted()
        await at(clock, NINE, ours)
        assert ours.posted() == [asked, key(NINE)]
        assert ours.press.made[1] == (key(NINE), f"kept {asked}".encode())


async def test_asked_for_twice_within_a_second_it_is_posted_twice(clock: ManualClock, calm: Slack) -> None:
    """Whoever asks second sees what they asked for, and not nothing, as Slack had it already."""
    async with office(calm, kept(clock, digest(calm))) as ours:
        await at(clock, EIGHT, ours)
        await slack_run_now(ours)
        clock.advance(0.25)
        await slack_run_now(ours)
        assert len(ours.posted()) == 2


async def test_what_was_asked_for_is_no_run_of_the_calendar(clock: ManualClock, slack: Slack) -> None:
    """After a loss the channel is read, and what somebody asked for at half past nine says nothing of nine o'clock."""
    morning = digest(slack)
    async with office(slack, kept(clock, morning)) as ours:
        await at(clock, NINE, ours)
        clock.advance(DAY + 5 * MINUTE)
        await slack_run_now(ours)
    async with office(slack, kept(clock, morning)) as ours:
        await ours.look(times=3)
        assert ours.posted()[-1] == key(NINE + DAY)


async def slack_run_now(ours: Office) -> None:
    """Ask for it."""
    await ours.keeper.run_now("morning", ours.slack.users["ben"])


async def test_one_that_is_being_run_is_not_run_at_the_same_time(clock: ManualClock, slack: Slack) -> None:
    """Two people press at once."""
    async with office(slack, kept(clock, digest(slack))) as ours:
        await at(clock, EIGHT, ours)
        ours.press.hanging = {"morning"}
        first = asyncio.create_task(ours.keeper.run_now("morning", slack.users["ben"]))
        await slack.wait(lambda: ours.press.at_work)
        with pytest.raises(Busy):
            await ours.keeper.run_now("morning", slack.users["ana"])
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        ours.press.hanging = set()
        await ours.keeper.run_now("morning", slack.users["ana"])


async def test_one_that_does_not_exist_is_not_run(clock: ManualClock, slack: Slack) -> None:
    """And whoever asks learns of Slack's troubles, too."""
    async with office(slack, kept(clock, digest(slack))) as ours:
        with pytest.raises(UsageError):
            await ours.keeper.run_now("evening", slack.users["ben"])
        slack.faults.refuse("chat.postMessage", status=503, times=None)
        with pytest.raises(SlackAway):
            await ours.keeper.run_now("morning", slack.users["ben"])


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


async def test_a_paused_digest_waits_and_owes_nothing_afterwards(clock: ManualClock, slack: Slack) -> None:
    """Holidays."""
    store = kept(clock, digest(slack))
    async with office(slack, store) as ours:
        await at(clock, EIGHT, ours)
        await store.change("morning", 0, lambda now: replace(now, paused="by ana"))
        await at(clock, NINE, ours)
        await store.change("morning", 1, lambda now: replace(now, paused=""))
        await at(clock, NINE + MINUTE, ours)
        assert ours.posted() == []
        await at(clock, NINE + DAY, ours)
        assert ours.posted() == [key(NINE + DAY)]


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
