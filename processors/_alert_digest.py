"""Condenses a list of alerts, however long, to a row for each name and severity."""

from __future__ import annotations

from collections import Counter, defaultdict

import msgspec

from connectors._alerts.records import Alert, AlertList
from processors._places import place
from processors._severity import rank

ROWS = 200
_PLACES = 4


class AlertRow(msgspec.Struct, frozen=True, kw_only=True):
    """The alerts of one name and severity.

    Attributes:
        name, severity: theirs.
        firing: how many fire and are not kept quiet.
        quiet: how many are silenced or inhibited.
        since: when the first of them began, of those that fire if any do.
        places: where they are, the most frequent first, at most four; `more` are others.
        more: how many other places there are.
        summary: what one of them says.
    """

    name: str
    severity: str
    firing: int
    quiet: int
    since: float
    places: tuple[str, ...] = ()
    more: int = 0
    summary: str = ""


class AlertDigest(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of an `AlertList`.

    Attributes:
        found, whole: as there.
        firing, silenced, inhibited: how many are what, of those that were looked at.
        severities: how many fire, by severity, the worst first.
        rows: worst first, at most 200; `names` is how many there are.
    """

    found: int
    whole: bool
    firing: int
    silenced: int
    inhibited: int
    severities: tuple[tuple[str, int], ...]
    rows: tuple[AlertRow, ...]
    names: int


def condense(found: AlertList) -> AlertDigest:
    """Return the digest of `found`."""
    groups: defaultdict[tuple[str, str], list[Alert]] = defaultdict(list)
    for alert in found.alerts:
        groups[alert.name, alert.severity].append(alert)
    rows = sorted((_row(alerts) for alerts in groups.values()), key=badness)
    severities = Counter(alert.severity for alert in found.alerts if alert.state != "suppressed")
    return AlertDigest(
        found=found.found,
        whole=found.whole,
        firing=sum(row.firing for row in rows),
        silenced=sum(bool(alert.silenced_by) for alert in found.alerts if alert.state == "suppressed"),
        inhibited=sum(not alert.silenced_by for alert in found.alerts if alert.state == "suppressed"),
        severities=tuple(sorted(severities.items(), key=lambda one: (rank(one[0]), one[0]))),
        rows=tuple(rows[:ROWS]),
        names=len(rows),
    )


def badness(row: AlertRow) -> tuple[float, ...]:
    """Return the key by which the worst comes first: what fires before what is quiet, then severity, then the newest."""
    return (not row.firing, rank(row.severity), -row.since)


def _row(alerts: list[Alert]) -> AlertRow:
    firing = [alert for alert in alerts if alert.state != "suppressed"]
    places = Counter(filter(None, (place(alert.labels) for alert in firing or alerts)))
    return AlertRow(
        name=alerts[0].name,
        severity=alerts[0].severity,
        firing=len(firing),
        quiet=len(alerts) - len(firing),
        since=min(alert.since for alert in firing or alerts),
        places=tuple(name for name, _ in places.most_common(_PLACES)),
        more=max(0, len(places) - _PLACES),
        summary=next((alert.summary or alert.description for alert in firing or alerts), ""),
    )
