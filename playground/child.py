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
MOVED = "--moved-clock"
"""By its `--help`: its clock is told, on its standard input, by how much it is moved."""


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
    arguments: Sequence[str], environ: Mapping[str, str], minder: Minder, *, led: bool = False
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Yield the process of `python -m bot run` with these arguments; stop it in the end, if it has not ended.

    It has a process group of its own, so that Ctrl-C reaches it once, through us; where we are killed, the minder ends it.
    What it prints goes where we print. If it is `led`, its clock is moved by `lead`, through a pipe of which nobody else has
    the other end.
    """
    command = (sys.executable, "-m", "bot", "run", *arguments, *([MOVED] if led else []))
    pipe = asyncio.subprocess.PIPE if led else asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*command, env=dict(environ), stdin=pipe, process_group=0)
    minder.mind(process.pid)
    try:
        yield process
    finally:
        await _stop(process)
        minder.forget(process.pid)


def lead(process: asyncio.subprocess.Process, ahead: float) -> None:
    """Tell a bot that is led by how many seconds its clock is ahead of the machine's from now on."""
    assert process.stdin is not None, "it was started to be led"
    process.stdin.write(f"{ahead:.3f}\n".encode())


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
