"""Ends the playground's child processes where it was killed so that it could not: a process that outlives it for a moment.

    +PID, -PID      a line each on its standard input: a child was started, has ended
    the end of it   we are gone: what is still there is told to end (SIGTERM, by its group)

A pipe, as it closes on every system however a process ends.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Iterable
from contextlib import suppress
from types import TracebackType


class Minder:
    """The process, for the life of an `async with`."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Minder:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-S", __file__, stdin=asyncio.subprocess.PIPE, start_new_session=True
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        process = self._running()
        self._pipe(process).close()
        await process.wait()

    def mind(self, pid: int) -> None:
        """Note that a child was started, as the first of a process group of its own."""
        self._say(f"+{pid}")

    def forget(self, pid: int) -> None:
        """Note that it has ended."""
        self._say(f"-{pid}")

    def _say(self, line: str) -> None:
        self._pipe(self._running()).write(f"{line}\n".encode())

    def _running(self) -> asyncio.subprocess.Process:
        assert self._process is not None, "it is used inside of its context"
        return self._process

    @staticmethod
    def _pipe(process: asyncio.subprocess.Process) -> asyncio.StreamWriter:
        assert process.stdin is not None, "it was asked for"
        return process.stdin


def mind(lines: Iterable[str]) -> None:
    """Read which children there are, and end those that are left when there are no more lines."""
    children: set[int] = set()
    for line in lines:
        pid = int(line[1:])
        if line.startswith("+"):
            children.add(pid)
        else:
            children.discard(pid)
    for pid in children:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGTERM)


if __name__ == "__main__":
    mind(sys.stdin)
