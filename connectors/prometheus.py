"""Prometheus, and what speaks its API (Thanos, Mimir, Cortex, VictoriaMetrics): expressions, targets, rules."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager

import msgspec

from connectors._access import Access, AccessSettings
from connectors._contract import Connector, Finding
from connectors._deadline import Deadline
from connectors._errors import Broken, Invalid
from connectors._events import Observer
from connectors._http import Http
from connectors._json_array import ArrayReader
from connectors._looking import look
from connectors._prom import wire
from connectors._prom.records import Instant, Range, RuleReport, TargetReport
from connectors._prom.reports import Rules, Targets
from connectors._prom.results import Gathered, GatheredRange
from connectors._reading import read

__all__ = ["CONNECTOR", "Graph", "Objective", "Prometheus", "PrometheusSettings", "open_prometheus"]

LONG = 1000
"""Characters of an expression that are sent in a URL; a longer one is sent as a form."""
PATIENCE = 0.85
"""The share of our own time after which the server is to give up: its refusal says more than our silence."""
POINTS = 240
"""Steps of a range, as many as a picture shows."""
FINEST = 15.0
"""Seconds of a step at the least: scrapes are hardly ever closer."""


class Graph(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An expression with a name: `graph NAME` draws it, with this unit (`s`, `B`, `%`, …)."""

    query: str
    unit: str = ""
    title: str = ""


class Objective(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A service level objective, told by the rates of its errors and of everything: `slo NAME` shows its budget.

    Attributes:
        errors, total: expressions with `$window` where the range stands, e.g. `sum(rate(http_requests_total[$window]))`.
        objective: the share that has to be good, in percent.
        days: the period that it is about.
        title: what it promises, in a few words.
    """

    errors: str
    total: str
    objective: float
    days: int = 30
    title: str = ""

    def __post_init__(self) -> None:
        """Refuse what can be no objective. Raises ValueError."""
        if not 0 < self.objective < 100:
            raise ValueError("needs an `objective` between 0 and 100, in percent, e.g. 99.9")
        if not 1 <= self.days <= 366:
            raise ValueError("needs a period of 1 to 366 `days`")
        if "$window" not in self.errors or "$window" not in self.total:
            raise ValueError("needs $window in `errors` and in `total`, where the range stands")


class PrometheusSettings(AccessSettings, frozen=True, kw_only=True):
    """One Prometheus' settings.

    Attributes:
        partial_response: let Thanos answer with what it can reach, and say so; others pay no heed to it.
        graphs: expressions by the names that people ask for.
        slos: objectives by the names that people ask for.
    """

    partial_response: bool = True
    graphs: Mapping[str, Graph] = msgspec.field(default_factory=dict)
    slos: Mapping[str, Objective] = msgspec.field(default_factory=dict)


class Prometheus:
    """One Prometheus.

    Args:
        http: the door to it.
        target: its name in the configuration.
        settings: its settings.
        now: returns seconds since 1970.
    """

    def __init__(self, http: Http, target: str, settings: PrometheusSettings, now: Callable[[], float] = time.time) -> None:
        self._http, self._target, self._settings, self._now = http, target, settings, now

    @property
    def target(self) -> str:
        """The target's name in the configuration."""
        return self._target

    @property
    def breaker(self) -> str:
        """`closed`, `open` or `half-open`."""
        return self._http.breaker

    @property
    def graphs(self) -> Mapping[str, Graph]:
        """The expressions that have a name."""
        return self._settings.graphs

    @property
    def slos(self) -> Mapping[str, Objective]:
        """The objectives that have a name."""
        return self._settings.slos

    async def ping(self, deadline: Deadline) -> str:
        """Return e.g. `Prometheus 2.42.0`. Raises UpstreamError: it did not answer, or refused."""
        body = await self._http.get("version", "/api/v1/status/buildinfo", deadline=deadline)
        try:
            said = wire.BUILD.decode(body)
        except msgspec.DecodeError as error:
            raise Broken(self._target, "what it answers is not what this API answers: is its URL right?") from error
        return f"Prometheus {said.data.version}".rstrip()

    async def check(self, deadline: Deadline) -> Sequence[Finding]:
        """Look closely, for `srehub check`: does it answer, and may we read what the commands need? Raises nothing."""
        return await look(
            lambda: self.ping(deadline),
            {
                "query": lambda: self.instant("1", deadline=deadline),
                "targets": lambda: self.targets(deadline=deadline),
                "rules": lambda: self.rules(deadline=deadline),
            },
        )

    async def instant(self, query: str, *, deadline: Deadline) -> Instant:
        """Return what an expression is now.

        Raises:
            Invalid: it is none, or gives a range (`up[5m]`).
            TooCostly: it takes longer than there is time, or more than the server allows.
            UpstreamError: see `connectors._errors`.
        """
        gathered = Gathered()
        whole = await self._query("query", {"query": query}, gathered, deadline)
        if gathered.kind == "matrix":
            raise Invalid(self._target, "this expression is a range, which has no value now: use it in rate(…) or the like")
        return gathered.instant(whole)

    async def range(self, query: str, seconds: float, *, deadline: Deadline) -> Range:
        """Return what an expression was over the last so many seconds, at about `POINTS` steps. Raises as `instant` does."""
        step = float(max(FINEST, -(-seconds // POINTS)))
        end = self._now() // FINEST * FINEST
        steps = int(seconds // step) + 1
        gathered = GatheredRange(start=end - (steps - 1) * step, step=step, steps=steps)
        params = {"query": query, "start": f"{gathered.start:.3f}", "end": f"{end:.3f}", "step": f"{step:g}"}
        whole = await self._query("query_range", params, gathered, deadline)
        return gathered.range(whole)

    async def targets(self, *, deadline: Deadline) -> TargetReport:
        """Return how many targets are scraped, and which are not up. Raises UpstreamError."""
        gathered = Targets()
        reader = ArrayReader(("activeTargets",), wire.TARGETS, within="data")
        params = {"state": "active"}
        async with self._http.stream("targets", "/api/v1/targets", params, deadline=deadline) as chunks:
            await read(self._target, chunks, reader, gathered.take)
        return gathered.report()

    async def rules(self, *, deadline: Deadline) -> RuleReport:
        """Return how many rules there are, and which fail. Raises UpstreamError."""
        gathered = Rules()
        reader = ArrayReader(("groups",), wire.RULES, within="data")
        async with self._http.stream("rules", "/api/v1/rules", self._partial(), deadline=deadline) as chunks:
            await read(self._target, chunks, reader, gathered.take)
        return gathered.report()

    async def _query(self, what: str, params: Mapping[str, str], gathered: Gathered, deadline: Deadline) -> bool:
        """Carry a query out into `gathered`; return whether its result was read to its end."""
        patience = PATIENCE * min(self._settings.timeout, deadline.left())
        told = {**params, "timeout": f"{max(1, int(1000 * patience))}ms", **self._partial()}
        reader = ArrayReader(("result",), wire.QUERIED, within="data")
        form = len(params["query"]) > LONG
        async with self._http.stream(what, f"/api/v1/{what}", told, deadline=deadline, form=form) as chunks:
            return await read(self._target, chunks, reader, gathered.take)

    def _partial(self) -> dict[str, str]:
        return {"partial_response": str(self._settings.partial_response).lower()}


@asynccontextmanager
async def open_prometheus(
    target: str, settings: PrometheusSettings, observe: Observer, now: Callable[[], float] = time.time
) -> AsyncIterator[Prometheus]:
    """Open one Prometheus. No request is made and no file is read before the first question."""
    access = Access(target, settings)
    refresh = access.refresh if settings.token_file else None
    async with Http(
        "prometheus", target, access.at(settings.url), settings, observe, authorize=access.authorize, refresh=refresh
    ) as http:
        yield Prometheus(http, target, settings, now)


CONNECTOR = Connector("prometheus", PrometheusSettings, Prometheus, open_prometheus)
