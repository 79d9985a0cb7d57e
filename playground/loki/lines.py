"""The lines that the company's services log, made anew for the time that is asked about, the same each time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zlib import crc32

from playground.kubernetes.company import BAD_ROLLOUT, TEAMS
from playground.prometheus.course import Course
from playground.prometheus.series import SICK

EVERY = 7.0
"""Seconds between two lines of a pod."""
PODS = 2


@dataclass(frozen=True)
class Stream:
    """One pod's stream: its labels, and its lines between two moments (seconds since 1970)."""

    labels: Mapping[str, str]
    course: Course

    def between(self, begin: float, end: float) -> Iterator[tuple[float, str]]:
        """Yield (moment, line), newest first."""
        pod, app = self.labels["pod"], self.labels["app"]
        offset = crc32(pod.encode()) % 7000 / 1000
        place = int((end - offset) // EVERY)
        while (moment := place * EVERY + offset) >= begin:
            if moment < end:
                yield moment, _line(app, place, failing=self.course.at(moment) > SICK)
            place -= 1


def _line(app: str, place: int, *, failing: bool) -> str:
    request = f"request={crc32(f'{app}{place}'.encode()):08x}"
    if failing and place % 3:
        return f'level=error msg="charge failed: card-gateway: context deadline exceeded" {request} attempt={place % 3}'
    if place % 41 == 0:
        return f'level=warn msg="slow answer" {request} took={1 + place % 5}s'
    return f'level=info msg="handled" {request} took={20 + place % 60}ms'


def streams(course: Course) -> Iterator[Stream]:
    """Yield every pod's stream of a company whose incident takes this course."""
    for team in TEAMS:
        for app in team.deployments:
            bad = (team.namespace, app) == BAD_ROLLOUT
            for pod in range(PODS):
                labels = {"app": app, "namespace": team.namespace, "pod": f"{app}-{pod}"}
                yield Stream(labels, course if bad else Course())
