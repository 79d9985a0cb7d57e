"""Questions are taken, bounded, answered, and finished before the bot goes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import cast

import pytest
from slack_stand import slack_web
from structlog.testing import capture_logs

from bot.ask import Ask, Place
from bot.blocks.message import Renderer
from bot.delivery import Delivery
from bot.desk import Desk
from bot.flow import Flow
from playground.slack import Slack


class Hands:
    """Stands for the flow: answers when it is let."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.ended: list[str] = []
        self.let = asyncio.Event()

    async def handle(self, ask: Ask, _: object) -> None:
        """Answer one question."""
        self.begun.append(ask.id)
        await self.let.wait()
        self.ended.append(ask.id)


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    """A Slack without rate limits."""
    async with Slack(port=0, rates=False) as slack:
        yield slack


@pytest.fixture
async def delivery(slack: Slack) -> AsyncIterator[Delivery]:
    """The way to it."""
    async with slack_web(slack) as web:
        yield Delivery(web, Renderer(), owed=0.0)


def desk(hands: Hands, delivery: Delivery, at_once: int = 2, queue: int = 1) -> Desk:
    """Return a desk where `hands` answer."""
    return Desk(cast(Flow, hands), delivery, at_once=at_once, queue=queue)


def question(slack: Slack, name: str) -> Ask:
    """Return a question asked by mention in #incidents."""
    return Ask(name, "ping", "mention", slack.users["ana"], place=Place(slack.channels["incidents"]))


async def turns() -> None:
    """Let what is ready run."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_so_many_are_served_at_once_and_the_rest_wait(slack: Slack, delivery: Delivery) -> None:
    """A thousand questions at once must not become a thousand open connections."""
    hands = Hands()
    at = desk(hands, delivery)
    for name in "abc":
        at.take(question(slack, name))
    await turns()
    assert (hands.begun, at.busy) == (["a", "b"], 3)
    hands.let.set()
    await at.drain(5)
    assert hands.ended == ["a", "b", "c"]
    assert at.busy == 0


async def test_who_comes_when_it_is_full_is_told_so(slack: Slack, delivery: Delivery) -> None:
    """A no is better than silence, and it is for the asker alone."""
    hands = Hands()
    at = desk(hands, delivery)
    for name in "abcd":
        at.take(question(slack, name))
    [told] = await slack.wait(lambda: slack.messages("incidents"))
    assert "3 questions are waiting already" in told.text
    assert told.ephemeral_to == slack.users["ana"]
    hands.let.set()
    await at.drain(5)
    assert "d" not in hands.begun


async def test_turning_away_is_bounded_too(slack: Slack, delivery: Delivery) -> None:
    """When Slack hangs, even the apologies pile up; past a bound there is only the log."""
    hands = Hands()
    slack.faults.hang("chat.postEphemeral", times=None)
    at = desk(hands, delivery)
    with capture_logs() as logs:
        for number in range(100):
            at.take(question(slack, str(number)))
    assert at.busy == 6
    assert sum(line["event"] == "too many questions to even say so" for line in logs) == 94
    slack.faults.clear()
    hands.let.set()
    await at.drain(5)
    assert at.busy == 0


async def test_the_end_waits_for_what_is_in_hand_and_no_longer(slack: Slack, delivery: Delivery) -> None:
    """What cannot be finished is given up, and named in the log."""
    hands = Hands()
    at = desk(hands, delivery)
    for name in "abc":
        at.take(question(slack, name))
    await turns()
    with capture_logs() as logs:
        await at.drain(0.01)
    assert at.busy == 0
    assert sorted(line["task"] for line in logs) == ["ask-a", "ask-b", "ask-c"]


async def test_a_question_that_comes_during_the_end_is_answered_too(slack: Slack, delivery: Delivery) -> None:
    """Its ack has gone out already: it was promised an answer."""
    later = question(slack, "b")

    class Bringing(Hands):
        """Whose first question brings in the second."""

        async def handle(self, ask: Ask, _: object) -> None:
            """Answer one question."""
            if ask is not later:
                at.take(later)
            await asyncio.sleep(0)
            self.ended.append(ask.id)

    hands = Bringing()
    at = desk(hands, delivery)
    at.take(question(slack, "a"))
    await at.drain(5)
    assert hands.ended == ["a", "b"]
