"""The bulkhead of one target: a few requests may be under way to it at once, so that a slow one cannot take up the bot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from connectors._deadline import Deadline
from connectors._errors import Overloaded


class Bulkhead:
    """Gives out a target's places, to who waited longest first."""

    def __init__(self, target: str, places: int) -> None:
        self._target = target
        self._places = places
        self._free = asyncio.Semaphore(places)

    @asynccontextmanager
    async def place(self, deadline: Deadline) -> AsyncIterator[None]:
        """Wait for a place and hold it for the length of the context.

        Raises:
            Overloaded: none came free by the deadline.
        """
        if self._free.locked():
            await self._wait(deadline)
        else:
            await self._free.acquire()  # which does not wait then
        try:
            yield
        finally:
            self._free.release()

    async def _wait(self, deadline: Deadline) -> None:
        seconds = deadline.left()
        try:
            async with deadline.timeout():
                await self._free.acquire()
        except TimeoutError:
            full = f"{self._places} requests to it were under way already, and none ended within {seconds:.2g} s"
            raise Overloaded(self._target, full) from None
