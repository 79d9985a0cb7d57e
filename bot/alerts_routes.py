"""Which route a group takes: matchers on labels, as Alertmanager writes and understands them.

Source: https://prometheus.io/docs/alerting/latest/configuration/#matcher
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.config_shape import Alerts, Evidence, Route
from processors._alerts import Alert

_MATCHER = re.compile(r'\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*(?:"((?:\\.|[^"\\])*)"|([^"]*?))\s*')
_ESCAPED = re.compile(r"\\(.)")
_MEANT = {"n": "\n"}


class MatcherError(ValueError):
    """A matcher cannot be understood; the text says which."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """One condition on a label; a label that is not there is an empty one. A pattern has to fit all of the value."""

    name: str
    operator: str
    value: str
    pattern: re.Pattern[str] | None

    def fits(self, labels: Mapping[str, str]) -> bool:
        """Return whether the labels fulfil it."""
        found = labels.get(self.name, "")
        same = self.pattern.fullmatch(found) is not None if self.pattern else found == self.value
        return same != self.operator.startswith("!")


def matcher(text: str) -> Matcher:
    """Return the matcher that `text` is, e.g. `severity=~"critical|page"`.

    Raises:
        MatcherError: it is none.
    """
    parts = _MATCHER.fullmatch(text)
    if parts is None:
        raise MatcherError(f'`{text[:100]}` is no matcher; write e.g. severity="critical"')
    name, operator, quoted, bare = parts.groups()
    value = _ESCAPED.sub(lambda m: _MEANT.get(m[1], m[1]), quoted) if quoted is not None else bare
    try:
        return Matcher(name, operator, value, re.compile(value) if "~" in operator else None)
    except re.error as error:
        raise MatcherError(f"`{text[:100]}` has a pattern that cannot be understood: {error}") from None


@dataclass(frozen=True, slots=True)
class Way:
    """Where a group goes, whom it calls when it is of the worst severity, and what is looked up for it."""

    channel: str
    mention: str
    evidence: tuple[Evidence, ...]


class Routes:
    """The configured routes.

    Raises:
        MatcherError: a matcher cannot be understood.
    """

    def __init__(self, alerts: Alerts) -> None:
        self._routes = [([matcher(text) for text in route.match], _way(route)) for route in alerts.routes]
        if alerts.default_channel:
            self._routes.append(([], _way(Route(channel=alerts.default_channel))))

    def way(self, alerts: Sequence[Alert]) -> Way | None:
        """Return the way of the first route that one of the alerts fits whole; None if there is none."""
        for matchers, way in self._routes:
            if any(all(one.fits(alert.labels) for one in matchers) for alert in alerts):
                return way
        return None


def _way(route: Route) -> Way:
    return Way(route.channel, route.mention, route.evidence)
