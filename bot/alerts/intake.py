"""Takes webhooks in: what they say is safe, or shown, before Alertmanager is told so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import time

import structlog
from msgspec.structs import replace

from bot.alerts.merge import Severities, merged
from bot.alerts.notice import Notice
from bot.alerts.routes import Routes
from bot.alerts.store import AlertStore, Kept
from bot.store.redis import StoreAwayError
from processors._alerts import Group

SHOWN_WITHIN = 8.0
"""Seconds that Alertmanager is kept waiting until Slack has the message, where that alone is safe; it gives up after ten."""


class NotTaken(Exception):
    """The webhook could not be made safe: Alertmanager has to send it again. The text says why."""


class Progress:
    """Tells those who wait when a group is shown."""

    def __init__(self) -> None:
        self._changed = asyncio.Condition()
        self._shown: dict[str, int] = {}
        self._waiting: dict[str, int] = {}

    async def tell(self, key: str, revision: int) -> None:
        """Note that this revision is shown."""
        if key in self._waiting:
            async with self._changed:
                self._shown[key] = max(revision, self._shown.get(key, 0))
                self._changed.notify_all()

    async def wait(self, key: str, revision: int, seconds: float) -> bool:
        """Return whether this revision, or a later one, is shown within so many seconds."""
        self._waiting[key] = self._waiting.get(key, 0) + 1
        try:
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(lambda: self._shown.get(key, 0) >= revision)
        except TimeoutError:
            return False
        finally:
            self._waiting[key] -= 1
            if not self._waiting[key]:
                del self._waiting[key]
                self._shown.pop(key, None)
        return True


class Intake:
    """Puts what webhooks say into the store.

    What was taken in is remembered here until it is shown: should the store be emptied meanwhile, it is told again.

    Args:
        store: the state.
        routes: where groups go.
        severities: how bad things can be.
        storm: groups within a minute in a channel that have messages of their own.
        progress: where the store does not outlive this process, tells when Slack has a message; else None.
        wake: called when there is something to show.
        clock: the time, seconds since 1970.
    """

    def __init__(
        self, store: AlertStore, routes: Routes, severities: Severities, storm: int, progress: Progress | None,
        wake: Callable[[], None], clock: Callable[[], float] = time,
    ) -> None:  # fmt: skip
        self._store, self._routes, self._severities, self._storm = store, routes, severities, storm
        self._progress, self._wake, self._clock = progress, wake, clock
        self._owed: dict[str, tuple[Notice, Group]] = {}
        self._log = structlog.get_logger("alerts")

    async def take(self, notice: Notice) -> None:
        """Take one webhook.

        Raises:
            NotTaken: it has to be sent again.
        """
        try:
            group = await self._put(notice)
        except StoreAwayError as away:
            raise NotTaken(f"Redis away: {away}") from away
        if group is None or group.shown >= group.revision:
            return
        self._owed[notice.key] = notice, group
        self._wake()
        if self._progress and not await self._progress.wait(group.key, group.revision, SHOWN_WITHIN):
            raise NotTaken("Slack does not have the message yet")

    async def make_good(self) -> None:
        """Tell the store again what it has forgotten before it was shown. Raises StoreAwayError."""
        owed = list(self._owed.items())
        for (key, (notice, group)), kept in zip(owed, await self._store.get([key for key, _ in owed]), strict=True):
            if isinstance(kept, Group) and kept.shown >= group.revision and not kept.posting:
                self._owed.pop(key, None)
            elif not isinstance(kept, Group):
                self._log.warning("state lost, told again", key=key)
                again = await self._put(notice)
                if again is not None:
                    self._owed[key] = notice, again

    async def _put(self, notice: Notice) -> Group | None:
        [kept] = await self._store.get([notice.key])
        known = kept if isinstance(kept, Group) else None
        way = self._routes.way(notice.alerts)
        if known is None and way is None:
            self._log.warning("no route fits", labels=dict(notice.labels))
            return None
        channel = way.channel if way else known.channel if known else ""
        after = merged(known, notice, channel, self._severities)
        storm = ""
        if after.firing and not after.ts and (known is None or known.born != after.born):
            storm = await self._store.gather(channel, notice.key, notice.received, self._storm)

        def edit(kept: Kept | None) -> Kept:
            before = kept if isinstance(kept, Group) else None
            now = merged(before, notice, channel, self._severities)
            fresh = now is not before and storm and (before is None or before.born != now.born)
            return replace(now, storm=storm) if fresh else now

        put = await self._store.change(notice.key, edit)
        return put if isinstance(put, Group) else None
