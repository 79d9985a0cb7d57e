"""Tells whoever watches that something has changed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

T = TypeVar("T")

LOOK_AGAIN = 0.02
"""Seconds after which a condition is looked at though nothing has changed here."""

Change = dict[str, Any]
"""`kind` and what belongs to it; it goes to the page as JSON.

Kinds: `message`, `call`, `socket`, `toast`, `view`, `commands`, `clock`, `story`, `bonnet`, `end`.
"""


class Feed:
    """Wakes those who wait for a condition, and hands every change to those who read the feed.

    Args:
        backlog: how many changes a slow reader may lag behind before it loses the oldest.
    """

    def __init__(self, backlog: int = 2_000) -> None:
        self._backlog = backlog
        self._waiters: set[asyncio.Future[None]] = set()
        self._readers: set[asyncio.Queue[Change]] = set()

    def publish(self, kind: str, describe: Callable[[], Change]) -> None:
        """Say that something has changed. `describe` is called only if somebody reads the feed."""
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)
        if not self._readers:
            return
        change = {"kind": kind, **describe()}
        for reader in self._readers:
            if reader.full():
                reader.get_nowait()
            reader.put_nowait(change)

    @contextmanager
    def read(self) -> Iterator[asyncio.Queue[Change]]:
        """Yield a queue of all changes from now on."""
        queue: asyncio.Queue[Change] = asyncio.Queue(self._backlog)
        self._readers.add(queue)
        try:
            yield queue
        finally:
            self._readers.discard(queue)

    @property
    def watched(self) -> bool:
        """Whether somebody reads the feed: a page is open."""
        return bool(self._readers)

    def close(self) -> None:
        """Tell those who read that nothing more will come."""
        self.publish("end", dict)

    async def wait(self, condition: Callable[[], T | None], seconds: float) -> T | None:
        """Return the condition's first true value, or its last one after `seconds`.

        It is looked at upon every change here, and now and then for what changes elsewhere.
        """
        value = condition()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not value:
                    await self._changed()
                    value = condition()
        return value

    async def _changed(self) -> None:
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        try:
            await asyncio.wait((waiter,), timeout=LOOK_AGAIN)
        finally:
            self._waiters.discard(waiter)
