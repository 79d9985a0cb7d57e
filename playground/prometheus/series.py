"""The company's series: each a function of time, so that any moment can be asked about and no sample is ever stored.

Counters are integrals in closed form. What goes wrong in the cluster goes wrong here too, as the incident's course says.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from zlib import crc32

from playground.kubernetes.company import BAD_ROLLOUT, TEAMS
from playground.prometheus.course import Course

Labels = Mapping[str, str]
MONTH = 30 * 86_400
"""Seconds before the world's beginning at which its counters were 0."""
SICK = 0.01
"""The share of failing requests from which on a service is slow, too."""
_MEMORY = 512 << 20
_WEB = ("payments", "checkout", "search", "catalog", "identity", "orders")


@dataclass(frozen=True)
class Series:
    """One series: its labels, `__name__` among them, and its value at a moment (seconds since 1970)."""

    labels: Labels
    at: Callable[[float], float]


def _phase(*names: str) -> float:
    """Return a number from 0 to 1 that is always the same for these names."""
    return crc32("/".join(names).encode()) / 2**32


def _requests(began: float, base: float, phase: float) -> Callable[[float], float]:
    """Return how many requests came until a moment: more by day than by night, with a ripple of minutes."""

    def until(at: float) -> float:
        seconds = at - (began - MONTH)
        day, ripple = 2 * math.pi / 86_400, 2 * math.pi / 840
        wave = 0.4 / day * math.cos(day * seconds + 6 * phase) + 0.1 / ripple * math.cos(ripple * seconds + 40 * phase)
        return max(0.0, base * (seconds - wave))

    return until


def _minus(one: Callable[[float], float], other: Callable[[float], float]) -> Callable[[float], float]:
    return lambda at: one(at) - other(at)


def _web(began: float, course: Course) -> Iterator[Series]:
    for team in TEAMS:
        if team.namespace not in _WEB:
            continue
        for service in team.deployments:
            labels = {"job": service, "namespace": team.namespace, "service": service}
            phase = _phase(team.namespace, service)
            total = _requests(began, 20 + 180 * phase, phase)
            fate = course if (team.namespace, service) == BAD_ROLLOUT else Course()
            failed = _failed(total, fate)
            name = "http_requests_total"
            yield Series({"__name__": name, "code": "200", **labels}, _minus(total, failed))
            yield Series({"__name__": name, "code": "500", **labels}, failed)
            yield Series({"__name__": "service_latency_seconds", "quantile": "0.99", **labels}, _latency(phase, fate))
            recorded = {"namespace": team.namespace, "service": service, "deployment": service}
            yield Series({"__name__": "service:http_errors:ratio", **recorded}, fate.at)


def _failed(total: Callable[[float], float], fate: Course) -> Callable[[float], float]:
    return lambda at: fate.failed(total, at)


def _latency(phase: float, fate: Course) -> Callable[[float], float]:
    def at(moment: float) -> float:
        usual = 0.08 + 0.3 * phase + 0.02 * math.sin(moment / 300 + 9 * phase)
        return usual + (1.4 if fate.at(moment) > SICK else 0.0)

    return at


def _memory() -> Iterator[Series]:
    for team in TEAMS:
        for service in (*team.deployments, *team.statefulsets):
            phase = _phase(service)
            leaks = (team.namespace, service) == ("search", "indexer")
            labels = {"__name__": "container_memory_working_set_bytes", "namespace": team.namespace, "container": service}
            yield Series({**labels, "pod": f"{service}-0"}, _working_set(phase, leaks=leaks))


def _working_set(phase: float, *, leaks: bool) -> Callable[[float], float]:
    def at(moment: float) -> float:
        if leaks:  # it grows until it is killed, every eleven minutes
            return _MEMORY * (0.3 + 0.7 * (moment % 660) / 660)
        return _MEMORY * (0.2 + 0.5 * phase + 0.03 * math.sin(moment / 500 + 7 * phase))

    return at


def scraped() -> Iterator[tuple[str, str, bool]]:
    """Yield each scraped target: job, instance, whether it is up."""
    for team in TEAMS:
        for place, service in enumerate((*team.deployments, *team.statefulsets)):
            instance = f"10.2.{len(team.namespace)}.{10 + place}:8080"
            yield service, instance, (team.namespace, service) not in (("legacy", "soap-bridge"), ("shipping", "tracker"))


def company(began: float, course: Course) -> tuple[Series, ...]:
    """Return every series of a company whose world began at this moment, and whose incident takes this course."""
    up = (
        Series({"__name__": "up", "job": job, "instance": instance}, _constant(float(is_up)))
        for job, instance, is_up in scraped()
    )
    return (*_web(began, course), *_memory(), *up)


def _constant(value: float) -> Callable[[float], float]:
    return lambda _: value
