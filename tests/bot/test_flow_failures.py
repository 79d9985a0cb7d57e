"""What the flow does with an answer that fails on its way: once, plainly, and never for ever."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.app import new_metrics, open_core
from bot.ask import Ask, Place
from bot.catalogue import find_connectors
from bot.config.config import load
from bot.core import Core
from bot.errors import SlackAway, SlackError, SlackRefused
from processors._summary import Summary


class Way:
    """Where answers go; the first so many do not get through."""

    def __init__(self, *errors: SlackError) -> None:
        self.errors = list(errors)
        self.said: list[Summary] = []

    async def wait(self, text: str) -> None:
        """Nothing here takes a second."""

    async def say(self, summary: Summary) -> None:
        """Take an answer, or refuse it."""
        self.said.append(summary)
        if self.errors:
            raise self.errors.pop(0)


@pytest.fixture
async def core(tmp_path: Path) -> AsyncIterator[Core]:
    """A bot without Slack and without targets."""
    (tmp_path / "config.yaml").write_text("{}")
    known = {name: connector.settings for name, connector in find_connectors().items()}
    async with open_core(load(tmp_path / "config.yaml", {}, known), new_metrics()) as core:
        yield core


async def test_an_answer_that_slack_could_not_take_in_time_is_given_up(core: Core) -> None:
    """It was tried for a quarter of an hour; to say for another that something broke is of no use, and is no bug of ours."""
    way = Way(SlackAway("Slack does not answer"))
    with capture_logs() as logs:
        await core.flow.handle(Ask("1", "help", "dm"), way)
    assert len(way.said) == 1
    assert [(line["event"], line["log_level"]) for line in logs] == [("not delivered", "error")]


async def test_an_answer_that_slack_refuses_is_told_to_the_asker(core: Core) -> None:
    """Perhaps a whisper gets through where a post may not."""
    way = Way(SlackRefused("Slack refuses chat.postMessage (restricted_action)", "restricted_action"))
    await core.flow.handle(Ask("1", "help", "mention"), way)
    assert way.said[1].private
    assert "restricted_action" in str(way.said[1].title)


async def test_a_way_that_refuses_everything_ends(core: Core) -> None:
    """There is nobody left to tell; the task must still end well."""
    await core.flow.handle(Ask("1", "help", "mention"), Way(SlackRefused("no"), SlackRefused("no")))


async def test_a_refresh_that_fails_is_told_beside_the_old_answer(core: Core) -> None:
    """Whatever the reason, the message that stands there is the last that is known."""
    way = Way()
    await core.flow.handle(Ask("1", "pods failed", "button", place=Place("C1", edits="1.1")), way)
    assert [summary.private for summary in way.said] == [True]


async def test_one_delivery_is_answered_once(core: Core) -> None:
    """A click's or event's identity, not its words: the same question asked twice is answered twice."""
    way = Way()
    for delivery in ("Ev1", "Ev1", "Ev2"):
        await core.flow.handle(Ask("1", "help", "dm", delivery=delivery), way)
    assert len(way.said) == 2
