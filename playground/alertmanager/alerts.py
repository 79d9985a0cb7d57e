"""The alerts that fire, as Alertmanager shows them."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha1
from typing import Any
from urllib.parse import quote_plus

from playground.alertmanager.silences import Silences, iso
from playground.prometheus import DemoPrometheus
from playground.prometheus.alerting import Standing

RECEIVER = "incidents"
GRAPH = "http://prometheus.example/graph"


class Alerts:
    """What fires.

    Args:
        prometheus: whose rules alert.
        silences: what is kept quiet.
    """

    def __init__(self, prometheus: DemoPrometheus, silences: Silences) -> None:
        self._prometheus, self._silences = prometheus, silences

    def firing(self) -> list[dict[str, Any]]:
        """Return the alerts that fire, those that are silenced among them."""
        return [self._shown(one) for one in self._prometheus.standing() if one.fires]

    def _shown(self, one: Standing) -> dict[str, Any]:
        alert, now = one.alert, self._prometheus.clock()
        labels = dict(sorted(alert.labels.items()))
        silenced = self._silences.silencing(labels)
        return {
            "annotations": alert.annotations, "endsAt": iso(now + 240), "fingerprint": _fingerprint(labels),
            "receivers": [{"name": RECEIVER}], "startsAt": iso(one.since),
            "status": {"inhibitedBy": [], "silencedBy": silenced, "state": "suppressed" if silenced else "active"},
            "updatedAt": iso(now), "labels": labels,
            "generatorURL": f"{GRAPH}?g0.expr={quote_plus(alert.rule.query)}&g0.tab=1",
        }  # fmt: skip


def _fingerprint(labels: Mapping[str, str]) -> str:
    return sha1("\x00".join(f"{name}={value}" for name, value in labels.items()).encode()).hexdigest()[:16]  # noqa: S324 - a name, not a secret
