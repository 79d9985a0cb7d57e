"""Invited to a channel, the bot says what it does there, and can be told that incidents are handled in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from playground.slack import Message

if TYPE_CHECKING:
    from staging import Stage

Words = Callable[[Message], str]
BUTTON = "Make this an incident channel"


async def test_invited_it_says_in_three_lines_what_it_does(prod: Stage, words: Words) -> None:
    """A bot that comes in silently is asked by nobody."""
    prod.slack.hands.invite("ana", "random")
    [welcome] = await prod.answered("random")
    assert "What I do here" in welcome.text
    assert len([block for block in welcome.blocks if block["type"] == "rich_text"]) == 4
    assert BUTTON in words(welcome)


async def test_a_member_makes_it_an_incident_channel_and_none_again(prod: Stage, words: Words) -> None:
    """Whoever handles the incident need not edit a file on a server first."""
    await prod.slack.slash("ana", "ops", "here")
    [said] = await prod.answered("ops")
    await prod.slack.click("ben", said.ts, BUTTON, "ops")
    _, made = await prod.answered("ops", count=2)
    assert "incident channel now" in made.text
    await prod.slack.click("ana", made.ts, "No incident channel any more", "ops")
    *_, undone = await prod.answered("ops", count=3)
    assert "no incident channel any more" in undone.text
    assert BUTTON in words(undone)


@pytest.mark.parametrize(
    ("user", "channel", "why"),
    [("gus", "ops", "Guests"), ("ana", "external", "another organisation"), ("mia", "ops", "join it")],
)
async def test_who_may_not_is_told_why(prod: Stage, user: str, channel: str, why: str) -> None:
    """Guests, partners and passers-by decide nothing about who may silence an alert."""
    if user == "mia":
        prod.slack.hands.leave("mia", "ops")
    delivery = await prod.slack.slash(user, channel, "here incidents")
    assert delivery.acked
    [told] = await prod.answered(channel)
    assert why in told.text
    assert told.ephemeral_to == prod.slack.users[user]


async def test_the_configurations_channels_stay_what_they_are(stage: Stage) -> None:
    """What is written down is not undone by a click."""
    await stage.cluster("prod")
    await stage.bot(slack={"incident_channels": [stage.slack.channels["ops"]]})
    await stage.slack.slash("ana", "ops", "here off")
    [told] = await stage.answered("ops")
    assert "by the configuration" in told.text


async def test_a_direct_message_is_no_channel(prod: Stage) -> None:
    """There is nobody to handle an incident with."""
    await prod.slack.dm("ana", "here incidents")
    [told] = await prod.answered(prod.slack.direct["ana"])
    assert "between the two of us" in told.text


@pytest.mark.redis
async def test_an_incident_channel_is_one_for_every_replica(stage: Stage, redis_url: str, words: Words) -> None:
    """The next click may reach another."""
    await stage.cluster("prod")
    first = await stage.bot(cache={"url": redis_url})
    await stage.slack.slash("ana", "ops", "here incidents")
    await stage.answered("ops")
    first.stop.set()
    await first.task
    await stage.bot(cache={"url": redis_url})
    await stage.slack.slash("ben", "ops", "here")
    _, said = await stage.answered("ops", count=2)
    assert "No incident channel any more" in words(said)
