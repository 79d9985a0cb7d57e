"""The bot's parts that speak to Slack, each against the playground's Slack over real connections."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from bot import preflight
from bot.sockets import Receive, Sockets
from bot.web import SlackWeb, session
from connectors._contract import Secret
from playground.slack import Slack


class Observed:
    """What a SlackWeb has told of its calls."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []

    def __call__(self, method: str, outcome: str) -> None:
        """Note a call."""
        self.calls.append((method, outcome))


@asynccontextmanager
async def slack_web(slack: Slack, token: str = "", observed: Observed | None = None) -> AsyncIterator[SlackWeb]:
    """Yield the Web API with the bot's token, or another."""
    async with session() as http:
        yield _web(slack, token or slack.bot_token, http, observed or Observed())


def _web(slack: Slack, token: str, http: aiohttp.ClientSession, observed: Observed) -> SlackWeb:
    return SlackWeb(slack.api_url, Secret(token), http, observed)


@asynccontextmanager
async def listening(slack: Slack, receive: Receive, count: int = 2) -> AsyncIterator[tuple[Sockets, asyncio.Task[None]]]:
    """Yield sockets that are open, and the task that holds them; all are closed in the end."""
    async with session() as http:
        tickets = _web(slack, slack.app_token, http, Observed())
        sockets = Sockets(http, lambda: preflight.ticket(tickets), lambda _: None, count=count)
        task = asyncio.create_task(sockets.run(receive), name="sockets")
        try:
            await slack.wait(lambda: sockets.connected == count)
            yield sockets, task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
