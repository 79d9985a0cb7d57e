"""The bot's own HTTP server: is it alive, is it ready, what does it count."""

from __future__ import annotations

import errno
from collections.abc import Callable, Sequence
from typing import Self

import msgspec
from aiohttp import web

from bot.errors import BotError
from bot.metrics import Metrics


class CannotListen(BotError):
    """The address cannot be listened on: another process has the port, or the host is not ours."""


class Health:
    """Serves while the context is open.

    `/healthz` answers 200 as long as the event loop does: for a liveness probe.
    `/readyz` answers 200, or 503 with the reason: for a readiness probe.
    `/metrics` answers in Prometheus's text format, or in OpenMetrics where that is asked for.

    Args:
        host: the address to listen on.
        port: the port; 0 takes a free one (see `port`).
        unready: returns why the bot is not ready for questions, one plain phrase; "" when it is.
        metrics: what is shown under `/metrics`.
        more: what else is served, such as webhooks; each bounds what it reads.
    """

    def __init__(
        self, host: str, port: int, unready: Callable[[], str], metrics: Metrics, more: Sequence[web.RouteDef] = ()
    ) -> None:
        self._host = host
        self._port = port
        self._unready = unready
        self._metrics = metrics
        app = web.Application(client_max_size=1024)
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/metrics", self._scrape)
        app.router.add_routes(more)
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=1.0)

    @property
    def port(self) -> int:
        """The port that is listened on."""
        addresses = self._runner.addresses
        return int(addresses[0][1]) if addresses else self._port

    async def __aenter__(self) -> Self:
        """Begin to listen.

        Raises:
            CannotListen: the port is taken, or the host is not this machine's.
        """
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise CannotListen(
                f"cannot listen on {self._host}:{self._port}: {_why(error)}; set http.port (SREHUB_HTTP_PORT) or http.host"
            ) from error
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _healthz(self, _: web.Request) -> web.Response:
        return _json({"alive": True}, 200)

    async def _readyz(self, _: web.Request) -> web.Response:
        why = self._unready()
        return _json({"ready": False, "why": why}, 503) if why else _json({"ready": True}, 200)

    async def _scrape(self, request: web.Request) -> web.Response:
        body, content_type = self._metrics.exposition(request.headers.get("Accept", ""))
        return web.Response(body=body, headers={"Content-Type": content_type})


def _json(said: dict[str, object], status: int) -> web.Response:
    headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    return web.Response(body=msgspec.json.encode(said), status=status, headers=headers)


def _why(error: OSError) -> str:
    known = {errno.EADDRINUSE: "another process has that port", errno.EACCES: "ports below 1024 need more rights"}
    return known.get(error.errno or 0, error.strerror or str(error))
