"""Gives the content of the files that go with an answer: their text, or their chart, drawn by a process of its own."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
import zlib
from collections.abc import Callable

import msgspec
import structlog
from cachetools import LRUCache

from bot.errors import NoPicture
from processors._passages import Chart
from processors._summary import Document

PATIENCE = 20.0
"""Seconds after which a picture is given up; it takes about one."""
AT_ONCE = 1
"""Pictures that are drawn at once: each keeps a core busy and takes some 80 MB while it does."""
LIBRARY = "matplotlib"


def installed() -> bool:
    """Return whether the library that draws is there by now."""
    importlib.invalidate_caches()
    return importlib.util.find_spec(LIBRARY) is not None


class Pictures:
    """Draws, and remembers the last few pictures: many people look at the same one.

    Args:
        can_draw: whether what draws is there. It is asked until it is: `make run` installs it while the bot runs.
        patience: seconds after which one is given up.
        remembered: how many are kept.
    """

    def __init__(self, can_draw: Callable[[], bool] = installed, patience: float = PATIENCE, remembered: int = 8) -> None:
        self._can_draw, self._there = can_draw, False
        self._patience = patience
        self._drawn: LRUCache[Chart, bytes] = LRUCache(maxsize=remembered)
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._one: dict[Chart, asyncio.Lock] = {}
        self._log = structlog.get_logger("pictures")

    async def content(self, document: Document) -> bytes:
        """Return a file's content; b"" for one that there is not: of a chart, where the library is not installed.

        Raises:
            NoPicture: the chart could not be drawn.
        """
        if document.packed:
            return await asyncio.to_thread(zlib.decompress, document.packed)
        if document.chart is None:
            return document.text.encode(errors="replace")
        self._there = self._there or self._can_draw()
        if not self._there:
            self._log.info("no picture is drawn, as srehub[pictures] is not installed (yet)", file=document.name)
            return b""
        return await self._picture(document.chart)

    async def _picture(self, chart: Chart) -> bytes:
        """Return the picture of a chart, drawn once for all who ask for it at the same time."""
        lock = self._one.setdefault(chart, asyncio.Lock())
        try:
            async with lock:
                drawn = self._drawn.get(chart)
                if drawn is None:
                    async with self._turn:
                        drawn = self._drawn[chart] = await self._draw(chart)
                return drawn
        finally:
            if not lock.locked():
                self._one.pop(chart, None)

    async def _draw(self, chart: Chart) -> bytes:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.drawing",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            async with asyncio.timeout(self._patience):
                drawn, said = await process.communicate(msgspec.msgpack.encode(chart))
        except TimeoutError:
            raise NoPicture(f"the chart was not drawn within {self._patience:g} s") from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode or not drawn:
            self._log.error("a chart could not be drawn", why=said.decode(errors="replace")[-2000:])
            raise NoPicture("the chart could not be drawn")
        return drawn
