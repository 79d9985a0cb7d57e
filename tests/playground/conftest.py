"""Slack's stand-in, a bare Bolt app of a few lines that talks to it, as any app would, and the page in a browser."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
from page_app import PageApp
from page_tabs import Tabs
from playwright.async_api import async_playwright
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from playground.slack import ManualClock, Slack

BUTTON = {
    "type": "actions",
    "elements": [
        {
            "type": "button",
            "action_id": "refresh",
            "text": {"type": "plain_text", "text": "Refresh"},
            "value": "pods failed",
        },
        {
            "type": "static_select",
            "action_id": "pod",
            "options": [
                {"text": {"type": "plain_text", "text": "web-0"}, "value": "pod web-0"},
                {"text": {"type": "plain_text", "text": "web-1"}, "value": "pod web-1"},
            ],
        },
    ],
}


@dataclass
class BareApp:
    """A Bolt app that answers and writes down what it got."""

    app: AsyncApp
    client: AsyncWebClient
    got: list[dict[str, Any]] = field(default_factory=list)
    """Every payload that reached a listener, in order."""

    def listen(self) -> None:
        """Register the listeners."""

        @self.app.command("/sre")
        async def command(ack: Any, body: dict[str, Any], say: Any, respond: Any) -> None:
            self.got.append(body)
            await ack()
            if body["text"] == "quietly":
                await respond("for you alone")
            else:
                await say(text="an answer", blocks=[BUTTON])

        @self.app.action(re.compile(".*"))
        async def action(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
            self.got.append(body)
            await ack()
            if "message" in body:
                where = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
                await client.chat_update(**where, text="edited", blocks=[BUTTON])

        @self.app.event("app_mention")
        async def mention(ack: Any, body: dict[str, Any], event: dict[str, Any], say: Any) -> None:
            self.got.append(body)
            await ack()
            await say(text="you called", thread_ts=event.get("thread_ts", event["ts"]))

        @self.app.event("message")
        async def message(ack: Any, body: dict[str, Any], event: dict[str, Any], say: Any) -> None:
            self.got.append(body)
            await ack()
            if event["channel_type"] == "im" and "bot_id" not in event:
                await say(text="hello")


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    """Slack's stand-in, with its rate limits."""
    async with Slack() as stand_in:
        yield stand_in


@pytest.fixture
def clock() -> ManualClock:
    """A clock that only the test moves."""
    return ManualClock()


@pytest.fixture
async def timeless(clock: ManualClock) -> AsyncIterator[Slack]:
    """Slack's stand-in, living by `clock`."""
    async with Slack(clock=clock) as stand_in:
        yield stand_in


@pytest.fixture
def client(slack: Slack) -> AsyncWebClient:
    """The official client, with the bot's token; without its own retries, so that one call is one call."""
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])


Connect = Callable[[Slack], Awaitable[BareApp]]


@pytest.fixture
async def connect() -> AsyncIterator[Connect]:
    """Start a bare app against a Slack, once for each call; all end with the test."""
    async with AsyncExitStack() as stack:

        async def start(to: Slack) -> BareApp:
            before = to.connections
            client = AsyncWebClient(token=to.bot_token, base_url=to.api_url, retry_handlers=[])
            bare = BareApp(AsyncApp(client=client, raise_error_for_unhandled_request=False), client)
            bare.listen()
            handler = AsyncSocketModeHandler(bare.app, to.app_token)
            stack.push_async_callback(handler.close_async)
            await handler.connect_async()
            await to.wait(lambda: to.connections > before)
            return bare

        yield start


@pytest.fixture
async def bare(slack: Slack, connect: Connect) -> BareApp:
    """One bare app, connected to `slack`."""
    return await connect(slack)


@pytest.fixture
async def page_app(slack: Slack) -> AsyncIterator[PageApp]:
    """The app that shows all that the page can show, connected to `slack`."""
    slack.subscriptions.add("app_home_opened")
    made = PageApp(AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[]))
    handler = AsyncSocketModeHandler(made.app, slack.app_token)
    await handler.connect_async()
    await slack.wait(lambda: slack.connections > 0)
    yield made
    await handler.close_async()


@pytest.fixture
async def tabs(slack: Slack, chromium: str) -> AsyncIterator[Tabs]:
    """Tabs on the page of `slack`. A console error, or a request to anywhere else, fails the test."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        opened = Tabs(slack, browser)
        yield opened
        await browser.close()
    assert opened.wrong == []
