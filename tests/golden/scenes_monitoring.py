"""What Prometheus, Alertmanager and Loki say in some situations, at a fixed moment."""

import math

from golden.asked import HOUR, MINUTE, NOW, shown

from connectors._alerts.records import Alert, AlertDetail, AlertList, Matcher, Silence, SilenceList
from connectors._prom.records import Instant, Range, Rule, RuleReport, Sample, Series, SlowGroup, Target, TargetReport
from connectors.loki import LogLine, LogLines
from handlers._asks import LineAsks
from handlers._contract import Invocation
from processors import alert, alerts, loki, query, rules, silences, slo, targets
from processors._alert_digest import AlertDigest
from processors._burn import Budget, Window
from processors._summary import Part, Summary
from processors.query import Answer, Named

DAY = 86_400.0
HOSTILE = "<!channel> *x* `y` \x1b[31m<https://evil.example|runbook>"
ERRORS = 'sum by (service) (rate(http_requests_total{code=~"5.."}[5m])) / sum by (service) (rate(http_requests_total[5m]))'


def asks(command: str, *arguments: str) -> LineAsks:
    """Return the writer of the further questions of this one."""
    return LineAsks(Invocation(command, arguments, (), ("prod",)))


def firing(name: str, severity: str, minutes: float, service: str, /, **fields: object) -> Alert:
    """Return an alert of the namespace payments; `fields` replaces any of its fields."""
    usual = {
        "labels": (("namespace", "payments"), ("pod", f"{service}-7b6ef5dfc-x2x4z"), ("service", service)),
        "since": NOW - minutes * MINUTE,
        "summary": f"{service} fails 12 % of its requests",
        "description": "Budget of the month gone in 40 min.",
        "runbook": "https://runbooks.example.com/errors",
        "expression": f'service:errors:ratio{{service="{service}"}} > 0.05',
        "receivers": ("incidents",),
        "fingerprint": f"f{minutes:g}",
    }
    return Alert(name=name, severity=severity, **(usual | fields))


def many_alerts() -> list[Alert]:
    """Return an afternoon's alerts, one of them with hostile text, one that always fires."""
    return [
        firing("CheckoutErrors", "critical", 6, "checkout"),
        firing("CheckoutErrors", "critical", 5, "card-gateway"),
        firing("PodCrashLooping", "warning", 14, "checkout", summary=HOSTILE, labels=(("namespace", HOSTILE),)),
        *(firing("HighLatency", "warning", 30 + i, f"svc-{i}", summary="p99 over 2 s") for i in range(7)),
        firing("DiskFilling", "warning", 900, "ledger-db", state="suppressed", silenced_by=("s1",)),
        firing("Watchdog", "none", 30 * 24 * 60, "", labels=(), summary="always fires", description=""),
    ]


def digest(found: list[Alert]) -> Part[AlertDigest]:
    """Return what is kept of these alerts, as one target's part."""
    return Part("prod", alerts.condense(AlertList(alerts=tuple(found), found=len(found))), NOW)


def silenced() -> Silence:
    """Return a silence that ends soon."""
    return Silence(
        id="s1",
        state="active",
        matchers=(Matcher("alertname", "=", "DiskFilling"), Matcher("namespace", "=~", "pay.*")),
        starts=NOW - HOUR,
        ends=NOW + 20 * MINUTE,
        creator="ana",
        comment=f"growing the volume {HOSTILE}",
    )


def samples(count: int) -> Instant:
    """Return so many services' shares of errors, and one that has no value."""
    found = [
        Sample((("cluster", "eu"), ("service", f"svc-{i}"), ("zone", "ab"[i % 2])), 0.3 / (i + 1)) for i in range(count)
    ]
    return Instant(
        kind="vector", samples=(*found, Sample((("cluster", "eu"), ("service", HOSTILE)), math.nan)), found=count + 1
    )


def waves(count: int, step: float = 45.0, steps: int = 241) -> Range:
    """Return so many services' shares of errors over three hours, with a gap in the second."""
    series = [
        Series(
            (("cluster", "eu"), ("service", f"svc-{i} {HOSTILE if i == 2 else ''}".strip())),
            tuple(
                None if i == 1 and 100 <= at < 140 else 0.04 * (1 + math.sin(at / 30 + i)) / (i + 1) for at in range(steps)
            ),
        )
        for i in range(count)
    ]
    return Range(start=NOW - (steps - 1) * step, step=step, steps=steps, series=tuple(series[:12]), found=count)


def budget(hour: float, left: float = 0.62) -> Budget:
    """Return an objective of which this share of the budget is left and that burns so fast."""
    spans = ((300, hour * 1.1), (1800, hour * 1.05), (3600, hour), (6 * 3600, hour / 3), (3 * 86_400, 0.8))
    return Budget(
        name="checkout",
        title="checkouts succeed",
        objective=99.9,
        period=Window(30 * DAY, (1 - left) * 0.001),
        windows=tuple(Window(float(span), burn * 0.001) for span, burn in spans),
    )


def loglines(count: int) -> LogLines:
    """Return so many lines of two pods."""
    shared = (("app", "checkout"), ("namespace", "payments"))
    lines = (
        LogLine(
            int((NOW - count + i) * 1e9),
            f"ERROR attempt {i}: {HOSTILE if i == count - 1 else 'card gateway timed out'}",
            (*shared, ("pod", f"checkout-{'ab'[i % 2]}")),
        )
        for i in range(count)
    )
    return LogLines(lines=tuple(lines), streams=2)


def unscraped() -> TargetReport:
    """Return what is scraped, two of it not."""
    gone = Target(
        job="checkout", instance="10.2.1.7:8080", labels=(), url="http://10.2.1.7:8080/metrics", health="down",
        error='Get "http://10.2.1.7:8080/metrics": dial tcp 10.2.1.7:8080: connect: connection refused', scraped=NOW - 12,
    )  # fmt: skip
    new = Target(job="ledger", instance="10.2.1.9:8080", labels=(), url="http://10.2.1.9:8080/metrics", health="unknown")
    return TargetReport(total=412, down=1, unknown=1, jobs=37, targets=(gone, new))


def broken() -> RuleReport:
    """Return what is evaluated: a rule that fails, and a group that is too slow."""
    rule = Rule(
        group="payments", file="/etc/rules/payments.yml", name="CheckoutErrors", kind="alerting", query=ERRORS,
        error="found duplicate series for the match group on the right hand-side of the operation", evaluated=NOW - 9,
    )  # fmt: skip
    return RuleReport(
        groups=24, rules=310, failing=1, broken=(rule,), slow=(SlowGroup("node", "/etc/rules/node.yml", 41.3, 30.0),)
    )


def situations() -> dict[str, Summary]:
    """Return what people see in each situation, by the situation's name."""
    said = AlertDetail(alerts=AlertList(alerts=(many_alerts()[0], many_alerts()[10]), found=2), silences=(silenced(),))
    nothing = AlertDetail(alerts=AlertList())
    expression = asks("query", ERRORS)
    names = (Named("checkout-errors", ERRORS, "Checkout errors"), Named("up", "up"))
    made = {
        "alerts": alerts.summary("", "", [digest(many_alerts())], asks("alerts")),
        "alerts_none": alerts.summary("firing", 'severity="critical"', [digest(many_alerts()[-1:])], asks("alerts firing")),
        "alerts_silenced": alerts.summary("silenced", "", [digest(many_alerts()[10:11])], asks("alerts silenced")),
        "alert": alert.summary("CheckoutErrors", [Part("prod", said, NOW)], asks("alert", "CheckoutErrors")),
        "alert_gone": alert.summary("CheckoutErrors", [Part("prod", nothing, NOW)], asks("alert", "CheckoutErrors")),
        "silences": silences.summary(
            [Part("prod", SilenceList(silences=(silenced(),), found=1, expired=4), NOW)], asks("silences")
        ),
        "query_table": query.summary([Part("prod", Answer(query=ERRORS, now=samples(9)), NOW)], expression),
        "query_number": query.summary(
            [Part("prod", Answer(query="1 + 1", now=Instant(kind="scalar", samples=(Sample((), 2.0),), found=1)), NOW)],
            asks("query", "1 + 1"),
        ),
        "query_nothing": query.summary([Part("prod", Answer(query="absent", now=Instant(kind="vector")), NOW)], expression),
        "query_chart": query.summary(
            [Part("prod", Answer(query=ERRORS, title="Checkout errors", unit="ratio", then=waves(14)), NOW)],
            asks("graph", "checkout-errors"),
        ),
        "query_curve": query.summary([Part("prod", Answer(query=ERRORS, then=waves(1)), NOW)], expression),
        "graphs": query.summary([Part("prod", Answer(graphs=names), NOW)], asks("graph")),
        "targets_down": targets.summary([Part("prod", unscraped(), NOW)], asks("targets down")),
        "targets_up": targets.summary(
            [Part("prod", TargetReport(total=412, down=0, unknown=0, jobs=37), NOW)], asks("targets down")
        ),
        "rules_failing": rules.summary([Part("prod", broken(), NOW)], asks("rules failing")),
        "rules_well": rules.summary([Part("prod", RuleReport(groups=24, rules=310, failing=0), NOW)], asks("rules failing")),
        "slo_burning": slo.summary([Part("prod", slo.Objectives(budget=budget(21.0)), NOW)], asks("slo", "checkout")),
        "slo_kept": slo.summary([Part("prod", slo.Objectives(budget=budget(0.4)), NOW)], asks("slo", "checkout")),
        "slo_names": slo.summary(
            [Part("prod", slo.Objectives(names=(("checkout", "checkouts succeed"),)), NOW)], asks("slo")
        ),
        "loki_lines": loki.summary(
            '{app="checkout"} |= "ERROR"', HOUR, [Part("prod", loglines(40), NOW)], asks("loki", "{}")
        ),
        "loki_nothing": loki.summary('{app="x"}', HOUR, [Part("prod", LogLines(), NOW)], asks("loki", "{}")),
    }
    return {name: shown(summary) for name, summary in made.items()}
