"""The controls over HTTP: what the page and benchmarks stand on."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import aiohttp

from playground.slack import Slack


async def test_everything_can_be_done_over_http(slack: Slack, bare: Any) -> None:
    """Benchmarks run in another process."""
    async with aiohttp.ClientSession(f"{slack.page_url}_playground/") as http:

        async def post(name: str, **body: Any) -> dict[str, Any]:
            async with http.post(name, json=body) as response:
                return dict(await response.json(), status=response.status)

        async def get(name: str) -> Any:
            async with http.get(name) as response:
                return await response.json()

        assert (await post("slash", user="ana", channel="incidents", text="x"))["acked"]
        said = await slack.wait(lambda: slack.messages("incidents"))
        assert (await post("click", user="ana", channel="incidents", ts=said[0].ts, action="Refresh"))["acked"]
        assert (await post("mention", user="ana", channel="ops", text="x"))["acked"]
        assert (await post("dm", user="ana", text="x"))["acked"]
        wrong = await post("click", user="ana", channel="incidents", ts=said[0].ts, action="Explode")
        assert (wrong["status"], "nothing to click" in wrong["error"]) == (400, True)
        assert (await get("messages?channel=incidents"))[0]["user"] == slack.bot_user
        assert (await get("stats"))["acked"] >= 4
        assert (await get("calls?last=1"))[0]["method"]


async def test_the_feed_tells_of_every_message(slack: Slack, bare: Any) -> None:
    """The page, and benchmarks that count answers, live on it."""
    async with aiohttp.ClientSession() as http, http.get(f"{slack.page_url}_playground/events") as events:
        await events.content.readline()
        await slack.slash("ana", "incidents", "x")
        async with asyncio.timeout(5):
            async for line in events.content:
                if line.startswith(b"data: ") and (change := json.loads(line[6:]))["kind"] == "message":
                    break
        assert change["message"]["text"] == "an answer"


async def test_a_page_from_elsewhere_cannot_act(slack: Slack) -> None:
    """Neither by a form across sites nor by another name for this address."""
    async with aiohttp.ClientSession() as http:
        body = json.dumps({"user": "ana", "channel": "incidents", "text": "x"})
        url = f"{slack.page_url}_playground/slash"
        async with http.post(url, data=body, headers={"Content-Type": "text/plain"}) as response:
            assert response.status == 415
        async with http.post(url, json={}, headers={"Host": "evil.example"}) as response:
            assert response.status == 403
        async with http.get(f"{slack.page_url}page/..%2fslack.py") as response:
            assert response.status == 404


async def test_it_runs_in_a_process_of_its_own() -> None:
    """Benchmarks must not measure Slack in the bot's process."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "playground.slack", "--no-rates", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    told = json.loads(await process.stdout.readline())
    async with aiohttp.ClientSession() as http, http.get(f"{told['page_url']}_playground/stats") as response:
        assert (await response.json())["connections"] == 0
    process.terminate()
    assert await process.wait() == 0
