"""Digests of the configuration: asked through the whole bot, and posted where they belong."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest
from bot_processes import run
from digest_past import DAY, daily, lately, settled_until
from servers import RedisServer, free_port
from staging import Stage

from bot.digests.digest import Digest
from bot.digests.redis import SharedDigests
from bot.store.redis import Link
from playground.slack import Message

Words = Callable[[Message], str]
pytestmark = pytest.mark.redis


def due_while_away(server: RedisServer, channel: str, **fields: Any) -> dict[str, Any]:
    """Return a digest that was due some minutes ago, while every bot was away; nobody has to wait for a minute to come."""
    due = lately()
    settled_until(server, {"morning": due - DAY})
    return {"name": "morning", "channel": channel, "cron": daily(due), "commands": ["pods failed @prod"]} | fields


async def test_a_digest_of_the_configuration_is_posted_with_its_answers_in_the_thread(
    stage: Stage, redis_url: str, redis_server: RedisServer, words: Words
) -> None:
    """What a team reads in the morning: one message, and the whole below it."""
    await stage.cluster("prod")
    digest = due_while_away(redis_server, stage.slack.channels["ops"])
    await stage.bot(cache={"url": redis_url}, digests=[digest])
    posted, part = await stage.answered("ops", 2, seconds=20)
    assert "morning" in words(posted)
    assert part.thread_ts == posted.ts
    assert "pods fail" in words(part)


async def test_one_that_wants_no_late_runs_posts_nothing(stage: Stage, redis_url: str, redis_server: RedisServer) -> None:
    """Its time is over; the figures say that a run was left out."""
    port = free_port()
    digest = due_while_away(redis_server, stage.slack.channels["ops"], missed="skip")
    await stage.bot(cache={"url": redis_url}, digests=[digest], http={"host": "127.0.0.1", "port": port}, connectors={})
    await scraped(port, 'srehub_digest_runs_total{outcome="skipped"} 1.0')
    assert stage.answers("ops") == []


async def test_one_in_an_archived_channel_rests_and_the_figures_say_so(
    stage: Stage, redis_url: str, redis_server: RedisServer
) -> None:
    """Nobody made it whom one could tell; whoever watches the bot learns of it."""
    port = free_port()
    digest = due_while_away(redis_server, stage.slack.channels["archived"], commands=["ping"])
    await stage.bot(cache={"url": redis_url}, digests=[digest], http={"host": "127.0.0.1", "port": port}, connectors={})
    await scraped(port, 'srehub_digest_runs_total{outcome="paused"} 1.0')
    await scraped(port, 'srehub_digests{state="resting"} 1.0')


async def scraped(port: int, line: str) -> None:
    """Wait until the bot's figures hold this line."""
    async with aiohttp.ClientSession() as http, asyncio.timeout(20):
        text = ""
        while line not in text:
            async with http.get(f"http://127.0.0.1:{port}/metrics") as answer:
                text = await answer.text()


async def test_a_name_that_is_taken_in_chat_is_refused_at_the_start(stage: Stage, redis_url: str) -> None:
    """Else somebody's digest would be another one from now on."""
    taken = Digest(name="morning", channel="C0OPS", cron="0 9 * * *", commands=("ping",), maker="U0ANA", team="T0")
    async with Link(redis_url) as link:
        await SharedDigests(link).add(taken)
    entry = {"name": "Morning", "channel": "C0OPS", "cron": "0 9 * * *", "commands": ["ping"]}
    path = stage.written(cache={"url": redis_url}, digests=[entry], connectors={})
    ended = await run(["run", "--config", str(path)], stage.environ)
    assert ended.code == 2
    assert "digests[0].name: is the name of a digest made in chat; take another, or remove that one" in ended.err
