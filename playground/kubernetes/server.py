"""The demo API server: one aiohttp server on loopback that answers for a world."""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from types import TracebackType

from aiohttp import web

from playground.kubernetes.api import Api
from playground.kubernetes.control import Control
from playground.kubernetes.exchanges import Exchanges
from playground.kubernetes.faults import Faults
from playground.kubernetes.kubeconfig import CONTEXT, Way, write_kubeconfig
from playground.kubernetes.problems import Problem
from playground.kubernetes.replies import Reply, refuse, reply, send, send_half
from playground.kubernetes.rights import Rights
from playground.kubernetes.tls import Certificate
from playground.kubernetes.world import World

HOST = "127.0.0.1"
REMEMBERED = 20_000
"""Requests kept in the log."""
REASONS = {401: "Unauthorized", 403: "Forbidden", 429: "TooManyRequests", 500: "InternalError", 503: "ServiceUnavailable"}


@dataclass(frozen=True, slots=True)
class Seen:
    """A request that came in: method, path with query, and when, on the monotonic clock."""

    method: str
    path: str
    at: float


class DemoCluster:
    """A Kubernetes API on 127.0.0.1 for the life of an `async with`.

    Args:
        world: what is in the cluster; a world of 2,000 pods if None.
        port: 0 for a free one.
        token: the bearer token that clients have to show; "" lets everybody in.
        tls: serves https with this certificate; None for plain http.
        latency: seconds by which each answer comes late, as from far away.

    Attributes:
        world: what is in the cluster.
        control: what makes it react.
        faults: how to make it fail.
        rights: how to forbid things.
        requests: what was asked, oldest first.
        exchanges: the same with how it was answered, and what is under way.
    """

    def __init__(
        self,
        world: World | None = None,
        *,
        port: int = 0,
        token: str = "",
        tls: Certificate | None = None,
        latency: float = 0.0,
    ) -> None:
        self._latency = latency
        self.faults = Faults(self._down, self._up)
        self.rights = Rights(token)
        self.requests: deque[Seen] = deque(maxlen=REMEMBERED)
        self.exchanges = Exchanges(lambda: self.world.now())
        self._arrival = asyncio.Condition()
        self.replace(world or World())
        self._token, self._port, self._tls = token, port, tls
        app = web.Application(client_max_size=1 << 20)
        app.router.add_route("*", "/{path:.*}", self.exchanges.noting(self._handle))
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=1.0)
        self._site: web.TCPSite | None = None

    def replace(self, world: World) -> None:
        """Serve another world from now on."""
        self.world, self.control = world, Control(world)
        self._api = Api(world, self.control, self.rights)

    @property
    def url(self) -> str:
        """Where it listens, e.g. `http://127.0.0.1:41234`, without a slash at the end."""
        return f"{'https' if self._tls else 'http'}://{HOST}:{self._port}"

    def kubeconfig(self, path: Path) -> Path:
        """Write a kubeconfig for this server, readable for its owner alone, and return its path."""
        write_kubeconfig(path, [self.way(CONTEXT)])
        return path

    def way(self, name: str) -> Way:
        """Return how a client comes here, by a context of this name."""
        return Way(name, self.url, self._token, self._tls.certificate if self._tls else None)

    async def asked(self, text: str = "", times: int = 1) -> None:
        """Return as soon as `requests` holds so many whose path and query hold this text; hanging ones count."""
        async with self._arrival:
            await self._arrival.wait_for(lambda: sum(text in seen.path for seen in self.requests) >= times)

    async def warm(self) -> None:
        """Render a large world's tables ahead, so that the first to ask does not wait for it."""
        await self._api.writer.warm()

    async def __aenter__(self) -> DemoCluster:
        await self._runner.setup()
        try:
            await self._up()
        except OSError:
            await self._runner.cleanup()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.faults.clear()
        await self._runner.cleanup()

    async def _up(self) -> None:
        if self._site:
            return
        context = None
        if self._tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self._tls.certificate, self._tls.key)
        site = web.TCPSite(self._runner, HOST, self._port, ssl_context=context, reuse_address=True)
        await site.start()
        self._site = site
        self._port = int(self._runner.addresses[0][1])

    async def _down(self) -> None:
        if self._site is None:
            return
        await self._site.stop()
        self._site = None
        server = self._runner.server
        for connection in list(server.connections) if server else ():
            if connection.transport:
                connection.transport.abort()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(Seen(request.method, request.path_qs, monotonic()))
        async with self._arrival:
            self._arrival.notify_all()
        if self._latency:
            await asyncio.sleep(self._latency)
        struck = self.faults.strike(request.path_qs)
        for fault in struck:
            if fault.kind == "hang":
                await fault.ended.wait()
            elif fault.kind == "slow":
                await asyncio.sleep(fault.seconds)
        for fault in struck:
            if fault.kind == "status":
                problem = Problem(fault.code, "the demo was told to fail", REASONS.get(fault.code, ""), {})
                return await send(request, refuse(problem, False, fault.retry_after))
            if fault.kind == "garbage":
                return await send(request, reply(b'<html>not {"json": at all'))
        answer = await self._answer(request)
        if any(fault.kind == "cut" for fault in struck):
            return await send_half(request, answer)
        return await send(request, answer)

    async def _answer(self, request: web.Request) -> Reply:
        try:
            return await self._api.answer(request, f"{HOST}:{self._port}")
        except Problem as problem:
            return refuse(problem, "as=" in request.headers.get("Accept", "") or problem.code == 406)
