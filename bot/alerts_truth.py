"""Looks whether a silenced group still fires: Alertmanager posts nothing of an alert that ends while it is silenced."""

from __future__ import annotations

from collections.abc import Callable
from time import time

import structlog
from msgspec.structs import replace

from bot.alerts_merge import Severities, merged
from bot.alerts_notice import Notice
from bot.alerts_store import AlertStore, Kept
from bot.upstreams import Upstreams
from connectors._alerts.records import Matcher
from connectors._deadline import Deadline
from connectors._errors import UpstreamError
from connectors.alertmanager import Alertmanager
from handlers._contract import UsageError
from processors._alerts import Group

EVERY = 60.0
"""Seconds between two looks at a group that is silenced."""


class Truth:
    """Asks Alertmanager about silenced groups.

    Args:
        store: the state.
        upstreams: the opened targets.
        severities: how bad things can be.
        seconds: the longest that asking may take.
        clock: the time, seconds since 1970.
    """

    def __init__(
        self, store: AlertStore, upstreams: Upstreams, severities: Severities, seconds: float,
        clock: Callable[[], float] = time,
    ) -> None:  # fmt: skip
        self._store, self._upstreams, self._severities = store, upstreams, severities
        self._seconds, self._clock = seconds, clock
        self._log = structlog.get_logger("alerts")

    def wanted(self, group: Group) -> bool:
        """Return whether only a look tells when it is over."""
        return group.silence is not None and bool(group.firing) and group.silence.until > self._clock() - EVERY

    async def look(self, group: Group) -> None:
        """Note what has ended. What Alertmanager does not tell is left as it is. Raises StoreAwayError."""
        try:
            [target] = self._upstreams.meant(("alertmanager",), (group.target,) if group.target else (), group.channel)
            matchers = [Matcher(name, "=", value) for name, value in group.labels.items()]
            found = await self._upstreams.upstream(target, Alertmanager).alerts(
                matchers, deadline=Deadline.after(self._seconds)
            )
        except (UpstreamError, UsageError) as error:
            self._log.info("a silenced alert could not be looked at", key=group.key, why=str(error))
            return
        there, now = {alert.fingerprint for alert in found.alerts}, self._clock()
        if not found.whole or group.left_out or all(alert.id in there for alert in group.firing):
            return
        alerts = tuple(
            replace(alert, ended=None if alert.id in there else now, heard=now) for alert in group.firing
        )  # fmt: skip
        notice = Notice(group.key, group.target, now, group.labels, alerts, 0, group.url)

        def changed(kept: Kept | None) -> Kept | None:
            return merged(kept, notice, kept.channel, self._severities) if isinstance(kept, Group) else kept

        await self._store.change(group.key, changed)
