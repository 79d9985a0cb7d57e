"""`make run` without tokens, as a newcomer runs it: the launcher as a process, with everything that it starts."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from servers import free_port

from playground.redis import find_redis

ROOT = Path(__file__).parents[2]
SECONDS = 60


@dataclass
class Run:
    """A playground that runs: what it said first, and its page's addresses."""

    process: asyncio.subprocess.Process
    said: str
    http: aiohttp.ClientSession

    async def panel(self, name: str) -> dict[str, Any]:
        """Return what a panel shows."""
        async with self.http.get(name) as answer:
            return dict(await answer.json())

    async def until(self, name: str, condition: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Return what a panel shows as soon as the condition holds."""
        async with asyncio.timeout(SECONDS), self.http.get("events") as events:
            async for _ in events.content:
                if condition(shown := await self.panel(name)):
                    return shown
        raise AssertionError("the feed ended")


@pytest.fixture
async def run(tmp_path: Path) -> AsyncIterator[Run]:
    """A playground whose bot is ready."""
    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path),
               "SREHUB_CONFIG": str(ROOT / "config.yaml"), "SREHUB_HTTP_PORT": str(free_port())}  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "playground", cwd=tmp_path, env=environ,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        async with asyncio.timeout(SECONDS):
            said = ""
            while "ready" not in said:
                line = (await process.stdout.readline()).decode()
                assert line, f"it ended: {said}"
                said += line
        page = said.split("\n", 1)[0].split()[-1]
        async with aiohttp.ClientSession(f"{page}_playground/") as http:
            yield Run(process, said, http)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_a_newcomer_gets_the_page_the_story_and_what_is_under_the_bonnet(run: Run) -> None:
    """All of it comes by one command: the alert comes in, the crowd is answered for one look at the cluster, and it ends."""
    assert run.said.startswith("SREHub's playground: http://127.0.0.1:")
    story = await run.until("story", lambda shown: shown["steps"][0]["done"])
    assert story["steps"][1]["hint_line"] == "/sre pods failed"
    async with run.http.post("bonnet", json={"act": "crowd", "n": 50, "line": "pods failed"}) as answer:
        assert answer.status == 200
    shown = await run.until("bonnet", lambda shown: shown["crowd"]["answered"] == 50 and sum(shown["cache"].values()) == 50)
    assert shown["cache"]["asked"] == 1
    assert [one["target"] for one in shown["breakers"]] == ["eu-west", "prod", "staging"]
    offered = {one["id"] for one in shown["faults"]}
    assert offered >= {"hang:prod", "403:prod", "hang:staging", "hang:eu-west", "429", "drop", "away"}
    assert ("redis" in offered) == bool(find_redis())
    run.process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(SECONDS):
        assert await run.process.wait() == 0


async def test_the_first_ten_lines_say_what_to_do(run: Run) -> None:
    """Nobody reads an eleventh."""
    first = "\n".join(run.said.splitlines()[:10])
    assert all(
        word in first for word in ("http://127.0.0.1:", "#incidents", '"Story"', '"Under the bonnet"', "/sre pods failed")
    )
