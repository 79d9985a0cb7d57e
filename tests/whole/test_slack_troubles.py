"""Slack drops, refuses, limits and goes away; nothing that was asked is lost, nothing is said twice."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.app import serve
from bot.errors import SlackRefused

if TYPE_CHECKING:
    from staging import Stage


async def two_sockets(stage: Stage) -> None:
    """Wait until both connections of the bot are open."""
    await stage.slack.wait(lambda: stage.slack.connections == 2)


async def test_one_dropped_socket_loses_nothing_and_is_replaced(prod: Stage) -> None:
    """The other connection hears what comes meanwhile; a bare Bolt app is deaf for about ten seconds here."""
    await two_sockets(prod)
    await prod.slack.drop(1)
    delivery = await prod.slack.slash("ana", "incidents", "ping")
    assert delivery.acked
    await prod.answered()
    await two_sockets(prod)


async def test_a_refresh_that_slack_asks_for_opens_the_new_socket_first(prod: Stage) -> None:
    """Slack renews connections every few hours; there is never a moment without one."""
    await two_sockets(prod)
    await prod.slack.refresh(2, ahead=0.2)
    for count in range(1, 6):
        assert (await prod.slack.slash("ana", "incidents", "ping")).acked
        await prod.answered(count=count)
    await two_sockets(prod)


async def test_all_sockets_dropped_come_back_by_themselves(prod: Stage) -> None:
    """What is asked after Slack is back is answered."""
    await two_sockets(prod)
    await prod.slack.drop()
    await prod.slack.wait(lambda: prod.slack.connections >= 1, seconds=2)
    assert (await prod.slack.slash("ana", "incidents", "ping")).acked
    await prod.answered()


async def test_an_answer_is_posted_once_slack_is_back(prod: Stage) -> None:
    """Slack went away between the question and the answer: the answer is owed, and paid once."""
    prod.clusters["prod"].faults.slow(0.3)
    await prod.slack.slash("ana", "incidents", "pods failed")
    await prod.slack.down()
    prod.clusters["prod"].faults.clear()
    await asyncio.wait_for(prod.clusters["prod"].asked("/pods", 5), 10)
    await prod.slack.up()
    [answer] = await prod.answered()
    assert "pods failing" in answer.text


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_refused_post_is_tried_again(prod: Stage, status: int) -> None:
    """429 is waited out as long as Slack says, 5xx until it works."""
    prod.slack.faults.refuse("chat.postMessage", status=status, retry_after=0.2 if status == 429 else None, times=2)
    await prod.slack.slash("ana", "incidents", "ping")
    await prod.answered()
    posts = [call for call in prod.slack.calls if call.method == "chat.postMessage"]
    assert len(posts) == 3


async def test_a_post_whose_answer_was_lost_is_not_made_twice(prod: Stage) -> None:
    """Slack had the message and could not say so; the second try is recognised as the same message."""
    prod.slack.faults.lose_answer("chat.postMessage")
    await prod.slack.slash("ana", "incidents", "ping")
    await prod.slack.wait(lambda: len([c for c in prod.slack.calls if c.method == "chat.postMessage"]) == 2)
    assert len(await prod.answered()) == 1


async def test_an_event_delivered_twice_is_answered_once(prod: Stage) -> None:
    """Slack delivers an event again when in doubt."""
    await prod.slack.mention("ana", "incidents", "ping", copies=2)
    await prod.slack.mention("ana", "incidents", "help")
    await prod.answered(count=2)
    assert len(prod.answers()) == 2


@pytest.mark.redis
async def test_an_event_delivered_to_two_replicas_is_answered_once(stage: Stage, redis_url: str) -> None:
    """With a shared Redis it does not matter which replica hears an event, nor how many do."""
    await stage.cluster("prod")
    await stage.bot(cache={"url": redis_url})
    await stage.bot(cache={"url": redis_url})
    await stage.slack.wait(lambda: stage.slack.connections == 4)
    await stage.slack.mention("ana", "incidents", "ping", copies=4)
    await stage.slack.mention("ana", "incidents", "help")
    await stage.answered(count=2)
    assert len(stage.answers()) == 2


async def test_a_refused_token_ends_the_process_with_what_to_do(stage: Stage) -> None:
    """A wrong token never becomes right by trying; the SDK would try for ever."""
    stage.slack.revoke()
    with pytest.raises(SlackRefused, match="SLACK_BOT_TOKEN is refused"):
        await asyncio.wait_for(serve(stage.config(), asyncio.Event()), 10)


async def test_a_refused_app_token_ends_the_process_with_what_to_do(stage: Stage) -> None:
    """Socket Mode's own token fails separately, and is named."""
    stage.slack.faults.refuse("apps.connections.open", "invalid_auth", times=None)
    with pytest.raises(SlackRefused, match="SLACK_APP_TOKEN is refused"):
        await asyncio.wait_for(serve(stage.config(), asyncio.Event()), 10)


async def test_missing_scopes_are_named_at_the_start(stage: Stage) -> None:
    """Not at the first message that cannot be posted."""
    stage.slack.scopes.discard("chat:write")
    with pytest.raises(SlackRefused, match="lacks the scopes chat:write"):
        await asyncio.wait_for(serve(stage.config(), asyncio.Event()), 10)


async def test_a_bot_that_starts_while_slack_is_away_waits_for_it(stage: Stage) -> None:
    """A restart in the middle of Slack's own incident must not turn into a crash loop."""
    config = stage.config()
    await stage.slack.down()
    stop, ready = asyncio.Event(), asyncio.Event()
    bot = asyncio.create_task(serve(config, stop, ready.set))
    await asyncio.wait({bot}, timeout=0.2)
    assert not bot.done()
    await stage.slack.up()
    await asyncio.wait_for(ready.wait(), 5)
    stop.set()
    await bot
