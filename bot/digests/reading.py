"""Reads channels' histories beside everything else: a few at a time, and again later where Slack does not let us now."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Collection
from contextlib import suppress

from bot.digests.ledger import Glance
from bot.digests.recovery import DigestRecovery
from bot.errors import SlackAway
from bot.flow import Guard
from bot.store.redis import StoreAwayError

AT_ONCE = 4
"""Channels that are read at a time."""
AGAIN = 5.0
"""Seconds until it is tried again."""


class Reading:
    """Owns the tasks.

    Args:
        recovery: reads one channel.
        guard: keeps what breaks from being lost.
    """

    def __init__(self, recovery: DigestRecovery, guard: Guard) -> None:
        self._recovery, self._guard = recovery, guard
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._not_before = 0.0

    def read(self, channels: Collection[str], glance: Glance) -> None:
        """Begin to read some of these channels, as far as there is room: any, as other replicas read some, too."""
        if glance.now >= self._not_before:
            unread = sorted(set(channels) - set(self._tasks))
            for channel in random.sample(unread, min(len(unread), AT_ONCE - len(self._tasks))):
                self._begin(channel, glance)

    def _begin(self, channel: str, glance: Glance) -> None:
        task = self._tasks[channel] = asyncio.create_task(self._read(channel, glance), name=f"history-{channel}")

        def ended(_: asyncio.Task[None]) -> None:
            self._tasks.pop(channel, None)

        task.add_done_callback(ended)

    async def _read(self, channel: str, glance: Glance) -> None:
        async def read() -> None:
            with suppress(StoreAwayError):
                await self._recovery.make_known(channel, glance)

        async def later(error: Exception) -> None:
            asked = error.retry_after or 0.0 if isinstance(error, SlackAway) else 0.0
            self._not_before = glance.now + max(AGAIN, asked)  # Slack counts the readings of all channels together

        await self._guard(read, later)

    async def close(self) -> None:
        """End what is under way: whoever comes next reads it."""
        tasks = tuple(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def empty(self) -> None:
        """Return when nothing is under way any more."""
        while self._tasks:
            await asyncio.wait(tuple(self._tasks.values()))
