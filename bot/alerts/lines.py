"""The command lines that follow from an alert's labels: what its buttons ask, and what is looked up as evidence."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import parse_qs, urlsplit

from bot.catalogue import Catalogue
from bot.config.shape import Evidence
from bot.invocation import Grammar
from bot.upstreams import Upstreams
from handlers._contract import Invocation, UsageError
from handlers._line import line
from processors._alerts import Group, Storm
from processors.alert_group import Ways
from processors.alert_storm import StormWays, named

_WORKLOADS = (("deployment", "deploy"), ("statefulset", "sts"), ("daemonset", "ds"))
_ASKS: Mapping[Evidence, tuple[str, ...]] = {
    "pods": ("workload {workload} -n {namespace}", "pods failed -n {namespace}"),
    "logs": (
        "logs {workload} -n {namespace} --level error --since 30m",
        "logs {pod} -n {namespace} --level error --since 30m",
    ),
    "rollouts": ("rollouts -n {namespace} --since 30m",),
    "chart": ("query {expression} --since 1h",),
}
"""For each kind of evidence the lines that would bring it, the best first: the first whose labels and command there are."""
_LABELS: Mapping[Evidence, str] = {"logs": "Logs", "pods": "Pods", "rollouts": "What changed"}
_SILENCES = (("30 minutes", "30m"), ("2 hours", "2h"), ("8 hours", "8h"), ("until Monday", "monday"))
_FIELD = re.compile(r"{(\w+)}")


class AlertLines:
    """Writes lines that the grammar understands and some target can answer, and no others.

    Args:
        catalogue: the commands that there are.
        upstreams: the opened targets.
    """

    def __init__(self, catalogue: Catalogue, upstreams: Upstreams) -> None:
        self._catalogue, self._grammar, self._upstreams = catalogue, Grammar(catalogue), upstreams

    def ask(self, group: Group, kind: Evidence) -> str:
        """Return the line that looks this up for the group; "" if there is none."""
        values = _values(group)
        for template in _ASKS[kind]:
            if all(values.get(name) for name in _FIELD.findall(template)):
                asked = _FIELD.sub(lambda field: shlex.quote(values[field[1]]), template)
                target = f" @{group.target}" if group.target else ""
                if self._answerable(asked + target, group.channel):
                    return asked + target
        return ""

    def ways(self, group: Group, mention: str) -> Ways:
        """Return what the message's buttons carry."""
        looks = tuple((label, way) for kind, label in _LABELS.items() if (way := self.ask(group, kind)))
        return Ways(
            acknowledge=f"alert {'release' if group.owner else 'ack'} {group.key}",
            silences=tuple((label, f"alert silence {group.key} {lasting}") for label, lasting in _SILENCES),
            unsilence=f"alert unsilence {group.key}",
            looks=looks,
            mention=mention,
        )

    def of_storm(self, storm: Storm, groups: Sequence[Group], now: float) -> StormWays:
        """Return what the controls of a digest carry; the services with most alerts come first."""
        services = Counter(named(group)[1] for group in groups if group.firing)
        quiet = {one.value for one in storm.silences if one.silence.until > now}
        loud = [service for service, _ in services.most_common() if service and service not in quiet]
        return StormWays(
            opens=tuple(f"alert open {group.key}" for group in groups),
            silences=tuple(
                (f"{service[:40]} · {label}", line(Invocation("alert silence service", (storm.key, lasting, service))))
                for service in loud
                for label, lasting in _SILENCES
            ),
            undo=tuple((name, line(Invocation("alert unsilence service", (storm.key, name)))) for name in sorted(quiet)),
        )

    def _answerable(self, text: str, channel: str) -> bool:
        try:
            asked = self._grammar.parse(text)
            command = self._catalogue.command(asked.command)
            return command is not None and bool(self._upstreams.meant(command.asks, asked.targets, channel))
        except UsageError:
            return False


def _values(group: Group) -> dict[str, str]:
    values = dict(group.common)
    for label, short in _WORKLOADS:
        if values.get(label):
            values["workload"] = f"{short}/{values[label]}"
            break
    values["expression"] = next(_expressions(group), "")
    return values


def _expressions(group: Group) -> Iterator[str]:
    """Yield the alerts' expressions, which stand in the URLs of their graphs."""
    for alert in group.firing or group.alerts:
        try:
            yield from parse_qs(urlsplit(alert.url).query).get("g0.expr", [])
        except ValueError:
            continue
