"""Makes and ends silences in the Alertmanager of a group's target."""

from __future__ import annotations

from secrets import token_hex

from bot.upstreams import Upstreams
from connectors._alerts.records import Matcher, NewSilence
from connectors._deadline import Deadline
from connectors.alertmanager import Alertmanager
from handlers._contract import UsageError
from processors._alerts import Group


class Silencing:
    """Asks Alertmanager.

    Args:
        upstreams: the opened targets.
        seconds: the longest that it may take.
    """

    def __init__(self, upstreams: Upstreams, seconds: float) -> None:
        self._upstreams, self._seconds = upstreams, seconds

    async def make(self, group: Group, creator: str, starts: float, ends: float) -> str:
        """Silence the group's own matchers, or where it is grouped by nothing what its alerts have in common; return the ID.

        Raises:
            UsageError: the target has no Alertmanager, or the group nothing by which it could be told from others.
            UpstreamError: Alertmanager did not do it, as far as we know.
        """
        labels = group.labels or group.common
        if not labels:
            raise UsageError("This alert has no labels by which it could be silenced.")
        asked = NewSilence(
            matchers=tuple(Matcher(name, "=", value) for name, value in sorted(labels.items())),
            starts=starts, ends=ends, creator=creator, comment=f"silenced in Slack, {group.key}-{token_hex(4)}",
        )  # fmt: skip
        return await self._alertmanager(group).silence(asked, deadline=Deadline.after(self._seconds))

    async def end(self, group: Group) -> None:
        """End the silence that was made from the group's message; one that is over is left. Raises like `make`."""
        if group.silence is None:
            raise UsageError("No silence was made from this message.")
        await self._alertmanager(group).expire(group.silence.id, deadline=Deadline.after(self._seconds))

    def _alertmanager(self, group: Group) -> Alertmanager:
        [target] = self._upstreams.meant(("alertmanager",), (group.target,) if group.target else (), group.channel)
        return self._upstreams.upstream(target, Alertmanager)
