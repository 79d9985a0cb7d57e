"""The demo Alertmanager: an HTTP server on the loopback with the demo Prometheus' alerts, and silences of a team."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha1
from types import TracebackType
from typing import Any
from urllib.parse import quote_plus

from aiohttp import web

from playground.alertmanager.matchers import BadMatcher, Matcher, parse
from playground.kubernetes.company import BAD_ROLLOUT_AGO
from playground.prometheus import DemoPrometheus
from playground.prometheus.rules import RULES, Alert, alerts
from playground.prometheus.syntax import BadQuery
from playground.serving import Serving

RECEIVER = "incidents"
GRAPH = "http://prometheus.example/graph"
HOUR = 3600.0


@dataclass(frozen=True)
class Silence:
    """A silence; times are in seconds since 1970."""

    id: str
    matchers: tuple[Matcher, ...]
    starts: float
    ends: float
    creator: str
    comment: str


class DemoAlertmanager:
    """An Alertmanager on 127.0.0.1 for the life of an `async with`.

    Args:
        prometheus: whose rules alert.
        port: 0 for a free one.
    """

    def __init__(self, prometheus: DemoPrometheus, port: int = 0) -> None:
        self._prometheus = prometheus
        self.silences = list(_planned(prometheus.began))
        app = web.Application()
        app.router.add_get("/api/v2/alerts", self._alerts)
        app.router.add_get("/api/v2/alerts/groups", self._groups)
        app.router.add_get("/api/v2/silences", self._silences)
        app.router.add_get("/api/v2/receivers", self._receivers)
        app.router.add_get("/api/v2/status", self._status)
        self._serving = Serving(app, port)

    @property
    def url(self) -> str:
        """Where it listens."""
        return self._serving.url

    async def __aenter__(self) -> DemoAlertmanager:
        await self._serving.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._serving.__aexit__(kind, error, trace)

    async def _alerts(self, request: web.Request) -> web.Response:
        try:
            matchers = [parse(text) for text in request.query.getall("filter", [])]
        except BadMatcher as error:
            return web.json_response(str(error), status=400)
        wanted = {kind: request.query.get(kind, "true") == "true" for kind in ("active", "silenced", "inhibited")}
        found = [
            one for one in self._all()
            if all(matcher.fits(one["labels"]) for matcher in matchers)
            and wanted["silenced" if one["status"]["silencedBy"] else "active"]
        ]  # fmt: skip
        return web.json_response(found)

    async def _groups(self, _: web.Request) -> web.Response:
        groups: dict[str, list[Any]] = {}
        for one in self._all():
            groups.setdefault(one["labels"]["alertname"], []).append(one)
        return web.json_response(
            [
                {"labels": {"alertname": name}, "receiver": {"name": RECEIVER}, "alerts": found}
                for name, found in groups.items()
            ]
        )

    async def _silences(self, _: web.Request) -> web.Response:
        return web.json_response([self._silence(one) for one in self.silences])

    async def _receivers(self, _: web.Request) -> web.Response:
        return web.json_response([{"name": RECEIVER}])

    async def _status(self, _: web.Request) -> web.Response:
        return web.json_response(
            {"cluster": {"peers": [], "status": "disabled"}, "config": {"original": ""},
             "uptime": _iso(self._prometheus.began), "versionInfo": {"version": "0.25.0"}}
        )  # fmt: skip

    def _all(self) -> Iterator[dict[str, Any]]:
        now = self._prometheus.clock()
        for rule in RULES:
            with suppress(BadQuery):  # a rule that cannot be evaluated alerts about nothing
                for alert in alerts(rule, self._prometheus.evaluation, now):
                    yield self._alert(alert, now)

    def _alert(self, alert: Alert, now: float) -> dict[str, Any]:
        labels = dict(sorted(alert.labels.items()))
        silenced = [
            one.id for one in self.silences
            if one.starts <= now < one.ends and all(matcher.fits(labels) for matcher in one.matchers)
        ]  # fmt: skip
        state = "suppressed" if silenced else "active"
        began = self._prometheus.began - (BAD_ROLLOUT_AGO - alert.rule.held if alert.rule.group == "requests" else 26 * HOUR)
        return {
            "annotations": alert.annotations, "endsAt": _iso(now + 240), "fingerprint": _fingerprint(labels),
            "receivers": [{"name": RECEIVER}], "startsAt": _iso(began),
            "status": {"inhibitedBy": [], "silencedBy": silenced, "state": state}, "updatedAt": _iso(now),
            "generatorURL": f"{GRAPH}?g0.expr={quote_plus(alert.rule.query)}&g0.tab=1", "labels": labels,
        }  # fmt: skip

    def _silence(self, one: Silence) -> dict[str, Any]:
        now = self._prometheus.clock()
        state = "expired" if now >= one.ends else "active" if now >= one.starts else "pending"
        return {
            "id": one.id, "status": {"state": state}, "updatedAt": _iso(one.starts), "comment": one.comment,
            "createdBy": one.creator, "endsAt": _iso(one.ends), "startsAt": _iso(one.starts),
            "matchers": [
                {"isEqual": not m.operator.startswith("!"), "isRegex": "~" in m.operator, "name": m.name, "value": m.value}
                for m in one.matchers
            ],
        }  # fmt: skip


def _planned(began: float) -> Iterator[Silence]:
    """Yield the silences that the company's people have made."""
    yield Silence(
        "7f1c9d0e-0000-4000-8000-000000000001", (parse('alertname="TargetDown"'), parse('job="soap-bridge"')),
        began - HOUR, began + 20 * HOUR, "ana", "soap-bridge is being switched off this week",
    )  # fmt: skip
    yield Silence(
        "7f1c9d0e-0000-4000-8000-000000000002", (parse('container=~"index.*"'),),
        began + HOUR, began + 3 * HOUR, "ben", "reindexing tonight",
    )  # fmt: skip
    yield Silence(
        "7f1c9d0e-0000-4000-8000-000000000003", (parse('service="mailer"'),),
        began - 5 * HOUR, began - 3 * HOUR, "ana", "new mail provider",
    )  # fmt: skip


def _fingerprint(labels: dict[str, str]) -> str:
    return sha1("\x00".join(f"{name}={value}" for name, value in labels.items()).encode()).hexdigest()[:16]  # noqa: S324 - a name, not a secret


def _iso(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
