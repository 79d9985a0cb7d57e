"""The bot as a child process: started, watched until it is ready, stopped gracefully."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import aiohttp

from playground.minder import Minder

GRACE = 25.0
"""Seconds from SIGTERM to SIGKILL: more than the bot's own grace of 20."""
LOOK_EVERY = 0.2


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        async with asyncio.timeout(GRACE):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


@asynccontextmanager
async def bot(
    arguments: Sequence[str], environ: Mapping[str, str], minder: Minder
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Yield the process of `python -m bot run` with these arguments; stop it in the end, if it has not ended.

    It has a process group of its own, so that Ctrl-C reaches it once, through us; where we are killed, the minder ends it.
    What it prints goes where we print.
    """
    command = (sys.executable, "-m", "bot", "run", *arguments)
    process = await asyncio.create_subprocess_exec(
        *command, env=dict(environ), stdin=asyncio.subprocess.DEVNULL, process_group=0
    )
    minder.mind(process.pid)
    try:
        yield process
    finally:
        await _stop(process)
        minder.forget(process.pid)


async def ready(port: int) -> None:
    """Return when the bot's own server on this port of the loopback says that it is ready."""
    timeout = aiohttp.ClientTimeout(total=2.0)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        while True:
            try:
                async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    if answer.status == 200:
                        return
            except (aiohttp.ClientError, TimeoutError):
                pass  # not there yet
            await asyncio.sleep(LOOK_EVERY)
