"""The demo Prometheus: an HTTP server on the loopback that answers for the company's series."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from playground.prometheus.alerting import Alerting, Standing
from playground.prometheus.course import Course, standing
from playground.prometheus.evaluation import Evaluation, Key, Value
from playground.prometheus.rules import RULES, Rule
from playground.prometheus.series import company, scraped
from playground.prometheus.syntax import BadQuery, parse, seconds
from playground.serving import Serving

MOST_POINTS = 11_000
"""Points a series that Prometheus gives at most."""
INTERVAL = 15.0
VERSION = "2.42.0"


class DemoPrometheus(Serving):
    """A Prometheus on 127.0.0.1 for the life of an `async with`.

    Args:
        port: 0 for a free one.
        clock: returns seconds since 1970; the company's world begins when this is made.
        warnings: what it remarks with every result, as a Thanos does of which a part is away.

        course: the incident's; one that stands already if None.
        own: returns the seconds by which a rule's `for` is counted: a story's clock stands, and runs faster.

    Attributes:
        began: when the world began.
        requests: the paths and forms that came, oldest first.
    """

    def __init__(
        self,
        port: int = 0,
        clock: Callable[[], float] = time.time,
        warnings: tuple[str, ...] = (),
        *,
        course: Course | None = None,
        own: Callable[[], float] | None = None,
    ) -> None:
        self.clock, self.began = clock, clock()
        self.evaluation = Evaluation(company(self.began, course or standing(self.began)))
        self._alerting, self._own = Alerting(self.evaluation, self.began), own or clock
        self.requests: deque[tuple[str, Mapping[str, str]]] = deque(maxlen=1000)
        self._warnings = warnings
        app = web.Application(client_max_size=1 << 20)
        for path, handle in (
            ("query", self._query),
            ("query_range", self._query_range),
            ("rules", self._rules),
            ("targets", self._targets),
            ("status/buildinfo", self._build),
        ):
            app.router.add_route("*", f"/api/v1/{path}", self._handling(handle))
        super().__init__(app, port)

    def standing(self) -> Sequence[Standing]:
        """Return the alerts that hold at the moment, those that do not fire yet among them."""
        return self._alerting.standing(self.clock(), self._own())

    def _handling(self, handle: Callable[[Mapping[str, str]], Any]) -> Callable[[web.Request], Any]:
        async def answer(request: web.Request) -> web.Response:
            given = dict(request.query) | {name: str(value) for name, value in (await request.post()).items()}
            self.requests.append((request.path, given))
            try:
                told = {"status": "success", "data": handle(given)}
            except BadQuery as error:
                return web.json_response({"status": "error", "errorType": "bad_data", "error": str(error)}, status=400)
            return web.json_response(told | ({"warnings": list(self._warnings)} if self._warnings else {}))

        return answer

    def _query(self, given: Mapping[str, str]) -> Any:
        moment = _number(given, "time", self.clock())
        value = self._evaluated(given, moment)
        if isinstance(value, float):
            return {"resultType": "scalar", "result": [moment, _said(value)]}
        found = [{"metric": dict(key), "value": [moment, _said(one)]} for key, one in value.items()]
        return {"resultType": "vector", "result": found}

    def _query_range(self, given: Mapping[str, str]) -> Any:
        begin, end = _number(given, "start", math.nan), _number(given, "end", math.nan)
        step = _number(given, "step", math.nan)
        if not step > 0 or not end >= begin:
            raise BadQuery('invalid parameter "step": zero or negative query resolution step widths are not accepted')
        if (end - begin) / step > MOST_POINTS:
            raise BadQuery(
                "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution"
            )
        rows: dict[Key, list[tuple[float, str]]] = {}
        for place in range(int((end - begin) // step) + 1):
            moment = begin + place * step
            value = self._evaluated(given, moment)
            for key, one in ({(): value} if isinstance(value, float) else value).items():
                rows.setdefault(key, []).append((moment, _said(one)))
        return {"resultType": "matrix", "result": [{"metric": dict(key), "values": row} for key, row in rows.items()]}

    def _evaluated(self, given: Mapping[str, str], moment: float) -> Value:
        try:
            return self.evaluation.at(parse(given.get("query", "")), moment)
        except BadQuery as error:
            raise BadQuery(f'invalid parameter "query": {error}') from error

    def _rules(self, _: Mapping[str, str]) -> Any:
        groups: dict[str, list[Any]] = {}
        standing = self.standing()
        for rule in RULES:
            groups.setdefault(rule.group, []).append(self._rule(rule, [one for one in standing if one.alert.rule is rule]))
        return {
            "groups": [
                {"name": name, "file": f"/etc/prometheus/rules/{name}.yml", "rules": rules, "interval": INTERVAL,
                 "limit": 0, "evaluationTime": 0.002, "lastEvaluation": _iso(self.clock() - 4)}
                for name, rules in groups.items()
            ]
        }  # fmt: skip

    def _rule(self, rule: Rule, standing: Sequence[Standing]) -> dict[str, Any]:
        wrong = self._alerting.wrong(rule)
        found = [
            {"labels": one.alert.labels, "annotations": one.alert.annotations, "state": one.state,
             "activeAt": _iso(one.since), "value": _said(one.alert.value)}
            for one in standing
        ]  # fmt: skip
        state = "firing" if any(one.fires for one in standing) else "pending" if standing else "inactive"
        return {
            "state": state, "name": rule.name, "query": rule.query, "duration": rule.held,
            "labels": {"severity": rule.severity}, "annotations": {"summary": rule.summary}, "alerts": found,
            "evaluationTime": 0.001, "type": "alerting", "health": "err" if wrong else "ok",
            **({"lastError": wrong} if wrong else {}),
        }  # fmt: skip

    def _targets(self, _: Mapping[str, str]) -> Any:
        return {"activeTargets": [self._target(*one) for one in scraped()], "droppedTargets": []}

    def _target(self, job: str, instance: str, is_up: bool) -> dict[str, Any]:
        url = f"http://{instance}/metrics"
        refused = f'Get "{url}": dial tcp {instance}: connect: connection refused'
        return {
            "discoveredLabels": {"__address__": instance}, "labels": {"job": job, "instance": instance}, "scrapePool": job,
            "scrapeUrl": url, "globalUrl": url, "lastError": "" if is_up else refused, "lastScrape": _iso(self.clock() - 7),
            "lastScrapeDuration": 0.004, "health": "up" if is_up else "down",
        }  # fmt: skip

    def _build(self, _: Mapping[str, str]) -> Any:
        return {"version": VERSION, "revision": "demo", "goVersion": "go1.19.8"}


def _number(given: Mapping[str, str], name: str, otherwise: float) -> float:
    said = given.get(name)
    if said is None:
        return otherwise
    try:
        return float(said)
    except ValueError:
        return seconds(said)


def _said(value: float) -> str:
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    return "NaN" if math.isnan(value) else repr(value).removesuffix(".0")


def _iso(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat().replace("+00:00", "Z")
