"""The subscriptions of this process: looks at those whose turn it is, a few at once, and takes orders about them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress

import structlog

from bot.flow import Flow, Perform
from bot.store.redis import StoreAwayError, stop
from bot.subscriptions.actions import SubscriptionActions
from bot.subscriptions.look import Looker
from bot.subscriptions.store import SubscriptionStore
from bot.subscriptions.subscription import Claim

TEND_EVERY = 1.0
"""Seconds between two glances at what is due."""
SEE_EVERY = 10
"""Glances between two readings of all that there is, by which a Redis that was emptied is noticed."""
HAND_OVER = 3.0
"""Seconds that a look under way may still take when the bot is told to stop."""


class Subscriptions:
    """Opened and closed as an asynchronous context; it owns the tasks.

    Args:
        flow: is told what carries out the operations.
        store: where subscriptions are kept.
        looker: looks at one.
        actions: what people do about them.
        at_once: how many are looked at at the same time.
    """

    def __init__(
        self, flow: Flow, store: SubscriptionStore, looker: Looker, actions: SubscriptionActions, at_once: int
    ) -> None:
        self._flow, self._store, self._looker, self._actions = flow, store, looker, actions
        self._at_once = at_once
        self._tasks: set[asyncio.Task[None]] = set()
        self._tender: asyncio.Task[None] | None = None
        self._log = structlog.get_logger("notify")

    async def __aenter__(self) -> Subscriptions:
        self._flow.adopt(self._operations())
        self._tender = asyncio.create_task(self._tend(), name="subscriptions")
        return self

    async def __aexit__(self, *exc: object) -> None:
        """End; what is under way has a moment, and falls to another replica otherwise."""
        if self._tender is not None:
            await stop(self._tender)
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=HAND_OVER)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _operations(self) -> Mapping[str, Perform]:
        return {"notify": self._actions.begin, "notify list": self._actions.list, "notify stop": self._actions.stop}

    async def _tend(self) -> None:
        glances = 0
        while True:
            with suppress(StoreAwayError):  # it is said in the footers of all answers; what is due stays so
                if glances % SEE_EVERY == 0:
                    await self._store.all()
                await self._glance()
            glances += 1
            await asyncio.sleep(TEND_EVERY)

    async def _glance(self) -> None:
        """Begin to look at what is due, as far as there is room."""
        if room := self._at_once - len(self._tasks):
            for claim in await self._store.take(room):
                self._own(claim)

    def _own(self, claim: Claim) -> None:
        task = asyncio.create_task(self._looker.look(claim), name=f"look-{claim.subscription.id}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
