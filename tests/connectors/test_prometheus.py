"""The connector to Prometheus, against a real one."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator

import pytest
from misbehaving import Observed, says, serving
from monitoring_servers import Monitoring

from connectors._deadline import Deadline
from connectors._errors import Invalid, Missing, TooCostly
from connectors.prometheus import Prometheus, PrometheusSettings, open_prometheus


@pytest.fixture
async def prometheus(monitored: Monitoring) -> AsyncIterator[Prometheus]:
    """The connector, opened on the real server."""
    async with open_prometheus("prod", PrometheusSettings(url=monitored.prometheus), Observed()) as opened:
        yield opened


def soon() -> Deadline:
    """Return a deadline that is far enough away."""
    return Deadline.after(10)


async def test_a_vector_is_read_with_its_labels_and_values(prometheus: Prometheus) -> None:
    """The commonest answer."""
    now = await prometheus.instant("sort(up)", deadline=soon())
    assert (now.kind, now.found, now.whole) == ("vector", 2, True)
    assert [(dict(one.labels)["job"], one.value) for one in now.samples] == [("gone", 0.0), ("self", 1.0)]


@pytest.mark.parametrize(
    ("query", "kind", "value", "text"),
    [("1 + 1", "scalar", 2.0, ""), ("-1 / 0", "scalar", -math.inf, ""), ('"<!here>"', "string", None, "<!here>")],
)
async def test_a_number_and_a_text_are_read_as_what_they_are(
    prometheus: Prometheus, query: str, kind: str, value: float | None, text: str
) -> None:
    """They come in another shape than a vector does."""
    now = await prometheus.instant(query, deadline=soon())
    assert (now.kind, now.text, [one.value for one in now.samples]) == (kind, text, [] if value is None else [value])


async def test_no_result_is_an_answer(prometheus: Prometheus) -> None:
    """An expression that finds nothing is the good case of most alerts."""
    now = await prometheus.instant("up == 7", deadline=soon())
    assert (now.kind, now.samples, now.found) == ("vector", (), 0)


async def test_a_large_result_is_counted_and_bounded(prometheus: Prometheus) -> None:
    """A careless expression must cost neither memory nor the message."""
    copies = (f'label_replace({{__name__=~".+"}}, "copy", "{place}", "", "")' for place in range(4))
    now = await prometheus.instant(" or ".join(copies), deadline=soon())
    assert now.whole
    assert now.found > 1000
    assert len(now.samples) == 1000


async def test_a_range_stands_on_its_steps(prometheus: Prometheus) -> None:
    """A point that is off by a step draws an incident where there was none."""
    then = await prometheus.range("time()", 600, deadline=soon())
    assert then.step == 15.0
    assert then.steps == 41
    [series] = then.series
    assert [round(value - then.start) for value in series.values if value is not None] == [15 * i for i in range(41)]


async def test_a_time_without_data_is_a_gap(prometheus: Prometheus) -> None:
    """Where nothing is known, nothing is not nought."""
    then = await prometheus.range("vector(time()) % 600 < 300", 3600, deadline=soon())
    known = [(then.start + place * then.step) % 600 < 300 for place in range(then.steps)]
    assert [value is not None for value in then.series[0].values] == known


async def test_the_highest_series_of_a_range_are_kept_and_the_others_counted(prometheus: Prometheus) -> None:
    """Twelve can be told apart; which ones must not depend on their order."""
    wide = " or ".join(f'label_replace(vector({place}), "n", "{place}", "", "")' for place in range(30))
    then = await prometheus.range(wide, 60, deadline=soon())
    assert then.found == 30
    assert [dict(one.labels)["n"] for one in then.series] == [str(place) for place in range(29, 17, -1)]


async def test_a_long_expression_is_sent_as_a_form(prometheus: Prometheus) -> None:
    """Proxies cut long URLs off, and Prometheus takes either."""
    assert (await prometheus.instant(" + ".join(["1"] * 1500), deadline=soon())).samples[0].value == 1500


@pytest.mark.parametrize("query", ["up[", "nosuch(up)", "up[5m]"])
async def test_what_is_no_expression_is_said_in_the_servers_words(prometheus: Prometheus, query: str) -> None:
    """Whoever wrote it has to see where it is wrong."""
    with pytest.raises(Invalid) as caught:
        await prometheus.instant(query, deadline=soon())
    assert type(caught.value) is Invalid
    assert "error" in caught.value.reason or "function" in caught.value.reason or "range" in caught.value.reason


async def test_a_query_that_takes_too_long_is_the_askers_matter_and_opens_no_breaker(prometheus: Prometheus) -> None:
    """One person's careless expression must not take Prometheus away from everybody."""
    slow = "max_over_time((vector(time()) + 1)[6h:1ms])"
    with pytest.raises(TooCostly) as caught:
        await prometheus.instant(slow, deadline=Deadline.after(30))
    assert not caught.value.ailing
    assert "timed out in expression evaluation" in caught.value.reason


async def test_prometheus_is_told_to_give_up_before_we_do() -> None:
    """Its refusal says that the query was too slow; our silence would count against the server."""
    empty = '{"status": "success", "data": {"resultType": "vector", "result": []}}'
    async with serving(**{"api/v1/query": says(200, empty)}) as server:
        settings = PrometheusSettings(url=server.url, timeout=10)
        async with open_prometheus("prod", settings, Observed()) as opened:
            await opened.instant("up", deadline=Deadline.after(60))
    assert [asked.query["timeout"] for asked in server.requests] == ["8500ms"]


async def test_targets_that_are_down_are_listed_with_their_error(prometheus: Prometheus) -> None:
    """The error says whether it is the network, the port or the name."""
    report = await prometheus.targets(deadline=soon())
    assert (report.total, report.down, report.jobs) == (2, 1, 2)
    [gone] = report.targets
    assert (gone.job, gone.instance, gone.health) == ("gone", "127.0.0.1:1", "down")
    assert "connection refused" in gone.error
    assert gone.scraped is not None


async def test_rules_that_fail_are_listed_with_their_error(prometheus: Prometheus) -> None:
    """An alert that cannot be evaluated never fires, and nobody notices."""
    report = await prometheus.rules(deadline=soon())
    assert (report.groups, report.rules, report.failing) == (1, 4, 1)
    [broken] = report.broken
    assert (broken.name, broken.kind) == ("broken", "recording")
    assert "invalid destination label name" in broken.error


async def test_ping_and_check_say_that_all_is_well(prometheus: Prometheus) -> None:
    """They are what people try first."""
    assert (await prometheus.ping(soon())).startswith("Prometheus 2.")
    findings = await prometheus.check(soon())
    assert [finding.what for finding in findings] == ["answers", "query", "targets", "rules"]
    assert all(finding.well for finding in findings)


async def test_a_url_that_leads_elsewhere_is_found_out(monitored: Monitoring) -> None:
    """The commonest mistake in a configuration: the path of a proxy is missing, or another's is there."""
    settings = PrometheusSettings(url=f"{monitored.prometheus}/nowhere")
    async with open_prometheus("prod", settings, Observed()) as opened:
        with pytest.raises(Missing):
            await opened.instant("1", deadline=soon())
        assert [finding.well for finding in await opened.check(soon())] == [False]
