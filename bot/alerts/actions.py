"""What people do about alerts: own, give back, silence, open; each asked again who they are, and told in the thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import time

import structlog
from msgspec.structs import replace

from bot.alerts.changing import Changing
from bot.alerts.permission import Permission
from bot.alerts.silencing import Silencing
from bot.alerts.until import until
from bot.ask import Ask
from bot.flow import Perform
from bot.web_answers import Member
from handlers._contract import Invocation, UsageError
from processors._alerts import Group, Mark, Silence, ThreadLine

Change = Callable[[Group], Group]


class AlertActions:
    """Carries out the operations on alerts.

    Args:
        permission: finds the group, if the asker may change it.
        changing: changes what is kept of it.
        silencing: makes silences.
        clock: the time, seconds since 1970.
    """

    def __init__(
        self, permission: Permission, changing: Changing, silencing: Silencing, clock: Callable[[], float] = time
    ) -> None:
        self._permission, self._changing, self._silencing, self._clock = permission, changing, silencing, clock
        self._log = structlog.get_logger("audit")

    def operations(self) -> Mapping[str, Perform]:
        """Return what carries out each operation of `handlers.alert_changes`."""
        return {
            "alert ack": self.acknowledge,
            "alert release": self.release,
            "alert silence": self.silence,
            "alert unsilence": self.unsilence,
            "alert open": self.open,
        }

    async def acknowledge(self, ask: Ask, asked: Invocation) -> None:
        """Note that the asker looks after it."""
        group, _ = await self._permitted(ask, asked)
        mark = Mark(ask.user, self._clock())
        if group.owner is None or group.owner.by != ask.user:
            await self._change(ask, group, "acknowledged it", lambda one: replace(one, owner=mark))

    async def release(self, ask: Ask, asked: Invocation) -> None:
        """Note that nobody looks after it any more."""
        group, _ = await self._permitted(ask, asked)
        if group.owner is not None:
            await self._change(ask, group, "gave it back", lambda one: replace(one, owner=None))

    async def silence(self, ask: Ask, asked: Invocation) -> None:
        """Make a silence, instead of one that was made from the message before."""
        group, member = await self._permitted(ask, asked)
        if not group.firing:
            raise UsageError("This alert is over: there is nothing to silence.")
        starts = self._clock()
        ends, lasting = until(asked.arguments[1], starts, member.tz)
        made = await self._silencing.make(group, member.name or ask.user, starts, ends)
        silence = Silence(made, ask.user, ends)
        await self._change(ask, group, f"silenced it {lasting}", lambda one: replace(one, silence=silence))
        if group.silence is not None and group.silence.until > starts:
            await self._silencing.end(group)

    async def unsilence(self, ask: Ask, asked: Invocation) -> None:
        """End the silence."""
        group, _ = await self._permitted(ask, asked)
        await self._silencing.end(group)
        await self._change(ask, group, "ended the silence", lambda one: replace(one, silence=None))

    async def open(self, ask: Ask, asked: Invocation) -> None:
        """Give it a message of its own."""
        group, _ = await self._permitted(ask, asked)
        if group.gathered:
            await self._change(ask, group, "", lambda one: replace(one, alone=True))

    async def _permitted(self, ask: Ask, asked: Invocation) -> tuple[Group, Member]:
        """Return the group and who asks. Raises Denied, UsageError, SlackError, StoreAwayError."""
        return await self._permission.of(ask, asked.arguments[0], Group)

    async def _change(self, ask: Ask, group: Group, said: str, change: Change) -> None:
        line = ThreadLine(self._clock(), said, ask.user)

        def told(one: Group) -> Group:
            return replace(change(one), changed=line.at, lines=(*one.lines, *((line,) if said else ())))

        await self._changing.change(group, told)
        self._log.info("alert changed", key=group.key, what=said or "opened", ask=ask.id)
