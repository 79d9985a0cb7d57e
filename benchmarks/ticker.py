"""How long the event loop was kept from those who wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import perf_counter, thread_time

TICK = 0.001


class Ticker:
    """A task that wants a turn of the event loop each millisecond.

    Attributes:
        late: by how many seconds each turn came late.
        busy: the most processor time of the loop's own thread between two turns, in seconds: what remains of the lateness
            where nobody else wants the machine.
    """

    def __init__(self) -> None:
        self.late: list[float] = []
        self.busy = 0.0

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
        last, worked = perf_counter(), thread_time()
        while True:
            await asyncio.sleep(TICK)
            now, work = perf_counter(), thread_time()
            self.late.append(max(0.0, now - last - TICK))
            self.busy = max(self.busy, work - worked)
            last, worked = now, work
