"""The stand-in is a package of its own: any app runs against it, on one line of what it prints."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import aiohttp

APP = Path(__file__).with_name("ten_lines.py")


async def change(events: aiohttp.ClientResponse, kind: str) -> dict[str, Any]:
    """Return the next change of this kind from the stream of events."""
    async for line in events.content:
        if line.startswith(b"data: ") and (found := json.loads(line[6:]))["kind"] == kind:
            return dict(found)
    raise AssertionError(f"the stream ended without any {kind}")


async def test_a_bolt_app_of_ten_lines_runs_against_the_stand_in_alone() -> None:
    """The bot is one app among others: nothing here is made for it, but that its command line starts the stand-in, too."""
    assert len([line for line in APP.read_text().splitlines() if line]) <= 10
    pipe, nowhere = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    command = (sys.executable, "-m", "bot", "playground", "--only-slack", "--no-rates")
    stand_in = await asyncio.create_subprocess_exec(*command, stdout=pipe)
    assert stand_in.stdout is not None
    told = json.loads(await stand_in.stdout.readline())
    names = {"SLACK_BOT_TOKEN": "bot_token", "SLACK_APP_TOKEN": "app_token", "SLACK_API_URL": "api_url"}
    environ = {**os.environ, **{name: told[value] for name, value in names.items()}}
    async with aiohttp.ClientSession(f"{told['page_url']}_playground/") as http, http.get("events") as events:
        await events.content.readline()
        app = await asyncio.create_subprocess_exec(sys.executable, str(APP), env=environ, stdout=nowhere, stderr=nowhere)
        try:
            async with asyncio.timeout(30):
                await change(events, "socket")
                async with http.post("slash", json={"user": "ana", "channel": "incidents", "text": "hello"}) as response:
                    assert (await response.json())["acked"]
                assert (await change(events, "message"))["message"]["text"] == "You said hello"
        finally:
            for process in (app, stand_in):
                process.terminate()
                await process.wait()
