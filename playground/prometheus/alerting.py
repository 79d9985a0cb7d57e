"""Which alerts stand: each rule is evaluated, and fires where it has held for long enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from playground.kubernetes.company import BAD_ROLLOUT_AGO
from playground.prometheus.evaluation import Evaluation
from playground.prometheus.rules import RULES, Alert, Rule, alerts
from playground.prometheus.syntax import BadQuery

LONG = 26 * 3600.0
"""Seconds for which has held what held when the world began, and is not of its incident."""


@dataclass(frozen=True)
class Standing:
    """An alert that holds since a moment (seconds since 1970), and whether it fires by now."""

    alert: Alert
    since: float
    fires: bool

    @property
    def state(self) -> str:
        """What Prometheus calls that."""
        return "firing" if self.fires else "pending"


@dataclass(frozen=True)
class _Held:
    since: float
    own: float


class Alerting:
    """Evaluates the rules whenever it is asked.

    Args:
        evaluation: evaluates expressions.
        began: when the world began; what holds when it is asked first has held before.
    """

    def __init__(self, evaluation: Evaluation, began: float) -> None:
        self._evaluation, self._began = evaluation, began
        self._held: dict[tuple[tuple[str, str], ...], _Held] = {}
        self._asked = False

    def standing(self, now: float, own: float) -> Sequence[Standing]:
        """Return what holds.

        Args:
            now: the moment, seconds since 1970.
            own: the seconds by which a rule's `for` is counted; they may begin anew.
        """
        held, found = {}, []
        for rule in RULES:
            for alert in self._alerts(rule, now):
                key = tuple(sorted(alert.labels.items()))
                known = self._held.get(key) or (_Held(now, own) if self._asked else self._always(rule))
                held[key] = known = known if known.own <= own else _Held(known.since, own)
                found.append(Standing(alert, known.since, own - known.own >= rule.held))
        self._held, self._asked = held, True
        return found

    def wrong(self, rule: Rule) -> str:
        """Return why a rule cannot be evaluated; "" if it can."""
        try:
            list(alerts(rule, self._evaluation, self._began))
        except BadQuery as error:
            return str(error)
        return ""

    def _alerts(self, rule: Rule, now: float) -> list[Alert]:
        try:
            return list(alerts(rule, self._evaluation, now))
        except BadQuery:
            return []  # Prometheus too alerts about nothing by such a rule

    def _always(self, rule: Rule) -> _Held:
        return _Held(self._began - (BAD_ROLLOUT_AGO - rule.held if rule.group == "requests" else LONG), float("-inf"))
