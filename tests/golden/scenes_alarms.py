"""Situations of alert messages that the golden files show: each state of a group, and a storm."""

from golden.asked import MINUTE, NOW
from msgspec.structs import replace

from processors import alert_group, alert_storm
from processors._alerts import Alert, Group, Mark, Piece, ServiceSilence, Silence, Storm, ThreadLine
from processors._passages import Chart, Curve, Excerpt, Line
from processors._summary import Summary, Tone
from processors._text import Span, bold

KEY = "0a1b2c3d4e5f6071"
LOOK = alert_group.Look(
    {4: Tone.FIRING, 3: Tone.BAD, 2: Tone.WARNING, 1: Tone.NEUTRAL}, "severity", 4, ("runbooks.example.com", "*.example.org")
)
NOTES = {
    "summary": "12 % of checkouts fail; budget of the month gone in 40 min. <!channel>",
    "runbook_url": "https://runbooks.example.com/checkout-errors",
    "dashboard_url": "https://evil.example.com/phish",
}


def alert(pod: str, ended: float | None = None, **labels: str) -> Alert:
    """Return an alert of a pod."""
    named = {"alertname": "CheckoutErrors", "namespace": "payments", "severity": "critical", "pod": pod} | labels
    url = "https://prometheus.example.org/graph?g0.expr=up%3D%3D0"
    return Alert(pod, NOW - 6 * MINUTE, ended, NOW - 6 * MINUTE, named, NOTES, url)


def group(*alerts: Alert, **fields: object) -> Group:
    """Return a group that began six minutes ago."""
    usual = {
        "key": KEY, "target": "", "channel": "C1", "labels": {"alertname": "CheckoutErrors"}, "alerts": alerts,
        "began": NOW - 6 * MINUTE, "rank": 4, "revision": 1,
    }  # fmt: skip
    return Group(**(usual | fields))


def ways(*, owned: bool = False) -> alert_group.Ways:
    """Return what the buttons carry."""
    silences = (("30 minutes", f"alert silence {KEY} 30m"), ("until Monday", f"alert silence {KEY} monday"))
    looks = (
        ("Logs", "logs deploy/checkout -n payments --level error --since 30m"), ("Pods", "pods failed -n payments"),
        ("What changed", "rollouts -n payments --since 30m"),
    )  # fmt: skip
    return alert_group.Ways(
        f"alert {'release' if owned else 'ack'} {KEY}", silences, f"alert unsilence {KEY}", looks, "S0123456789"
    )


def evidence() -> tuple[Piece, ...]:
    """Return what was found: one piece of each kind, and one that was not."""
    times = tuple(NOW - 3600 + 180 * step for step in range(20))
    curve = Curve("errors", tuple(0.12 * step for step in range(20)))
    return (
        Piece("pods", (Line((bold("Pods: "), bold("32 pods failing"), Span(" in 1 workload"))),)),
        Piece("rollouts", trouble="timed out after 8 s"),
        Piece("logs", (Line((bold("Logs: "), Span("41 errors"))), Excerpt("ValueError: <boom>\n  at ```checkout```"))),
        Piece("chart", (Chart("errors", times, (curve,)),)),
    )


def many() -> list[Group]:
    """Return a storm's groups, in no order."""
    return [
        group(
            alert("a", NOW - MINUTE if number % 5 == 4 else None, alertname=f"Down{number:02}", service=f"svc-{number % 3}"),
            key=f"{number:016x}", rank=2 + 2 * (number == 7), owner=Mark("U0ANA", NOW) if number == 3 else None,
        )
        for number in range(12)
    ]  # fmt: skip


def storm_ways(groups: list[Group], quiet: str = "") -> alert_storm.StormWays:
    """Return what a digest's controls carry; one service may be silenced."""
    services = [one for one in ("svc-0", "svc-1", "svc-2") if one != quiet]
    times = (("2 hours", "2h"), ("until Monday", "monday"))
    return alert_storm.StormWays(
        tuple(f"alert open {one.key}" for one in groups),
        tuple(
            (f"{one} · {label}", f"alert silence service {KEY} {time} {one}") for one in services for label, time in times
        ),
        ((quiet, f"alert unsilence service {KEY} {quiet}"),) if quiet else (),
    )


def situations() -> dict[str, Summary]:
    """Return what people see in each situation, by the situation's name."""
    both = (alert("web-1"), alert("web-2", severity="warning"))
    over = tuple(replace(one, ended=NOW - MINUTE) for one in both)
    mark, silence = Mark("U0ANA", NOW - 4 * MINUTE), Silence("s1", "U0BEN", NOW + 7200)
    lines = (ThreadLine(NOW - 60, "acknowledged it", "U0ANA"), ThreadLine(NOW, "resolved after 5 min"))
    storm = Storm(key=KEY, channel="C1", began=NOW - 2 * MINUTE)
    groups = many()
    return {
        "alert_firing": alert_group.summary(group(alert("web-1")), LOOK, ways(), NOW),
        "alert_evidence": alert_group.summary(group(*both, evidence=evidence(), left_out=3), LOOK, ways(), NOW),
        "alert_acknowledged": alert_group.summary(group(*both, owner=mark), LOOK, ways(owned=True), NOW),
        "alert_silenced": alert_group.summary(group(*both, owner=mark, silence=silence), LOOK, ways(owned=True), NOW),
        "alert_unsilenced": alert_group.summary(group(*both, silence=silence), LOOK, ways(), NOW + 7300),
        "alert_resolved": alert_group.summary(group(*over, owner=mark, evidence=evidence()), LOOK, ways(), NOW),
        "alert_told": alert_group.told(lines),
        "alert_storm": alert_storm.summary(storm, groups, LOOK, storm_ways(groups), NOW),
        "alert_storm_silenced": alert_storm.summary(
            replace(storm, silences=(ServiceSilence("service", "svc-1", "", silence),)),
            groups,
            LOOK,
            storm_ways(groups, "svc-1"),
            NOW,
        ),
        "alert_storm_over": alert_storm.summary(storm, groups[4:5], LOOK, alert_storm.StormWays(("",)), NOW),
    }
