"""The metrics: what is counted, with how many labels, and that it is written down."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from bot.metrics import MOST_VALUES, Metrics
from connectors._events import BreakerMoved, RequestDone

DOCUMENT = Path(__file__).parents[2] / "docs" / "metrics.md"


@pytest.fixture
def metrics() -> Metrics:
    """Metrics of a bot with two commands."""
    return Metrics("1.2.3", ["pods failed", "ping"])


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    """Return one sample, None if there is none."""
    return metrics.registry.get_sample_value(name, labels)


def test_a_question_is_counted_with_its_outcome_and_time(metrics: Metrics) -> None:
    """Who runs the bot wants to know what is asked, and how fast it answers."""
    metrics.asked("pods failed", "slash", "answered", 0.3)
    labels = {"command": "pods failed", "source": "slash", "outcome": "answered"}
    assert value(metrics, "srehub_questions_total", **labels) == 1
    assert value(metrics, "srehub_answer_seconds_sum", command="pods failed") == pytest.approx(0.3)


def test_what_people_type_makes_no_new_label(metrics: Metrics) -> None:
    """Each label's value costs memory for ever."""
    for word in ("rm -rf", "<!channel>", "x" * 3000):
        metrics.asked(word, "slash", "UsageError", 0.1)
        metrics.cached(word, "cache")
    text = metrics.exposition()[0].decode()
    assert "rm -rf" not in text
    assert value(metrics, "srehub_questions_total", command="unknown", source="slash", outcome="UsageError") == 3


def test_a_label_has_a_bound_whatever_comes(metrics: Metrics) -> None:
    """Slack's list of errors is not ours to bound."""
    for number in range(MOST_VALUES + 50):
        metrics.delivered("chat.postMessage", f"error_{number}")
    assert value(metrics, "srehub_slack_calls_total", method="chat.postMessage", outcome="other") == 50


def test_an_upstreams_requests_are_counted_by_target(metrics: Metrics) -> None:
    """One slow cluster must be told from the others."""
    metrics.upstream(RequestDone("kubernetes", "prod", "pods table", "ok", 0.2, 5_000, 1))
    metrics.upstream(RequestDone("kubernetes", "prod", "pods table", "TimedOut", 5.0, 0, 2))
    whom = {"connector": "kubernetes", "target": "prod"}
    assert value(metrics, "srehub_upstream_requests_total", **whom, what="pods table", outcome="TimedOut") == 1
    assert value(metrics, "srehub_upstream_request_seconds_count", **whom, what="pods table") == 2
    assert value(metrics, "srehub_upstream_bytes_total", **whom) == 5_000
    assert value(metrics, "srehub_upstream_retries_total", **whom) == 1


def test_a_breaker_shows_its_state_from_the_start(metrics: Metrics) -> None:
    """An alert on a series that is not there never fires."""
    whom = {"connector": "kubernetes", "target": "prod"}
    metrics.breaker("kubernetes", "prod")
    assert value(metrics, "srehub_breaker_state", **whom) == 0
    metrics.upstream(BreakerMoved("kubernetes", "prod", "open"))
    assert value(metrics, "srehub_breaker_state", **whom) == 2


def test_sockets_are_counted_when_they_are_asked_for(metrics: Metrics) -> None:
    """A number kept beside the truth goes wrong."""
    sockets = [1, 2]
    metrics.sockets(lambda: len(sockets))
    assert value(metrics, "srehub_slack_sockets") == 2
    sockets.clear()
    assert value(metrics, "srehub_slack_sockets") == 0


class Enough(Exception):
    """Ends the endless watch."""


def test_the_next_digest_has_its_time_and_none_has_nought(metrics: Metrics) -> None:
    """One that stays in the past is a digest that does not come."""
    metrics.digests(2, 1, 1_800_000_000.0)
    assert value(metrics, "srehub_digest_next_timestamp_seconds") == 1_800_000_000.0
    metrics.digests(0, 1, math.inf)
    assert value(metrics, "srehub_digest_next_timestamp_seconds") == 0


async def test_the_loops_lag_is_what_comes_after_the_expected_time(metrics: Metrics) -> None:
    """A blocked loop makes every ack late, and nothing else shows it."""
    now = iter([10.0, 10.1, 20.0, 20.4])
    turns = iter([None, None])

    async def sleep(_: float) -> None:
        if next(turns, Enough) is Enough:
            raise Enough

    def clock() -> float:
        return next(now, 0.0)

    with pytest.raises(Enough):
        await metrics.watch_loop(clock, sleep)
    assert value(metrics, "srehub_loop_lag_seconds_count") == 2
    assert value(metrics, "srehub_loop_lag_seconds_sum") == pytest.approx(0.3)


def test_two_bots_in_one_process_do_not_share_their_counts(metrics: Metrics) -> None:
    """Tests and embedders run several; a global registry would mix them."""
    metrics.ack(0.01)
    assert value(Metrics("1", []), "srehub_ack_seconds_count") == 0


def test_openmetrics_is_served_to_those_who_ask_for_it(metrics: Metrics) -> None:
    """Newer Prometheus servers prefer it."""
    body, content_type = metrics.exposition("application/openmetrics-text; version=1.0.0")
    assert content_type.startswith("application/openmetrics-text")
    assert body.endswith(b"# EOF\n")


def test_every_metric_is_documented_and_no_other(metrics: Metrics) -> None:
    """A metric that nobody can find does not exist; a documented one that is gone misleads."""
    suffix = {"counter": "_total", "info": "_info"}
    families = (family for family in metrics.registry.collect() if family.name.startswith("srehub"))
    ours = {family.name + suffix.get(family.type, "") for family in families}
    documented = set(re.findall(r"^\| `(srehub\w+)`", DOCUMENT.read_text(), re.MULTILINE))
    assert documented == ours
