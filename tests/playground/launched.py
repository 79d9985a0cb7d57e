"""The playground as `make run` starts it without tokens: a process with everything that it starts."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from servers import free_port

ROOT = Path(__file__).parents[2]
SECONDS = 60


@dataclass
class Run:
    """A playground that runs: what it said first, and its page's addresses."""

    process: asyncio.subprocess.Process
    said: str
    page: str
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

    async def typed(self, user: str, channel: str, line: str) -> None:
        """Type a slash command's line."""
        async with self.http.post("slash", json={"user": user, "channel": channel, "text": line}) as answer:
            assert answer.status == 200

    async def said_there(self, channel: str, word: str) -> str:
        """Wait until a message in the channel holds the word; return the message's text."""
        async with asyncio.timeout(SECONDS), self.http.get("events") as events:
            async for _ in events.content:
                async with self.http.get("messages", params={"channel": channel}) as answer:
                    texts = [str(one["text"]) for one in await answer.json()]
                if found := next((text for text in texts if word in text), None):
                    return found
        raise AssertionError("the feed ended")


@asynccontextmanager
async def launched(folder: Path, **variables: str) -> AsyncIterator[Run]:
    """Start a playground in an empty folder and yield it when its bot is ready; let it end afterwards.

    Args:
        folder: where it is started, and its home.
        variables: what else is set in its environment.
    """
    environ = {**variables, "PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(ROOT), "TMPDIR": str(folder),
               "SREHUB_CONFIG": str(ROOT / "config.yaml"), "SREHUB_HTTP_PORT": str(free_port())}  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "playground", cwd=folder, env=environ,
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
            yield Run(process, said, page, http)
    finally:
        if process.returncode is None:
            process.terminate()  # a kill would leave its own children behind
        await process.communicate()
