"""Owns the tasks that are no questions: bounded, guarded, and finished before the bot goes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.flow import Guard

MOST = 500
"""Errands under way at most; more are dropped, as what they would open comes too late."""


class Errands:
    """Runs errands.

    Args:
        guard: keeps what breaks from being lost.
    """

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._tasks: set[asyncio.Task[str]] = set()
        self._log = structlog.get_logger("errands")

    def run(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Begin `work`, and return at once."""
        if len(self._tasks) >= MOST:
            self._log.error("too many errands", errand=name)
            return
        task = asyncio.get_running_loop().create_task(self._run(work), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drain(self, seconds: float) -> None:
        """Wait until all are done, at most `seconds`, and give up the rest."""
        if not self._tasks:
            return
        _, late = await asyncio.wait(tuple(self._tasks), timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _run(self, work: Callable[[], Awaitable[None]]) -> str:
        return await self._guard(work, _told)


async def _told(_: Exception) -> None:
    """Say nothing more: what broke stands in the log, and there is nobody to tell it to."""
