"""Looks up evidence for groups that have just got their message, beside everything else, and adds it by an edit."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from msgspec.structs import replace

from bot.alerts.evidence import EvidenceDesk
from bot.alerts.store import AlertStore, Kept
from bot.alerts.views import AlertViews
from bot.flow import Guard
from bot.store.redis import StoreAwayError
from processors._alerts import Group

AT_ONCE = 4
"""Groups for which evidence is looked up at a time."""


class Looking:
    """Owns the tasks that look up evidence.

    Args:
        store: the state.
        views: knows what evidence a group wants.
        evidence: looks it up.
        guard: keeps what breaks from being lost.
        awake: set when there is something to show.
    """

    def __init__(
        self, store: AlertStore, views: AlertViews, evidence: EvidenceDesk, guard: Guard, awake: asyncio.Event
    ) -> None:
        self._store, self._views, self._evidence = store, views, evidence
        self._guard, self._awake = guard, awake
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def begin(self, kept: Kept | None) -> bool:
        """Begin to look, if the group still lacks evidence and there is a place free; return whether it lacks it."""
        if not isinstance(kept, Group) or kept.gathered or not kept.firing or kept.evidence is not None:
            return False
        if kept.key not in self._tasks and len(self._tasks) < AT_ONCE:
            task = asyncio.get_running_loop().create_task(self._guarded(kept), name=f"evidence-{kept.key}")
            self._tasks[kept.key] = task
            task.add_done_callback(lambda _: self._tasks.pop(kept.key, None))
        return True

    async def close(self) -> None:
        """End what is under way."""
        tasks = tuple(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _guarded(self, group: Group) -> None:
        async def broken(_: Exception) -> None:
            """Leave it out: it is logged, and looked for again."""

        await self._guard(lambda: self._gather(group), broken)

    async def _gather(self, group: Group) -> None:
        lines = self._views.evidence(group)
        pieces = await self._evidence.gather(group.channel, lines) if lines else ()

        def found(kept: Kept | None) -> Kept | None:
            if not isinstance(kept, Group) or kept.born != group.born or kept.evidence is not None:
                return kept
            return replace(kept, evidence=pieces, revision=kept.revision + bool(pieces))

        with suppress(StoreAwayError):
            await self._store.change(group.key, found)
        self._awake.set()
