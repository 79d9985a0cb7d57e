"""Digests whose channel or maker is gone, and what cannot be made at all."""

from __future__ import annotations

import pytest
from digest_press import DAY, EIGHT, MINUTE, NINE, at, digest, kept, key, office
from msgspec.structs import replace

from playground.slack import ManualClock, Slack


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
