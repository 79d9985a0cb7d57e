"""How long the event loop was kept from those who wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import perf_counter, process_time

TICK = 0.001


class Ticker:
    """A task that wants a turn of the event loop each millisecond.

    Attributes:
        late: by how many seconds each turn came late.
        own: how much of that this process itself computed, in all its threads, garbage collection included: what remains on
            a machine where nobody else takes the cores. Waiting in a system call is not in it.
    """

    def __init__(self) -> None:
        self.late: list[float] = []
        self.own: list[float] = []

    @asynccontextmanager
    async def ticking(self) -> AsyncIterator[None]:
        """Tick while the body of the context runs."""
        task = asyncio.create_task(self._run(), name="ticker")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _run(self) -> None:
        last, worked = perf_counter(), process_time()
        while True:
            await asyncio.sleep(TICK)
            now, work = perf_counter(), process_time()
            late = max(0.0, now - last - TICK)
            self.late.append(late)
            self.own.append(min(late, work - worked))
            last, worked = now, work
