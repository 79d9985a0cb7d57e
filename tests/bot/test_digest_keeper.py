"""The keeper of digests against the playground's Slack: what is due is posted at its time, or late, or left out."""

from __future__ import annotations

import asyncio

from digest_press import DAY, EIGHT, MINUTE, NINE, TEN, at, digest, kept, key, messages, office, parts
from msgspec.structs import replace

from playground.slack import ManualClock, Slack


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


async def test_no_more_are_made_at_once_than_was_allowed(clock: ManualClock, calm: Slack) -> None:
    """Upstreams have other guests."""
    store = kept(clock, *(digest(calm, f"d{number}", channel) for number, channel in enumerate(["ops", "general"] * 4)))
    async with office(calm, store, at_once=3) as ours:
        await at(clock, EIGHT, ours)
        most = list[int]()

        async def note() -> None:
            most.append(ours.press.at_work)
            await asyncio.sleep(0)

        ours.press.during = note
        await at(clock, NINE, ours)
        assert max(most) <= 3


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
