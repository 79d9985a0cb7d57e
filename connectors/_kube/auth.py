"""Access to one cluster: where it is, whom we trust there, and who we are; read at first use and kept up to date."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from connectors._deadline import Deadline
from connectors._endpoint import Endpoint
from connectors._errors import Unauthenticated
from connectors._kube.auth_incluster import MOUNTED, read_service_account
from connectors._kube.auth_kubeconfig import read_kubeconfig
from connectors._kube.auth_login import Certificate, Login, LoginError
from connectors._kube.auth_plugin import Issued, run_plugin
from connectors._kube.auth_tls import tls_context

REREAD_SECONDS = 60.0
"""How old what was read may get before the files are read again: mounted tokens rotate, and their old ones live longer."""
LEAST_SECONDS = 1.0
"""How long a grant is good for at the least, should a plugin issue credentials that have ended already."""
REFUSED_SECONDS = 10.0
"""How long after new credentials were got for a 401 no newer ones are tried for."""


class Where(Protocol):
    """What the settings say of the access to a cluster."""

    @property
    def kubeconfig(self) -> str:
        """Paths of kubeconfig files, separated by `:`."""
        ...

    @property
    def context(self) -> str:
        """The context's name; "": the current one."""
        ...

    @property
    def in_cluster(self) -> bool:
        """Whether to use the service account of the pod that we run in, and no kubeconfig."""
        ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is read of the machine that we run on.

    Attributes:
        environ: the environment's variables: for plugins, and for where the cluster is that we run in.
        service_account: the folder of the service account's token.
        now: returns seconds since 1970.
    """

    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    service_account: Path = MOUNTED
    now: Callable[[], float] = time.time


@dataclass(frozen=True, slots=True)
class _Grant:
    """The access as it is now: what was read, what a plugin issued, and what came of both."""

    login: Login
    issued: Issued | None
    certificate: Certificate | None
    endpoint: Endpoint
    headers: Mapping[str, str] = field(repr=False)
    until: float


class Access:
    """Tells the HTTP door where a cluster is and who we are. Nothing is read before the first question.

    Whoever asks meanwhile waits for the same reading: it is a task of its own, so that an asker's deadline or departure
    does not end it for the others. After a failure the next question reads again: a file may have been mounted since.
    """

    def __init__(self, target: str, where: Where, around: Surroundings) -> None:
        self._target = target
        self._where = where
        self._around = around
        self._grant: _Grant | None = None
        self._reading: asyncio.Task[_Grant] | None = None
        self._renewed_at = float("-inf")

    async def locate(self, deadline: Deadline) -> Endpoint:
        """Return the cluster's server and the TLS context for it. Raises Unauthenticated."""
        return (await self._current(deadline)).endpoint

    async def authorize(self, deadline: Deadline) -> Mapping[str, str]:
        """Return the headers that say who we are. Raises Unauthenticated."""
        return (await self._current(deadline)).headers

    async def refresh(self, refused: Mapping[str, str], deadline: Deadline) -> None:
        """Read everything again, run a plugin again, after the cluster did not accept these headers.

        Does nothing if there are others by now, or if that was just tried. Raises as `authorize` does.
        """
        grant, now = self._grant, self._around.now()
        if self._reading is None and grant and grant.headers == refused and now - self._renewed_at >= REFUSED_SECONDS:
            self._renewed_at = now
            self._grant = None
        await self._current(deadline)

    async def aclose(self) -> None:
        """End a reading that is under way."""
        if self._reading:
            self._reading.cancel()
            with suppress(asyncio.CancelledError, LoginError):
                await self._reading

    async def _current(self, deadline: Deadline) -> _Grant:
        if self._grant and self._around.now() < self._grant.until:
            return self._grant
        if self._reading is None:
            self._reading = asyncio.create_task(self._read(self._grant), name=f"access to {self._target}")
            self._reading.add_done_callback(self._done)
        try:
            async with deadline.timeout():
                return await asyncio.shield(self._reading)
        except LoginError as error:
            raise Unauthenticated(self._target, str(error)) from error
        except TimeoutError:
            raise Unauthenticated(self._target, "the credentials for it could not be had in time") from None

    def _done(self, reading: asyncio.Task[_Grant]) -> None:
        self._reading = None
        if not reading.cancelled() and reading.exception() is None:
            self._grant = reading.result()

    async def _read(self, former: _Grant | None) -> _Grant:
        """Return a new grant; of the former, what has not changed. Should that fail, the former serves for a while more."""
        try:
            login = await asyncio.to_thread(self._login)
            issued = await self._issue(login, former)
        except LoginError:
            if former is None:
                raise
            return self._renewed(former)
        certificate = login.certificate or (issued.certificate if issued else None)
        authorization = login.authorization or (issued.authorization if issued else None)
        endpoint = former.endpoint if former and _same_endpoint(former, login, certificate) else None
        if endpoint is None:
            tls = await asyncio.to_thread(tls_context, login, certificate) if login.server.startswith("https://") else None
            endpoint = Endpoint(login.server, tls, login.server_name, login.proxy)
        headers = {"authorization": authorization.reveal()} if authorization else {}
        return self._renewed(_Grant(login, issued, certificate, endpoint, headers, until=0.0))

    def _login(self) -> Login:
        if self._where.in_cluster:
            return read_service_account(self._around.service_account, self._around.environ)
        return read_kubeconfig(self._where.kubeconfig, self._where.context)

    async def _issue(self, login: Login, former: _Grant | None) -> Issued | None:
        """Return what the plugin issues, if there is one: the former, as long as that lasts."""
        if login.plugin is None:
            return None
        kept = former.issued if former and former.login.plugin == login.plugin else None
        if kept and (kept.renew_at is None or self._around.now() < kept.renew_at):
            return kept
        return await run_plugin(login.plugin, self._around.environ, self._around.now)

    def _renewed(self, grant: _Grant) -> _Grant:
        """Return the grant, good until it is to be looked at again: in a minute, or when the plugin's credentials end."""
        now = self._around.now()
        ends = grant.issued.renew_at if grant.issued and grant.issued.renew_at else now + REREAD_SECONDS
        return replace(grant, until=max(now + LEAST_SECONDS, min(ends, now + REREAD_SECONDS)))


def _same_endpoint(former: _Grant, login: Login, certificate: Certificate | None) -> bool:
    """Whether the endpoint of a former grant does for this login too, so that its connections can be kept."""
    return former.certificate == certificate and replace(former.login, authorization=None, plugin=None) == replace(
        login, authorization=None, plugin=None
    )


@asynccontextmanager
async def open_access(target: str, where: Where, around: Surroundings | None = None) -> AsyncIterator[Access]:
    """Yield the access to one cluster, to be handed to the HTTP door:

        async with open_access(target, settings) as access:
            Http("kubernetes", target, access.locate, settings, observe, authorize=access.authorize, refresh=access.refresh)

    Nothing is read or asked until then. What is missing or wrong becomes Unauthenticated at each use.

    Args:
        target: the cluster's name in the configuration, for errors.
        where: what the settings say of it.
        around: what is read of the machine; None: this machine.
    """
    access = Access(target, where, around or Surroundings())
    try:
        yield access
    finally:
        await access.aclose()
