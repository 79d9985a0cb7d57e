"""The bot's command line as a real process: what it prints, what it answers to signals, how it ends."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
SECONDS = 30.0
"""The longest that a process is waited for: far more than it needs, so that a slow machine fails no test."""


@dataclass(frozen=True)
class Ended:
    """How a process ended: its exit code, and all that it printed."""

    code: int
    out: str
    err: str


@dataclass
class BotProcess:
    """One running process, whose standard error is read as it comes."""

    process: asyncio.subprocess.Process
    err: str = ""
    more: asyncio.Event = field(default_factory=asyncio.Event)

    async def read(self) -> None:
        """Take what it writes to standard error until that ends."""
        assert self.process.stderr is not None
        while part := await self.process.stderr.read(1 << 16):
            self.err += part.decode(errors="replace")
            self.more.set()

    async def said(self, text: str) -> None:
        """Wait until it has written `text` to standard error."""
        async with asyncio.timeout(SECONDS):
            while text not in self.err:
                self.more.clear()
                await self.more.wait()

    async def ended(self) -> int:
        """Wait for its end and return its exit code."""
        async with asyncio.timeout(SECONDS):
            return await self.process.wait()


@asynccontextmanager
async def running(
    arguments: Sequence[str], environ: Mapping[str, str], folder: Path | None = None
) -> AsyncIterator[BotProcess]:
    """Run `python -m bot …` with no environment but what is given; kill it in the end if it has not ended by itself."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments,
        env=_environ(environ), cwd=folder or "/", stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    bot = BotProcess(process)
    reading = asyncio.create_task(bot.read(), name="stderr")
    try:
        yield bot
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await reading


async def run(arguments: Sequence[str], environ: Mapping[str, str] | None = None, folder: Path | None = None) -> Ended:
    """Run `python -m bot …` to its end. In `folder` it finds its `.env` and `config.yaml`; "/" has neither."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments,
        env=_environ(environ or {}), cwd=folder or "/", stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        async with asyncio.timeout(SECONDS):
            out, err = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode is not None
    return Ended(process.returncode, out.decode(), err.decode())


def _environ(environ: Mapping[str, str]) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "PYTHONPATH": str(ROOT), **environ}
