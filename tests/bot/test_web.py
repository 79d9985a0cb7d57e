"""Slack's Web API: what it answers becomes an error that says whether trying again is of use."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from slack_stand import Observed, slack_web

from bot.errors import SlackAway, SlackRefused
from playground.slack import Slack


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    """A Slack."""
    async with Slack(port=0) as slack:
        yield slack


async def test_a_refusal_carries_slacks_code_and_the_scope_that_is_missing(slack: Slack) -> None:
    """The code decides what is done next; the scope is what a person has to add."""
    slack.scopes.discard("chat:write")
    observed = Observed()
    async with slack_web(slack, observed=observed) as web:
        with pytest.raises(SlackRefused, match="chat:write") as caught:
            await web.call("chat.postMessage", channel=slack.channels["incidents"], text="hello")
    assert caught.value.code == "missing_scope"
    assert observed.calls == [("chat.postMessage", "missing_scope")]


async def test_refused_blocks_come_with_slacks_remarks(slack: Slack) -> None:
    """Without them nobody finds out which of fifty blocks was wrong."""
    async with slack_web(slack) as web:
        with pytest.raises(SlackRefused) as caught:
            await web.call("chat.postMessage", channel=slack.channels["incidents"], text="x", blocks=[{"type": "nonsense"}])
    assert caught.value.code == "invalid_blocks"
    assert caught.value.details


@pytest.mark.parametrize(("status", "maybe_done"), [(429, False), (500, True), (503, True)])
async def test_what_says_nothing_about_the_request_is_worth_another_try(slack: Slack, status: int, maybe_done: bool) -> None:
    """A 5xx may have done it all the same, a 429 never has: this decides whether a second message can appear."""
    slack.faults.refuse("chat.postMessage", status=status, retry_after=7 if status == 429 else None)
    async with slack_web(slack) as web:
        with pytest.raises(SlackAway) as caught:
            await web.call("chat.postMessage", channel=slack.channels["incidents"], text="hello")
    assert caught.value.maybe_done is maybe_done
    assert caught.value.retry_after == (7.0 if status == 429 else None)


async def test_a_connection_that_never_was_has_surely_done_nothing(slack: Slack) -> None:
    """So the message may be posted again without a doubt."""
    observed = Observed()
    await slack.down()
    async with slack_web(slack, observed=observed) as web:
        with pytest.raises(SlackAway, match="connection refused") as caught:
            await web.call("auth.test")
    assert not caught.value.maybe_done
    assert observed.calls == [("auth.test", "away")]


async def test_a_line_cut_before_the_answer_leaves_it_open(slack: Slack) -> None:
    """Slack has the message; only we do not know."""
    slack.faults.lose_answer("chat.postMessage")
    async with slack_web(slack) as web:
        with pytest.raises(SlackAway) as caught:
            await web.call("chat.postMessage", channel=slack.channels["incidents"], text="hello")
    assert caught.value.maybe_done
    assert len(slack.messages("incidents")) == 1


@pytest.mark.parametrize(("error", "status"), [("expired_url", 404), ("used_url", 404), ("invalid_blocks", 400)])
async def test_a_response_url_says_why_it_refuses(slack: Slack, error: str, status: int) -> None:
    """It answers in plain text or JSON, as it pleases; both become the code."""
    slack.faults.refuse("response_url", error, status=status)
    async with slack_web(slack) as web:
        with pytest.raises(SlackRefused) as caught:
            await web.respond(f"{slack.page_url}commands/T1/2/secret-part", text="hello")
    assert caught.value.code == error
    assert "secret-part" not in str(caught.value)


@pytest.mark.parametrize("status", [429, 500])
async def test_a_response_url_that_cannot_now_is_tried_again(slack: Slack, status: int) -> None:
    """It is an answer's only way where the bot is no member."""
    slack.faults.refuse("response_url", status=status)
    async with slack_web(slack) as web:
        with pytest.raises(SlackAway) as caught:
            await web.respond(f"{slack.page_url}commands/T1/2/secret-part", text="hello")
    assert "secret-part" not in str(caught.value)


async def test_a_response_url_without_a_server_is_away_and_not_named(slack: Slack) -> None:
    """Who has the URL can post; an error's text goes into the log."""
    await slack.down()
    async with slack_web(slack) as web:
        with pytest.raises(SlackAway, match="connection refused") as caught:
            await web.respond(f"{slack.page_url}commands/T1/2/secret-part", text="hello")
    assert "secret-part" not in str(caught.value)
