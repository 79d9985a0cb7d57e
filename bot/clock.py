"""What time it is for the bot: this machine's time, or as far ahead of it as whoever holds the clock has moved it.

Moved is what is known by its date: what is due, how old something is, which hours are quiet. What counts seconds that really
pass goes on as it does: deadlines, retries, the lives of keys in Redis.
"""

from __future__ import annotations

import asyncio
import math
import os
import stat
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from time import time
from typing import BinaryIO

import structlog


class Clock:
    """Called, it returns the time in seconds since 1970; it can be moved on, and never back.

    Args:
        machine: returns this machine's time, in seconds since 1970.
    """

    def __init__(self, machine: Callable[[], float] = time) -> None:
        self._machine, self._ahead = machine, 0.0

    def __call__(self) -> float:
        """Return what time it is."""
        return self._machine() + self._ahead

    def ahead(self) -> float:
        """Return how many seconds it is ahead of the machine's."""
        return self._ahead

    def move(self, ahead: float) -> None:
        """Be so many seconds ahead of the machine's time from now on; what is no more than before changes nothing.

        Raises:
            ValueError: that is no number of seconds.
        """
        if not math.isfinite(ahead):
            raise ValueError(f"a clock cannot be {ahead} seconds ahead")
        self._ahead = max(self._ahead, ahead)


def is_held(pipe: BinaryIO) -> bool:
    """Return whether a process can hold the other end of it: a pipe or a socket, no terminal and no file."""
    mode = os.fstat(pipe.fileno()).st_mode
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


@asynccontextmanager
async def led(clock: Clock, pipe: BinaryIO) -> AsyncIterator[None]:
    """Let whoever holds the other end of the pipe move the clock, for the life of the context.

    Args:
        clock: the clock.
        pipe: has a line for each move: by how many seconds the clock is ahead of the machine's from then on. Its end moves
            nothing.
    """
    reader = asyncio.StreamReader()
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
    following = asyncio.create_task(_follow(clock, reader), name="clock")
    try:
        yield
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        transport.close()


async def _follow(clock: Clock, reader: asyncio.StreamReader) -> None:
    log = structlog.get_logger("clock")
    while said := await reader.readline():
        try:
            clock.move(float(said))
            log.info("the clock was moved", ahead=clock.ahead())
        except ValueError:
            log.warning("the clock was not moved: that is no number of seconds")
