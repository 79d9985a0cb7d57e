"""Makes and ends silences in the Alertmanager of a group's target."""

from __future__ import annotations

from collections.abc import Mapping
from secrets import token_hex

from bot.upstreams import Upstreams
from connectors._alerts.records import Matcher, NewSilence
from connectors._deadline import Deadline
from connectors.alertmanager import Alertmanager
from handlers._contract import UsageError
from processors._alerts import Group


def asked(labels: Mapping[str, str], creator: str, starts: float, ends: float, source: str) -> NewSilence:
    """Return a silence of what has these labels; `source` is the key of the message that it is made from."""
    matchers = tuple(Matcher(name, "=", value) for name, value in sorted(labels.items()))
    comment = f"silenced in Slack, {source}-{token_hex(4)}"
    return NewSilence(matchers=matchers, starts=starts, ends=ends, creator=creator, comment=comment)


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
        return await self.silence(group.target, group.channel, asked(labels, creator, starts, ends, group.key))

    async def silence(self, target: str, channel: str, asked: NewSilence) -> str:
        """Make a silence in the Alertmanager of a target ("": the channel's default); return its ID. Raises like `make`."""
        return await self._alertmanager(target, channel).silence(asked, deadline=Deadline.after(self._seconds))

    async def end(self, group: Group) -> None:
        """End the silence that was made from the group's message; one that is over is left. Raises like `make`."""
        if group.silence is None:
            raise UsageError("No silence was made from this message.")
        await self.expire(group.silence.id, group.target, group.channel)

    async def expire(self, silence: str, target: str, channel: str) -> None:
        """End a silence of a target ("": the channel's default). Raises like `make`."""
        await self._alertmanager(target, channel).expire(silence, deadline=Deadline.after(self._seconds))

    def _alertmanager(self, target: str, channel: str) -> Alertmanager:
        [meant] = self._upstreams.meant(("alertmanager",), (target,) if target else (), channel)
        return self._upstreams.upstream(meant, Alertmanager)
