"""Silences a whole service from a digest: one real silence for all that it fires, and its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from time import time

import structlog
from msgspec.structs import replace

from bot.alerts.changing import Changing
from bot.alerts.permission import Permission
from bot.alerts.silencing import Silencing, asked
from bot.alerts.store import AlertStore
from bot.alerts.until import until
from bot.ask import Ask
from bot.flow import Perform
from handlers._contract import Invocation, UsageError
from processors._alerts import Group, ServiceSilence, Silence, Storm
from processors.alert_storm import named


class ServiceSilences:
    """Carries out the operations on the services of a digest.

    Args:
        store: knows the digest's groups.
        permission: finds the digest, if the asker may change it.
        changing: changes what is kept of it.
        silencing: makes silences.
        clock: the time, seconds since 1970.
    """

    def __init__(
        self, store: AlertStore, permission: Permission, changing: Changing, silencing: Silencing,
        clock: Callable[[], float] = time,
    ) -> None:  # fmt: skip
        self._store, self._permission, self._changing = store, permission, changing
        self._silencing, self._clock = silencing, clock
        self._log = structlog.get_logger("audit")

    def operations(self) -> Mapping[str, Perform]:
        """Return what carries out each operation of `handlers.alert_changes` on a service."""
        return {"alert silence service": self.silence, "alert unsilence service": self.unsilence}

    async def silence(self, ask: Ask, line: Invocation) -> None:
        """Make a silence in the Alertmanager of each target of the service's groups, instead of those made before."""
        key, lasting, service = line.arguments
        storm, member = await self._permission.of(ask, key, Storm)
        places = await self._places(storm, service)
        starts = self._clock()
        ends, said = until(lasting, starts, member.tz)
        for label, target in places:
            wanted = asked({label: service}, member.name or ask.user, starts, ends, storm.key)
            made = Silence(await self._silencing.silence(target, storm.channel, wanted), ask.user, ends)
            await self._note(storm, (ServiceSilence(label, service, target, made),))  # at once: another target may fail
        before = [one for one in storm.silences if one.value == service and one.silence.until > starts]
        await self._end(storm, before)
        self._log.info("service silenced", key=storm.key, service=service, how=said, ask=ask.id)

    async def unsilence(self, ask: Ask, line: Invocation) -> None:
        """End what was made."""
        key, service = line.arguments
        storm, _ = await self._permission.of(ask, key, Storm)
        made = [one for one in storm.silences if one.value == service]
        if not made:
            raise UsageError(f"No silence of {service[:60]} was made from this digest.")
        await self._end(storm, made)
        self._log.info("service heard again", key=storm.key, service=service, ask=ask.id)

    async def _places(self, storm: Storm, service: str) -> tuple[tuple[str, str], ...]:
        """Return the labels that name the service, each with a target of its groups. Raises UsageError."""
        kept = await self._store.get(storm.members)
        found = [one for one in kept if isinstance(one, Group) and named(one)[1] == service]
        if not found:
            raise UsageError(f"No alert of this digest is about a service {service[:60]}.")
        return tuple(dict.fromkeys((named(group)[0], group.target) for group in found))

    async def _end(self, storm: Storm, silences: Sequence[ServiceSilence]) -> None:
        for one in silences:
            await self._silencing.expire(one.silence.id, one.target, storm.channel)
            await self._note(storm, ended=one.silence.id)

    async def _note(self, storm: Storm, made: tuple[ServiceSilence, ...] = (), ended: str = "") -> None:
        def noted(one: Storm) -> Storm:
            left = tuple(each for each in one.silences if each.silence.id != ended)
            return replace(one, silences=(*left, *made))

        await self._changing.change(storm, noted)
