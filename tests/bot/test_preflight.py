"""Tokens and scopes, looked at before anything is served."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from slack_stand import slack_web

from bot.errors import SlackAway, SlackRefused
from bot.preflight import NEEDED, WRONG, asked, identify, ticket
from playground.slack import Slack


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    """A Slack."""
    async with Slack(port=0) as slack:
        yield slack


async def test_the_bot_learns_who_it_is(slack: Slack) -> None:
    """Its user ID is how mentions are recognised."""
    async with slack_web(slack) as web:
        assert (await identify(web)).user == slack.bot_user


@pytest.mark.parametrize("code", sorted(set(WRONG) - {"missing_scope"}))
async def test_each_way_in_which_a_token_is_refused_has_words(slack: Slack, code: str) -> None:
    """Slack's codes are for programs; people get a sentence and what to do."""
    slack.revoke(slack.bot_token, error=code)
    async with slack_web(slack) as web:
        with pytest.raises(SlackRefused, match=f"SLACK_BOT_TOKEN is refused: {WRONG[code]}"):
            await identify(web)


@pytest.mark.parametrize("scope", NEEDED)
async def test_each_needed_scope_is_missed_by_name(slack: Slack, scope: str) -> None:
    """Else the bot starts and is silently deaf in one of its ways."""
    slack.scopes.discard(scope)
    async with slack_web(slack) as web:
        with pytest.raises(SlackRefused, match=f"lacks the scopes {scope}\\."):
            await asked(web)


async def test_a_bots_token_opens_no_socket(slack: Slack) -> None:
    """The two tokens are mixed up by everybody once."""
    async with slack_web(slack) as web:
        with pytest.raises(SlackRefused, match="SLACK_APP_TOKEN is refused: this is the other kind of token"):
            await ticket(web)


async def test_an_app_token_gets_a_new_ticket_each_time(slack: Slack) -> None:
    """A ticket is good for one connection."""
    async with slack_web(slack, slack.app_token) as web:
        assert await ticket(web) != await ticket(web)


async def test_while_slack_is_away_it_is_waited_for(slack: Slack) -> None:
    """A restart during Slack's own incident is no crash loop."""
    slack.faults.refuse("auth.test", status=503)
    async with slack_web(slack) as web:
        with pytest.raises(SlackAway):
            await asked(web)
        slack.faults.refuse("auth.test", status=503)
        waiting = asyncio.create_task(identify(web))
        assert (await asyncio.wait_for(waiting, 10)).user == slack.bot_user
