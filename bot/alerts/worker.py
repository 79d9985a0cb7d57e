"""Shows what is due, on whichever replica finds it first, and looks up evidence; it owns the tasks that do so."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from time import time

import structlog
from msgspec.structs import replace

from bot.alerts.intake import Intake
from bot.alerts.looking import Looking
from bot.alerts.showing import Showing
from bot.alerts.store import AlertStore, Claim, Kept
from bot.alerts.truth import EVERY, Truth
from bot.errors import SlackAway, SlackError, SlackRefused
from bot.flow import Guard
from bot.store.redis import StoreAwayError
from processors._alerts import Group

AT_ONCE, IN_CHANNEL = 16, 4
"""Things shown at a time, and of one channel among them."""
IDLE, AGAIN, KNOWN, LOOKED, REFUSED = 0.5, 2.0, 5.0, 30.0, 60.0
"""Seconds: between looks at what is due; until something is tried again; between looks whether the channels are known; until
evidence is looked for again; until something is tried again that Slack refused.
"""


class AlertWorker:
    """Works while its context is open.

    Args:
        store: the state.
        showing: shows one thing.
        intake: what it took in is made good where the state was lost.
        channels: where groups may go.
        looking: looks up evidence.
        truth: looks whether what fires here still fires there.
        guard: keeps what breaks from ending the worker.
        awake: set when there is something to show.
        clock: the time, seconds since 1970.
    """

    def __init__(
        self, store: AlertStore, showing: Showing, intake: Intake, channels: Sequence[str], looking: Looking, truth: Truth,
        guard: Guard, awake: asyncio.Event, clock: Callable[[], float] = time,
    ) -> None:  # fmt: skip
        self._store, self._showing, self._intake, self._to = store, showing, intake, channels
        self._looking, self._truth, self._guard, self._awake, self._clock = looking, truth, guard, awake, clock
        self._tasks: set[asyncio.Task[None]] = set()
        self._channels: Counter[str] = Counter()
        self._next = 0.0
        self._log = structlog.get_logger("alerts")

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Work while the body runs; then end what is under way: what was not shown is due for whoever comes next."""
        looping = asyncio.create_task(self._loop(), name="alerts")
        try:
            yield
        finally:
            looping.cancel()
            await asyncio.wait(self._tasks, timeout=2.0) if self._tasks else None
            tasks = (looping, *self._tasks)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._looking.close()

    async def _loop(self) -> None:
        while True:
            await self._guard(self._round, self._broken)

    async def _broken(self, _: Exception) -> None:
        await asyncio.sleep(AGAIN)

    async def _round(self) -> None:
        self._awake.clear()
        found: list[Claim] = []
        try:
            await self._intake.make_good()
            await self._prepare()
            if (free := AT_ONCE - len(self._tasks)) > 0:
                found = await self._store.claim(free)
        except StoreAwayError:
            await asyncio.sleep(IDLE)
        begun = [claim for claim in found if self._begun(claim)]
        for claim in found:
            if claim not in begun:
                await self._release(claim, self._clock() + IDLE)
        if not begun or len(self._tasks) >= AT_ONCE:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._awake.wait(), IDLE)

    async def _prepare(self) -> None:
        """Look now and then whether the channels are known. Raises StoreAwayError."""
        if self._clock() < self._next:
            return
        self._next = self._clock() + KNOWN
        try:
            for channel in self._to:
                await self._showing.prepare(channel)
        except SlackError as error:
            self._next = self._clock() + REFUSED
            self._log.warning("a channel of alerts cannot be read", why=str(error))

    def _begun(self, claim: Claim) -> bool:
        """Begin to serve it, unless its channel has its share already: it may be slow."""
        if self._channels[claim.channel] >= IN_CHANNEL:
            return False
        self._channels[claim.channel] += 1
        task = asyncio.get_running_loop().create_task(self._serve(claim), name="alert")
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._done(done, claim.channel))
        return True

    def _done(self, task: asyncio.Task[None], channel: str) -> None:
        self._tasks.discard(task)
        self._channels[channel] -= 1
        self._awake.set()

    async def _serve(self, claim: Claim) -> None:
        again: float | None = None

        async def show() -> None:
            nonlocal again
            again = await self._show(claim)

        async def broken(_: Exception) -> None:
            nonlocal again
            again = self._clock() + REFUSED

        await self._guard(show, broken)
        await self._release(claim, again)

    async def _show(self, claim: Claim) -> float | None:
        """Show it; return when it is due again, None if not."""
        now = self._clock()
        try:
            kept = await self._showing.show(claim.key, claim.channel)
            if isinstance(kept, Group) and kept.firing and self._truth.target(kept):
                await self._truth.look(kept)
                self._looking.begin(kept)
                return now + EVERY
        except SlackAway as away:
            return now + max(away.retry_after or 0.0, AGAIN)
        except SlackRefused as refused:
            self._log.error("alert not shown", key=claim.key, channel=claim.channel, why=str(refused))
            return now + REFUSED
        except StoreAwayError:
            return now + AGAIN
        return now + LOOKED if self._looking.begin(kept) else None

    async def _release(self, claim: Claim, again: float | None) -> None:
        with suppress(StoreAwayError):  # then the lease ends by itself
            if not await self._store.release(claim, again):
                await self._store.change(claim.key, _unsure)


def _unsure(kept: Kept | None) -> Kept | None:
    """Return what has to be shown once more, as somebody else may have been overtaken by us."""
    return replace(kept, shown=0) if kept is not None else None
