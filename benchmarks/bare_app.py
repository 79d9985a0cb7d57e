"""Contestant: a Bolt app that acks and posts one fixed message, and nothing else: `python -m benchmarks.bare_app WAY`.

WAY is `documented` (as Bolt's documentation shows it: the SDK opens a connection for each call) or `shared` (one session for
all calls, which is faster). $FIXED_BLOCKS, if set, is the JSON of the blocks to post instead of a line of text. A button
`again` has its message edited.
https://docs.slack.dev/tools/bolt-python/concepts/socket-mode
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from time import perf_counter
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient


def refreshed(text: str) -> list[dict[str, Any]]:
    """Return a line of text, and a button that makes it anew."""
    again = {"type": "button", "action_id": "again", "text": {"type": "plain_text", "text": "Refresh"}, "value": "again"}
    line = {"type": "section", "text": {"type": "plain_text", "text": text}}
    return [line, {"type": "actions", "elements": [again]}]


async def main(way: str) -> None:
    """Serve Slack until ended."""
    blocks = json.loads(os.environ.get("FIXED_BLOCKS", "null"))
    session = aiohttp.ClientSession() if way == "shared" else None
    client = AsyncWebClient(os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"], session=session)
    app = AsyncApp(client=client)

    @app.command("/sre")
    async def answer(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.chat_postMessage(channel=body["channel_id"], text="178 pods failing in 142 workloads", blocks=blocks)

    @app.action("again")
    async def edit(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        text = f"178 pods failing in 142 workloads · {perf_counter()}"
        await client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text=text, blocks=refreshed(text))

    handler = AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"])
    await handler.start_async()  # type: ignore[no-untyped-call]  # the SDK declares no types here


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
