"""The pretended Prometheus, Alertmanager and Loki: what they say hangs together, and what they do not know they refuse."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from playground.alertmanager import DemoAlertmanager
from playground.kubernetes import Fleet, Site
from playground.loki import DemoLoki
from playground.monitoring import monitoring
from playground.prometheus import DemoPrometheus
from playground.prometheus.course import standing
from playground.prometheus.evaluation import Evaluation
from playground.prometheus.series import Series, company
from playground.prometheus.syntax import BadQuery, parse
from playground.story import Scene

PROD = Site("prod", 400, 7, "v1.29.4", eventful=True)
NOW = 1_795_442_465.0


@pytest.fixture
async def ask() -> AsyncIterator[Any]:
    """Return what a GET gives: status and body."""
    async with aiohttp.ClientSession() as session:

        async def ask(url: str, **params: Any) -> tuple[int, Any]:
            async with session.get(url, params=params) as answer:
                kind = answer.headers["Content-Type"]
                return answer.status, await answer.json() if "json" in kind else await answer.text()

        yield ask


def evaluated(query: str) -> Any:
    """Return what an expression is over two counters and a gauge that do not move."""
    steady = Series({"__name__": "n_total", "job": "a"}, lambda at: 2 * at)
    quick = Series({"__name__": "n_total", "job": "b"}, lambda at: 6 * at)
    gauge = Series({"__name__": "up", "job": "a", "zone": "x"}, lambda _: 1.0)
    return Evaluation((steady, quick, gauge)).at(parse(query), 1000.0)


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ("1 + 2 * 3 ^ 2", 19.0),
        ("-2 ^ 2", -4.0),
        ("1 / 0", float("inf")),
        ("sum(rate(n_total[5m]))", {(): 8.0}),
        ("sum by (job) (rate(n_total[1m]))", {(("job", "a"),): 2.0, (("job", "b"),): 6.0}),
        ('n_total{job=~"b|c"} offset 10s', {(("__name__", "n_total"), ("job", "b")): 5940.0}),
        ("topk(1, rate(n_total[5m]))", {(("job", "b"),): 6.0}),
        ("rate(n_total[5m]) > 3", {(("job", "b"),): 6.0}),
        ("rate(n_total[5m]) > bool 3", {(("job", "a"),): 0.0, (("job", "b"),): 1.0}),
        ("rate(n_total[5m]) / on (job) up", {(("job", "a"),): 2.0}),
        ("absent(nothing)", {(): 1.0}),
        ("sum(nothing) or vector(0)", {(): 0.0}),
        ("up unless on (job) n_total", {}),
        ("increase(n_total{job='a'}[1h30m])", {(("job", "a"),): 10_800.0}),
    ],
)
def test_expressions_mean_what_they_mean_to_prometheus(query: str, value: Any) -> None:
    """A demo whose numbers are wrong teaches wrong things."""
    assert evaluated(query) == value


@pytest.mark.parametrize(
    "query", ["", "up{", "up{job=a}", "sum(", "rate(up)", "up[5m]", "n_total + on(zone) group_left up", "nosuch(up)"]
)
def test_what_it_does_not_know_is_refused(query: str) -> None:
    """A wrong answer would be worse than none."""
    with pytest.raises(BadQuery):
        evaluated(query)


def test_counters_never_fall() -> None:
    """A rate over one that does would be nonsense."""
    counters = [one for one in company(NOW, standing(NOW)) if one.labels["__name__"].endswith("_total")]
    assert counters
    for one in counters:
        values = [one.at(NOW - 7200 + 30 * place) for place in range(300)]
        assert values == sorted(values)


async def test_what_fails_in_the_cluster_alerts_here(ask: Any) -> None:
    """One incident, told alike by every system."""
    async with DemoPrometheus() as prometheus, DemoAlertmanager(prometheus) as alertmanager:
        _, burning = await ask(f"{alertmanager.url}/api/v2/alerts", filter='alertname="ErrorBudgetBurn"')
        assert [one["labels"]["service"] for one in burning] == ["checkout"]
        _, quiet = await ask(f"{alertmanager.url}/api/v2/alerts", active="false")
        assert {one["labels"]["job"] for one in quiet} == {"soap-bridge"}
        _, silences = await ask(f"{alertmanager.url}/api/v2/silences")
        assert {one["status"]["state"] for one in silences} == {"active", "pending", "expired"}
        assert (await ask(f"{alertmanager.url}/api/v2/alerts", filter="nonsense"))[0] == 400


async def test_a_log_query_finds_the_incidents_lines(ask: Any) -> None:
    """The newest first, no more than asked for, and the same lines for the same time."""
    async with DemoLoki() as loki:
        url = f"{loki.url}/loki/api/v1/query_range"
        _, told = await ask(url, query='{app="checkout"} |= "charge failed" != "attempt=2"', limit="9")
        lines = [line for stream in told["data"]["result"] for _, line in stream["values"]]
        assert len(lines) == 9
        assert all("charge failed" in line and "attempt=1" in line for line in lines)
        assert await ask(url, query="checkout") == (400, "parse error at line 1, col 1: syntax error: unexpected IDENTIFIER")
        assert (await ask(url, query='{app="checkout"} | json'))[0] == 400


async def test_the_bot_is_led_to_what_is_pretended_only() -> None:
    """Whoever has a Prometheus keeps it."""
    async with monitoring(Scene(Fleet((PROD,)))) as watching:
        assert sorted(watching.variables({"PROMETHEUS_URL": "http://real:9090"})) == ["ALERTMANAGER_URL", "LOKI_URL"]
