"""Digests that somebody wants now, beside those of the calendar."""

from __future__ import annotations

import asyncio

import pytest
from digest_press import DAY, EIGHT, MINUTE, NINE, Office, at, digest, kept, key, office

from bot.errors import Busy, SlackAway
from handlers._contract import UsageError
from playground.slack import ManualClock, Slack


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
