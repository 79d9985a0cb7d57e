"""The runs that this process has in hand: their tasks, their leases, and what of them is still to be settled."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any, TypeVar

import structlog

from bot.digests.digest import Run
from bot.digests.ledger import DigestLedger
from bot.store.redis import StoreAwayError

T = TypeVar("T")
MOST = 200
"""Runs in hand at a time: most of them wait until their channel takes one more message."""
IN_CHANNEL = 2
"""Runs of one channel among them: it takes a message a second."""
HAND_OVER = 3.0
"""Seconds that runs under way may still take when the bot is told to stop."""


class Hands:
    """Owns the tasks.

    Args:
        ledger: knows whose the runs are.
        ended: called when one has ended, so that there is room.
    """

    def __init__(self, ledger: DigestLedger, ended: Callable[[], None]) -> None:
        self._ledger, self._ended = ledger, ended
        self._runs: dict[str, Run] = {}
        self._tasks: dict[str, asyncio.Task[Any]] = {}
        self._unsettled: dict[str, tuple[Run, bytes | None]] = {}
        self._log = structlog.get_logger("digests")

    def __contains__(self, run: Run) -> bool:
        return run.key in self._runs

    @property
    def free(self) -> int:
        """How many more there is room for."""
        return MOST - len(self._tasks)

    def room(self, runs: Sequence[Run]) -> dict[str, int]:
        """Return for how many more there is room in each of these runs' channels, by its ID."""
        there = Counter(run.digest.channel for run in self._runs.values())
        return {run.digest.channel: IN_CHANNEL - there[run.digest.channel] for run in runs}

    def take(self, run: Run, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Begin with a run that is ours."""
        task = asyncio.create_task(work, name=f"digest-{run.key}")
        self._runs[run.key], self._tasks[run.key] = run, task

        def ended(_: asyncio.Task[Any]) -> None:
            self._tasks.pop(run.key, None)
            if run.key not in self._unsettled:
                self._runs.pop(run.key, None)
            self._ended()

        task.add_done_callback(ended)
        return task

    async def keep(self) -> None:
        """Say what we have, and let go of what is no longer ours. Raises StoreAwayError."""
        if self._runs:
            self._let_go(await self._ledger.keep(tuple(self._runs.values())))

    def let_all_go(self) -> None:
        """Let go of everything that is not posted: nobody knows that it is ours any more."""
        self._let_go(tuple(self._runs.values()))

    def _let_go(self, runs: Sequence[Run]) -> None:
        for run in runs:
            if (task := self._tasks.get(run.key)) is not None:
                self._log.warning("this run is no longer ours", run=run.key)
                task.cancel()

    async def finish(self, run: Run, kept: bytes | None) -> None:
        """Settle a run; while the store is away that is owed, and the run stays in our hands."""
        self._unsettled[run.key] = (run, kept)
        with suppress(StoreAwayError):
            await self.settle_owed()

    async def settle_owed(self) -> None:
        """Settle what could not be settled before. Raises StoreAwayError."""
        for key, (run, kept) in tuple(self._unsettled.items()):
            await self._ledger.finish(run, kept)
            self._unsettled.pop(key, None)
            if key not in self._tasks:
                self._runs.pop(key, None)

    async def give_back(self, run: Run, seconds: float = 0.0) -> None:
        """Give a run back that is not finished, for others to take after so many seconds.

        Where that cannot be said, its lease ends by itself.
        """
        if run.key not in self._unsettled:
            self._runs.pop(run.key, None)
            with suppress(StoreAwayError):
                await self._ledger.release(run, seconds)

    async def hand_over(self) -> None:
        """End what is under way, which has a moment to end by itself, and give it back."""
        runs, tasks = tuple(self._runs.values()), tuple(self._tasks.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=HAND_OVER)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        with suppress(StoreAwayError):
            await self.settle_owed()
        for run in runs:
            await self.give_back(run)

    async def empty(self) -> None:
        """Return when nothing is under way any more."""
        while self._tasks:
            await asyncio.wait(tuple(self._tasks.values()))
