"""Looks in Alertmanager whether what fires here fires there, too: some ends it never posts.

It posts nothing of an alert that ends while it is silenced, nor, killed in between, of one whose beginning it has forgotten.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import time

import structlog
from msgspec.structs import replace

from bot.alerts.merge import Severities, merged
from bot.alerts.notice import Notice
from bot.alerts.store import AlertStore, Kept
from bot.upstreams import Upstreams
from connectors._deadline import Deadline
from connectors._errors import UpstreamError
from connectors.alertmanager import Alertmanager
from handlers._contract import UsageError
from processors._alerts import Group

EVERY = 60.0
"""Seconds between two looks at a group that fires."""
ABSENT = 150.0
"""Seconds for which an alert has to be unknown there: Prometheus tells a new Alertmanager within a minute what fires."""
_FRESH = 15.0
"""Seconds for which one list of alerts does for all groups."""


class Truth:
    """Asks Alertmanager what fires.

    Args:
        store: the state.
        upstreams: the opened targets.
        severities: how bad things can be.
        seconds: the longest that asking may take.
        absent: seconds for which an alert has to be unknown.
        clock: the time, seconds since 1970.
    """

    def __init__(
        self, store: AlertStore, upstreams: Upstreams, severities: Severities, seconds: float, absent: float = ABSENT,
        clock: Callable[[], float] = time,
    ) -> None:  # fmt: skip
        self._store, self._upstreams, self._severities = store, upstreams, severities
        self._seconds, self._absent, self._clock = seconds, absent, clock
        self._there: dict[str, tuple[float, frozenset[str] | None]] = {}
        self._asking = asyncio.Lock()
        self._log = structlog.get_logger("alerts")

    def target(self, group: Group) -> str:
        """Return the target whose Alertmanager knows the group; "" if there is none."""
        try:
            return self._upstreams.meant(("alertmanager",), (group.target,) if group.target else (), group.channel)[0]
        except UsageError:
            return ""

    async def look(self, group: Group) -> None:
        """Note what has ended. What Alertmanager does not tell is left as it is. Raises StoreAwayError."""
        there, now = await self._fingerprints(self.target(group)), self._clock()
        if there is None or group.left_out or all(alert.id in there for alert in group.firing):
            if group.missing:
                await self._change(group, lambda one: replace(one, missing=0.0), due=False)
        elif not group.missing:  # noted in the state: the next look may be another replica's
            await self._change(group, lambda one: replace(one, missing=now), due=False)
        elif now - group.missing >= self._absent:
            alerts = tuple(replace(one, ended=None if one.id in there else now, heard=now) for one in group.firing)
            notice = Notice(group.key, group.target, now, group.labels, alerts, 0, group.url)
            await self._change(
                group, lambda one: replace(merged(one, notice, one.channel, self._severities), missing=0.0), due=True
            )

    async def _change(self, group: Group, edit: Callable[[Group], Group], *, due: bool) -> None:
        def changed(kept: Kept | None) -> Kept | None:
            return edit(kept) if isinstance(kept, Group) else kept

        await self._store.change(group.key, changed, due=due)

    async def _fingerprints(self, target: str) -> frozenset[str] | None:
        """Return the fingerprints of all alerts of a target; None if they cannot be told."""
        async with self._asking:
            at, there = self._there.get(target, (-_FRESH, None))
            if self._clock() - at >= _FRESH:
                at, there = self._clock(), await self._asked(target)
                self._there[target] = at, there
        return there

    async def _asked(self, target: str) -> frozenset[str] | None:
        upstream = self._upstreams.upstream(target, Alertmanager)
        try:
            found = await upstream.alerts(deadline=Deadline.after(self._seconds))
        except UpstreamError as error:
            self._log.info("it cannot be told what fires", target=target, why=str(error))
            return None
        return (
            frozenset(one.fingerprint for one in found.alerts) if found.whole and found.found == len(found.alerts) else None
        )
