"""The demo Alertmanager: an HTTP server on the loopback with the demo Prometheus' alerts, and silences."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from playground.alertmanager.alerts import RECEIVER, Alerts
from playground.alertmanager.matchers import BadMatcher, parse
from playground.alertmanager.silences import BadSilence, Silences, iso
from playground.prometheus import DemoPrometheus
from playground.serving import Serving


class DemoAlertmanager(Serving):
    """An Alertmanager on 127.0.0.1 for the life of an `async with`.

    Args:
        prometheus: whose rules alert.
        port: 0 for a free one.

    Attributes:
        silences: what is kept quiet.
        alerts: what fires.
        clock: returns seconds since 1970: Prometheus'.
    """

    def __init__(self, prometheus: DemoPrometheus, port: int = 0) -> None:
        self._began, self.clock = prometheus.began, prometheus.clock
        self.silences = Silences(prometheus.clock)
        self.alerts = Alerts(prometheus, self.silences)
        app = web.Application()
        app.router.add_get("/api/v2/alerts", self._alerts)
        app.router.add_get("/api/v2/alerts/groups", self._groups)
        app.router.add_get("/api/v2/silences", self._silences)
        app.router.add_post("/api/v2/silences", self._silence)
        app.router.add_get("/api/v2/silence/{id}", self._one)
        app.router.add_delete("/api/v2/silence/{id}", self._expire)
        app.router.add_get("/api/v2/receivers", self._receivers)
        app.router.add_get("/api/v2/status", self._status)
        super().__init__(app, port)

    async def _alerts(self, request: web.Request) -> web.Response:
        try:
            matchers = [parse(text) for text in request.query.getall("filter", [])]
        except BadMatcher as error:
            return web.json_response(str(error), status=400)
        wanted = {kind: request.query.get(kind, "true") == "true" for kind in ("active", "silenced", "inhibited")}
        found = [
            one for one in self.alerts.firing()
            if all(matcher.fits(one["labels"]) for matcher in matchers)
            and wanted["silenced" if one["status"]["silencedBy"] else "active"]
        ]  # fmt: skip
        return web.json_response(found)

    async def _groups(self, _: web.Request) -> web.Response:
        groups: dict[str, list[Any]] = {}
        for one in self.alerts.firing():
            groups.setdefault(one["labels"]["alertname"], []).append(one)
        return web.json_response(
            [
                {"labels": {"alertname": name}, "receiver": {"name": RECEIVER}, "alerts": found}
                for name, found in groups.items()
            ]
        )

    async def _silences(self, _: web.Request) -> web.Response:
        return web.json_response(self.silences.listing())

    async def _silence(self, request: web.Request) -> web.Response:
        try:
            return web.json_response({"silenceID": self.silences.make(await request.read())})
        except BadSilence as error:
            return web.json_response(str(error), status=400)

    async def _one(self, request: web.Request) -> web.Response:
        found = self.silences.find(request.match_info["id"])
        return web.json_response(found) if found else web.Response(status=404)

    async def _expire(self, request: web.Request) -> web.Response:
        silence = request.match_info["id"]
        if self.silences.expire(silence):
            return web.Response()
        # Alertmanager 0.25 answers 500 to both.
        why = f"silence {silence} already expired" if self.silences.find(silence) else "silence not found"
        return web.json_response(why, status=500)

    async def _receivers(self, _: web.Request) -> web.Response:
        return web.json_response([{"name": RECEIVER}])

    async def _status(self, _: web.Request) -> web.Response:
        return web.json_response(
            {"cluster": {"peers": [], "status": "disabled"}, "config": {"original": ""},
             "uptime": iso(self._began), "versionInfo": {"version": "0.25.0"}}
        )  # fmt: skip
