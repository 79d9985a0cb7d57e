"""Gathers the targets that are not up, and the rules that fail, from the parts of an answer. Pure."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from connectors._prom import wire
from connectors._prom.records import Labels, Rule, RuleReport, SlowGroup, Target, TargetReport
from connectors._prom.results import labels

MOST_TARGETS = 500
MOST_RULES = 500
_ERROR, _QUERY, _SLOW = 300, 500, 50


class Targets:
    """The scraped targets that have come so far."""

    def __init__(self) -> None:
        self._total = self._down = self._unknown = 0
        self._jobs: set[str] = set()
        self._unwell: list[Target] = []

    def take(self, part: wire.TargetsSaid) -> None:
        """Take the next part."""
        for target in part.data.active_targets:
            self._total += 1
            self._jobs.add(target.labels.get("job", target.scrape_pool))
            self._down += target.health == "down"
            self._unknown += target.health not in ("up", "down")
            if target.health != "up" and len(self._unwell) < MOST_TARGETS:
                self._unwell.append(_target(target))

    def report(self) -> TargetReport:
        """Return what has come."""
        return TargetReport(
            total=self._total, down=self._down, unknown=self._unknown, jobs=len(self._jobs), targets=tuple(self._unwell)
        )


class Rules:
    """The groups of rules that have come so far."""

    def __init__(self) -> None:
        self._groups = self._rules = self._failing = 0
        self._broken: list[Rule] = []
        self._slow: list[SlowGroup] = []
        self._warnings: list[str] = []

    def take(self, part: wire.RulesSaid) -> None:
        """Take the next part."""
        self._warnings += (part.warnings or ())[:_SLOW]
        for group in part.data.groups:
            self._groups += 1
            self._rules += len(group.rules)
            if 0 < group.interval < group.evaluation_time and len(self._slow) < _SLOW:
                self._slow.append(SlowGroup(group.name, group.file, group.evaluation_time, group.interval))
            for rule in group.rules:
                if rule.health == "err" or rule.last_error:
                    self._failing += 1
                    self._keep(group, rule)

    def report(self) -> RuleReport:
        """Return what has come."""
        return RuleReport(
            groups=self._groups, rules=self._rules, failing=self._failing, broken=tuple(self._broken),
            slow=tuple(self._slow), warnings=tuple(self._warnings),
        )  # fmt: skip

    def _keep(self, group: wire.Group, rule: wire.Rule) -> None:
        if len(self._broken) < MOST_RULES:
            evaluated = _moment(group.last_evaluation)
            self._broken.append(
                Rule(
                    group=group.name,
                    file=group.file,
                    name=rule.name,
                    kind=rule.type,
                    query=rule.query[:_QUERY],
                    error=rule.last_error[:_ERROR],
                    evaluated=evaluated,
                )
            )


def _target(said: wire.Target) -> Target:
    return Target(
        job=said.labels.get("job", said.scrape_pool),
        instance=said.labels.get("instance", ""),
        labels=_others(said.labels),
        url=_bare(said.scrape_url),
        health=said.health,
        error=said.last_error[:_ERROR],
        scraped=_moment(said.last_scrape),
    )


def _others(found: dict[str, str]) -> Labels:
    return labels({name: value for name, value in found.items() if name not in ("job", "instance")})


def _bare(url: str) -> str:
    """Return a URL without its query and its password, which may be secrets."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def _moment(at: datetime | None) -> float | None:
    """Return seconds since 1970; None for what has never been, which Go writes as the year 1."""
    return at.timestamp() if at and at.year > 1 else None
