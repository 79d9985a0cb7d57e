"""Alertmanager: which alerts fire, which are silenced, and by what; asked of whichever replica answers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from time import time
from typing import TypeVar
from urllib.parse import quote

import msgspec

from connectors._access import Access, AccessSettings
from connectors._alerts import wire
from connectors._alerts.records import (
    Alert,
    AlertDetail,
    AlertGroup,
    AlertList,
    Matcher,
    NewSilence,
    Silence,
    SilenceList,
    Status,
)
from connectors._contract import Connector, Finding
from connectors._deadline import Deadline
from connectors._errors import Broken, UpstreamError
from connectors._events import BreakerMoved, Event, Observer
from connectors._http import Http
from connectors._json_array import ArrayReader
from connectors._looking import look
from connectors._reading import Wrapped, read
from connectors._replicas import Replicas, best
from connectors._transport import Params

__all__ = ["CONNECTOR", "Alertmanager", "AlertmanagerSettings", "open_alertmanager"]

MOST_ALERTS = 5000
MOST_GROUPS = 2000
MOST_SILENCES = 500

D = TypeVar("D")


class AlertmanagerSettings(AccessSettings, frozen=True, kw_only=True):
    """One Alertmanager's settings.

    Attributes:
        urls: the addresses of a cluster's replicas, instead of `url`.
    """

    urls: tuple[str, ...] = ()

    def addresses(self) -> tuple[str, ...]:
        """Return the address of each replica."""
        return self.urls or (self.url,)


class Alertmanager:
    """One Alertmanager, or a cluster of them. Methods raise UpstreamError: what `Http` raises, and Broken for nonsense.

    Args:
        replicas: its replicas.
        target: its name in the configuration.
    """

    def __init__(self, replicas: Replicas, target: str) -> None:
        self._replicas, self._target = replicas, target

    @property
    def target(self) -> str:
        """The target's name in the configuration."""
        return self._target

    @property
    def breaker(self) -> str:
        """`closed`, `open` or `half-open`: the best of its replicas'."""
        return self._replicas.breaker

    async def ping(self, deadline: Deadline) -> str:
        """Return e.g. `Alertmanager 0.25.0, ready, 3 peers`."""
        status = await self.status(deadline=deadline)
        peers = f", {status.cluster}, {status.peers} peers" if status.peers else ""
        return f"Alertmanager {status.version}{peers}"

    async def check(self, deadline: Deadline) -> Sequence[Finding]:
        """Look closely, for `srehub check`: does it answer, and may we read what the commands need? Raises nothing."""
        return await look(
            lambda: self.ping(deadline),
            {
                "alerts": lambda: self.alerts(deadline=deadline),
                "silences": lambda: self.silences(deadline=deadline),
                "receivers": lambda: self.receivers(deadline=deadline),
            },
        )

    async def status(self, *, deadline: Deadline) -> Status:
        """Return how it is."""
        said = self._decoded(wire.STATUS, await self._replicas.get("status", "/api/v2/status", deadline=deadline))
        return Status(version=said.version_info.version, cluster=said.cluster.status, peers=len(said.cluster.peers or ()))

    async def receivers(self, *, deadline: Deadline) -> tuple[str, ...]:
        """Return the names of those who can be told."""
        said = self._decoded(wire.RECEIVERS, await self._replicas.get("receivers", "/api/v2/receivers", deadline=deadline))
        return tuple(receiver.name for receiver in said)

    async def alerts(
        self, matchers: Sequence[Matcher] = (), *, active: bool = True, suppressed: bool = True, deadline: Deadline
    ) -> AlertList:
        """Return the alerts that all these matchers fit.

        Args:
            matchers: conditions on labels.
            active: those that fire and are not kept quiet.
            suppressed: those that are silenced or inhibited.
            deadline: by when.
        """
        kept: list[Alert] = []
        found = 0

        def take(part: wire.AlertsSaid) -> None:
            nonlocal found
            found += len(part.items)
            kept.extend(wire.alert(said) for said in part.items[: MOST_ALERTS - len(kept)])

        quiet = str(suppressed).lower()
        params = {
            "active": str(active).lower(), "unprocessed": str(active).lower(), "silenced": quiet, "inhibited": quiet,
            "filter": [str(matcher) for matcher in matchers],
        }  # fmt: skip
        whole = await self._list("alerts", "/api/v2/alerts", params, wire.ALERTS, take, deadline)
        return AlertList(alerts=tuple(kept), found=found, whole=whole)

    async def alert(self, name: str, *, deadline: Deadline) -> AlertDetail:
        """Return the alerts of one name, and the silences that keep some of them quiet."""
        alerts = await self.alerts([Matcher("alertname", "=", name)], deadline=deadline)
        silencing = {silence for alert in alerts.alerts for silence in alert.silenced_by}
        if not silencing:
            return AlertDetail(alerts=alerts)
        listed = await self.silences(deadline=deadline)
        return AlertDetail(alerts=alerts, silences=tuple(one for one in listed.silences if one.id in silencing))

    async def groups(self, *, deadline: Deadline) -> tuple[AlertGroup, ...]:
        """Return the groups in which alerts are told, at most `MOST_GROUPS`."""
        groups: list[AlertGroup] = []

        def take(part: wire.GroupsSaid) -> None:
            groups.extend(wire.group(said) for said in part.items[: MOST_GROUPS - len(groups)])

        await self._list("groups", "/api/v2/alerts/groups", {}, wire.GROUPS, take, deadline)
        return tuple(groups)

    async def silences(self, *, deadline: Deadline) -> SilenceList:
        """Return the silences that are in force or will be, those that end first before the others."""
        silences: list[Silence] = []
        expired = 0

        def take(part: wire.SilencesSaid) -> None:
            nonlocal expired
            for said in part.items:
                if said.status.state == "expired":
                    expired += 1
                else:
                    silences.append(wire.silence(said))

        await self._list("silences", "/api/v2/silences", {}, wire.SILENCES, take, deadline)
        silences.sort(key=lambda silence: (silence.ends, silence.id))
        return SilenceList(silences=tuple(silences[:MOST_SILENCES]), found=len(silences), expired=expired)

    async def silence(self, asked: NewSilence, *, deadline: Deadline) -> str:
        """Make a silence and return its ID. Where no answer comes, it is looked for by its comment, not made again."""
        try:
            body = await self._replicas.send(
                "silence", "POST", "/api/v2/silences", msgspec.json.encode(wire.posted(asked)), deadline=deadline
            )
        except UpstreamError as error:
            if not error.ailing or (found := await self._made(asked, deadline)) is None:
                raise
            return found
        return self._decoded(wire.MADE, body).silence_id

    async def _made(self, asked: NewSilence, deadline: Deadline) -> str | None:
        try:
            listed = await self.silences(deadline=deadline)
        except UpstreamError:
            return None
        return next((one.id for one in listed.silences if one.comment == asked.comment), None)

    async def expire(self, silence: str, *, deadline: Deadline) -> None:
        """End a silence; one that is over, or that is not known, is left. (Alertmanager 0.25 answers 500 to those.)"""
        path = f"/api/v2/silence/{quote(silence, safe='')}"
        try:
            await self._replicas.send("expire silence", "DELETE", path, deadline=deadline)
        except UpstreamError as error:
            try:
                listed = await self.silences(deadline=deadline)
            except UpstreamError:
                raise error from None
            if any(one.id == silence for one in listed.silences):
                raise

    async def _list(
        self, what: str, path: str, params: Params, decoder: msgspec.json.Decoder[D], take: Callable[[D], None],
        deadline: Deadline,
    ) -> bool:  # fmt: skip
        """Read an array in parts; return whether it was read to its end."""
        async with self._replicas.stream(what, path, params, deadline=deadline) as chunks:
            return await read(self._target, Wrapped(chunks), ArrayReader(("items",), decoder), take)

    def _decoded(self, decoder: msgspec.json.Decoder[D], body: bytes) -> D:
        try:
            return decoder.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Broken(self._target, f"its answer cannot be understood: {error}") from error


@asynccontextmanager
async def open_alertmanager(
    target: str,
    settings: AlertmanagerSettings,
    observe: Observer,
    now: Callable[[], float] = time,  # noqa: ARG001 (the contract's: every time that it is asked about is its asker's)
) -> AsyncIterator[Alertmanager]:
    """Open one Alertmanager. No request is made and no file is read before the first question."""
    access = Access(target, settings)
    refresh = access.refresh if settings.token_file else None
    doors: list[Http] = []

    def observing(place: int) -> Observer:
        """Return who tells of one replica's requests, and of the target's breaker: while one replica is well, so is it."""

        def observed(event: Event) -> None:
            if isinstance(event, BreakerMoved):
                others = (door.breaker for other, door in enumerate(doors) if other != place)
                event = msgspec.structs.replace(event, state=best([event.state, *others]))
            observe(event)

        return observed

    async with AsyncExitStack() as stack:
        for place, url in enumerate(settings.addresses()):
            told = observing(place)
            door = Http("alertmanager", target, access.at(url), settings, told, authorize=access.authorize, refresh=refresh)
            doors.append(await stack.enter_async_context(door))
        yield Alertmanager(Replicas(doors), target)


CONNECTOR = Connector("alertmanager", AlertmanagerSettings, Alertmanager, open_alertmanager)
