"""The company's rules: what alerts, and one that somebody got wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from playground.prometheus.evaluation import Evaluation
from playground.prometheus.syntax import BadQuery, parse

RUNBOOKS = "https://runbooks.example.com"


@dataclass(frozen=True)
class Rule:
    """One alerting rule.

    Attributes:
        summary: `{service}` and the like in it are the alert's labels, `{percent}` is its value.
        held: its `for`: seconds for which it has to hold.
    """

    name: str
    group: str
    query: str
    severity: str
    summary: str
    held: float = 120.0


@dataclass(frozen=True)
class Alert:
    """One alert that a rule gives: its labels and its value."""

    rule: Rule
    labels: dict[str, str]
    value: float

    @property
    def annotations(self) -> dict[str, str]:
        """What it tells people."""
        told = self.rule.summary.format_map(_Blank(self.labels | {"percent": f"{100 * self.value:.1f} %"}))
        return {"summary": told, "runbook_url": f"{RUNBOOKS}/{self.rule.name}"}


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


_RATIO = "service:http_errors:ratio"
_SLOW = 'service_latency_seconds{quantile="0.99"} > 1'
_LARGE = "container_memory_working_set_bytes > 480 * 1024 * 1024"
_WRONG = "http_requests_total / on (job) http_requests_total"
"""Each job has two series on either side: nobody can say which belong together."""

RULES = (
    Rule("ErrorBudgetBurn", "requests", f"{_RATIO} > 0.0144", "critical", "{service} fails {percent} of its requests", 30.0),
    Rule("HighLatency", "requests", _SLOW, "warning", "{service} is slow: p99 over 1 s"),
    Rule("TargetDown", "scraping", "up == 0", "warning", "{job} on {instance} cannot be scraped"),
    Rule("MemoryNearLimit", "memory", _LARGE, "warning", "{container} is about to be killed for memory"),
    Rule("Watchdog", "meta", "vector(1)", "none", "This alert always fires, to show that alerting works"),
    Rule("QueueLag", "requests", _WRONG, "warning", "{job} lags", 300.0),
)


def alerts(rule: Rule, evaluation: Evaluation, moment: float) -> Iterator[Alert]:
    """Yield the alerts that a rule gives at a moment. Raises BadQuery where it cannot be evaluated."""
    value = evaluation.at(parse(rule.query), moment)
    if isinstance(value, float):
        raise BadQuery("rule does not evaluate to a vector")
    for key, one in value.items():
        labels = {name: label for name, label in key if name != "__name__"}
        yield Alert(rule, {"alertname": rule.name, "severity": rule.severity, **labels}, one)
