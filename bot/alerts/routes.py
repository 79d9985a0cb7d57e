"""Which route a group takes: matchers on labels, as Alertmanager writes and understands them.

Source: https://prometheus.io/docs/alerting/latest/configuration/#matcher
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.config.shape import Alerts, Evidence, Route
from handlers._matchers import parsed
from processors._alerts import Alert

Fits = Callable[[Mapping[str, str]], bool]


@dataclass(frozen=True, slots=True)
class Way:
    """Where a group goes, whom it calls when it is of the worst severity, and what is looked up for it."""

    channel: str
    mention: str
    evidence: tuple[Evidence, ...]


class Routes:
    """The configured routes.

    Raises:
        UsageError: a matcher cannot be understood.
    """

    def __init__(self, alerts: Alerts) -> None:
        self._routes = [(_fitting(route.match), _way(route)) for route in alerts.routes]
        if alerts.default_channel:
            self._routes.append(((), _way(Route(channel=alerts.default_channel))))

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels that groups may go to."""
        return tuple(dict.fromkeys(way.channel for _, way in self._routes))

    def way(self, alerts: Sequence[Alert]) -> Way | None:
        """Return the way of the first route that one of the alerts fits whole; None if there is none."""
        for matchers, way in self._routes:
            if any(all(fits(alert.labels) for fits in matchers) for alert in alerts):
                return way
        return None


def _way(route: Route) -> Way:
    return Way(route.channel, route.mention, route.evidence)


def _fitting(texts: Sequence[str]) -> tuple[Fits, ...]:
    return tuple(_fits(one.name, one.operator, one.value) for text in texts for one in parsed(text))


def _fits(name: str, operator: str, value: str) -> Fits:
    """Return the condition on a label; one that is not there is empty. A pattern has to fit all of the value."""
    pattern = re.compile(value) if "~" in operator else None

    def fits(labels: Mapping[str, str]) -> bool:
        found = labels.get(name, "")
        same = pattern.fullmatch(found) is not None if pattern else found == value
        return same != operator.startswith("!")

    return fits
