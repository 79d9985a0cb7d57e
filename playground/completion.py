"""Asks the bot's own command line which commands it has, so that the page can complete them."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import msgspec

from playground.slack import Commands, Slack, Usage

SECONDS = 20.0
"""How long that may take on a busy machine; without an answer the page completes nothing."""


class _Records(msgspec.Struct):
    entries: tuple[Usage, ...]


class _Answer(msgspec.Struct):
    records: _Records


class _Asked(msgspec.Struct):
    """What `python -m bot ask help --json` prints, as far as it is needed."""

    answered: list[_Answer]


@asynccontextmanager
async def completing(slack: Slack, arguments: Sequence[str], environ: Mapping[str, str]) -> AsyncIterator[None]:
    """Let the page complete the bot's command lines, as soon as they are known; see `usages` for the arguments."""

    async def learn() -> None:
        slack.complete(await usages(arguments, environ))

    task = asyncio.create_task(learn())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def usages(arguments: Sequence[str], environ: Mapping[str, str]) -> Commands:
    """Return the bot's command lines, none if it does not tell.

    Args:
        arguments: what is handed on to the bot, e.g. `--config FILE`.
        environ: the bot's environment.
    """
    command = (sys.executable, "-m", "bot", "ask", "help", "--json", *arguments)
    pipe, nowhere = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*command, env=dict(environ), stdin=nowhere, stdout=pipe, stderr=nowhere)
    try:
        async with asyncio.timeout(SECONDS):
            said, _ = await process.communicate()
        return Commands(lines=lines(said))
    except TimeoutError:
        return Commands()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def lines(said: bytes) -> tuple[Usage, ...]:
    """Return the usage lines in what the bot printed; none in anything else."""
    try:
        asked = msgspec.json.decode(said, type=_Asked)
    except msgspec.DecodeError:
        return ()
    return tuple(entry for answer in asked.answered for entry in answer.records.entries)
