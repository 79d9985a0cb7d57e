"""Questions about alerts, expressions and logs, from Slack through pretended and real systems and back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any

import pytest
from monitoring_servers import Monitoring

from playground.alertmanager import DemoAlertmanager
from playground.loki import DemoLoki
from playground.prometheus import DemoPrometheus
from playground.slack import Message

if TYPE_CHECKING:
    from staging import Stage

Words = Callable[[Message], str]
GRAPHS = {
    "requests": {"query": "sum by (service) (rate(http_requests_total[5m]))", "unit": "req/s", "title": "Requests"},
    "checkout": {"query": "sum(rate(http_requests_total{service='checkout'}[5m]))"},
}
SLOS = {
    "checkout": {
        "errors": 'sum(rate(http_requests_total{service="checkout",code=~"5.."}[$window]))',
        "total": 'sum(rate(http_requests_total{service="checkout"}[$window]))',
        "objective": 99.9,
        "title": "checkouts succeed",
    }
}


def connectors(prometheus: str, alertmanager: str, loki: str = "") -> dict[str, Any]:
    """Return the configuration's section for one target of each."""
    return {
        "prometheus": {"prod": {"url": prometheus, "graphs": GRAPHS, "slos": SLOS}},
        "alertmanager": {"prod": {"url": alertmanager}},
        "loki": {"prod": {"url": loki}},
    }


@pytest.fixture
async def watched(stage: Stage) -> AsyncIterator[Stage]:
    """A Slack, the pretended monitoring, and one bot."""
    async with DemoPrometheus() as prometheus, DemoAlertmanager(prometheus) as alertmanager, DemoLoki() as loki:
        await stage.bot(connectors=connectors(prometheus.url, alertmanager.url, loki.url))
        yield stage


def kinds(message: Message) -> set[str]:
    """Return the types of the message's blocks."""
    return {block["type"] for block in message.blocks}


def refusals(stage: Stage) -> list[str | None]:
    """Return the errors that Slack gave to what the bot posted, but for its asking for patience."""
    calls = (call for call in stage.slack.calls if call.method.startswith(("chat.", "files.")))
    return [call.error for call in calls if call.error and call.error != "ratelimited"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("alerts", "alerts firing"),
        ("alerts severity=critical", "1 alert firing"),
        ("alerts firing team!=x alertname=~'Error.*'", "1 alert firing"),
        ("alerts silenced", "1 alert kept quiet"),
        ("alert ErrorBudgetBurn", "payments/checkout · critical · firing"),
        ("alert Nonsense", "Nonsense does not fire"),
        ("silences", "2 silences"),
        ("query 'sum by (service) (rate(http_requests_total[5m]))'", "25 series"),
        ("query '1 + 1'", "2 · "),
        ("query 'absent(up)'", "No result"),
        ("graph", "2 graphs"),
        ("slo checkout", "of the error budget left · checkouts succeed"),
        ("slo", "1 objective"),
        ("targets down", "2 of 60 targets down"),
        ("rules failing", "1 rule failing"),
        ('loki \'{app="checkout"} |= "charge failed"\'', "lines"),
        ('logs --loki \'{app="checkout"} |= "charge failed"\'', "lines"),
    ],
)
async def test_every_question_has_an_answer_that_slack_takes(watched: Stage, line: str, said: str) -> None:
    """The numbers are the pretended company's own, and Slack's block rules accept the message as it is."""
    await watched.slack.slash("ana", "incidents", line)
    [answer, *_] = await watched.answered()
    assert said in answer.text
    assert refusals(watched) == []


async def test_a_time_is_a_chart_in_the_message_and_a_picture_in_its_thread(watched: Stage) -> None:
    """The picture is the chart in detail; both come without a further question."""
    await watched.slack.slash("ana", "incidents", "graph requests --since 3h")
    answer, shared = await watched.answered(count=2, seconds=40)
    [chart] = [block for block in answer.blocks if block["type"] == "data_visualization"]
    assert chart["title"] == "Requests"
    assert len(chart["chart"]["series"]) == 6
    assert all(len(one["data"]) == 20 for one in chart["chart"]["series"])
    assert "19 more curves" in str(answer.blocks)
    assert shared.thread_ts == answer.ts
    [file] = (watched.slack.files[file] for file in shared.files)
    assert file["name"] == "requests.png"
    assert file["content"].startswith(b"\x89PNG\r\n")
    assert refusals(watched) == []


async def test_a_slack_without_charts_gets_bars_of_text_and_is_not_asked_twice(stage: Stage) -> None:
    """No answer is lost to a block that Slack has not rolled out yet."""
    stage.slack.faults.unknown_blocks("data_visualization")
    async with DemoPrometheus() as prometheus:
        await stage.bot(connectors=connectors(prometheus.url, ""))
        for count in (1, 2):
            await stage.slack.slash("ana", "incidents", "query 'sum(rate(http_requests_total[5m]))' --since 1h")
            answers = await stage.answered(count=2 * count, seconds=40)
        assert all("▁" in str(one.blocks) for one in answers if one.blocks)
        assert refusals(stage) == ["invalid_blocks"]


async def test_from_an_alert_one_click_leads_to_its_expression_over_time(watched: Stage) -> None:
    """The line on the button is quoted PromQL, which has to survive Slack and the grammar."""
    await watched.slack.slash("ana", "incidents", "alert HighLatency")
    [alert] = await watched.answered()
    await watched.slack.click("ben", alert.ts, "Graph", "incidents")
    _, graph, *_ = await watched.answered(count=2, seconds=40)
    assert graph.thread_ts == alert.ts
    assert 'service_latency_seconds{quantile="0.99"}' in graph.text.replace("&gt;", ">")


async def test_a_wrong_expression_is_said_in_prometheus_words(watched: Stage) -> None:
    """A mistake in the question is no fault of the target, and hides no old answer."""
    await watched.slack.slash("ana", "incidents", "query 'sum('")
    [answer] = await watched.answered()
    assert "does not understand the question" in answer.text
    assert "parse error" in answer.text


async def test_a_matcher_that_is_none_is_told_to_the_asker_alone(watched: Stage) -> None:
    """Before anybody is asked."""
    await watched.slack.slash("ana", "incidents", "alerts firing critical")
    [usage] = await watched.answered()
    assert usage.ephemeral_to == watched.slack.users["ana"]
    assert "is no matcher" in usage.text


async def test_a_graph_that_is_not_there_is_named_with_those_that_are(watched: Stage) -> None:
    """Nobody remembers the names."""
    await watched.slack.slash("ana", "incidents", "graph chekout")
    [answer] = await watched.answered()
    assert "there are: checkout, requests" in answer.text


async def test_what_a_server_remarks_stands_in_the_footer(stage: Stage, words: Words) -> None:
    """A Thanos of which a part is away gives half the truth, and says so."""
    async with DemoPrometheus(warnings=("store eu-west is <!here> away",)) as prometheus:
        await stage.bot(connectors=connectors(prometheus.url, ""))
        await stage.slack.slash("ana", "incidents", "query up")
        [answer] = await stage.answered()
        assert "eu-west is" in words(answer)


async def test_real_servers_are_asked_and_nothing_of_their_labels_comes_alive(
    stage: Stage, monitored: Monitoring, words: Words
) -> None:
    """A rule of a real Prometheus fires through a real Alertmanager; one of its labels is `<!channel>`."""
    await stage.bot(connectors=connectors(monitored.prometheus, monitored.alertmanager))
    for line in ("alerts firing", "alert TargetGone", "targets down", "rules failing", "query up", "ping"):
        await stage.slack.slash("ana", "incidents", line)
    answers = await stage.answered(count=6)
    said = " ".join(answer.text for answer in answers)
    assert "TargetGone" in said
    assert "1 of 2 targets down" in said
    assert "1 rule failing" in said
    assert "<!channel>" in " ".join(map(words, answers))  # as plain text, in rich text and in cells
    assert not any("<!channel>" in str(block) for one in answers for block in one.blocks if "mrkdwn" in str(block))
    assert "<!channel>" not in said
    assert refusals(stage) == []


async def test_the_whole_picture_tells_of_alerts_of_a_real_server(stage: Stage, monitored: Monitoring, words: Words) -> None:
    """A cluster and its Alertmanager are one target; a target without one is told as it was before."""
    await stage.cluster("prod")
    await stage.cluster("staging")
    clusters = {name: {"kubeconfig": str(stage.folder / f"{name}.kubeconfig")} for name in stage.clusters}
    await stage.bot(connectors={"kubernetes": clusters, "alertmanager": {"prod": {"url": monitored.alertmanager}}})
    await stage.slack.slash("ana", "incidents", "status")
    [picture] = await stage.answered()
    assert "2 alerts firing" in words(picture)
    assert "critical 1, none 1" in words(picture)
    await stage.slack.click("ben", picture.ts, "Alerts", "incidents")
    deeper = (await stage.answered(count=2))[-1]
    assert deeper.thread_ts == picture.ts
    assert "2 alerts firing" in deeper.text
    await stage.slack.slash("ana", "incidents", "status @staging")
    assert "alert" not in words((await stage.answered(count=3))[-1])
    assert refusals(stage) == []
