"""Makes the objects of CronJobs, from the Jobs that they have started."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from playground.kubernetes import jobs
from playground.kubernetes.company import DEPLOYERS
from playground.kubernetes.durations import DAY, timestamp
from playground.kubernetes.managed import entry
from playground.kubernetes.surroundings import SCHEDULES, SUSPENDED
from playground.kubernetes.templates import template
from playground.kubernetes.workloads import Workload, uid
from playground.kubernetes.world import World

AGE = 200 * DAY
FIRST_VERSION = 1500
STABLE_SINCE = 21
"""The minor version since which a CronJob says when it last succeeded."""


def objects(world: World, now: float) -> Iterator[dict[str, Any]]:  # noqa: ARG001 - the same signature for every kind
    """Yield the CronJobs."""
    runs: dict[tuple[str, str], list[Workload]] = defaultdict(list)
    for work in world.workloads:
        if work.kind == "Job":
            runs[work.namespace, work.app].append(work)
    for place, schedule in SCHEDULES.items():
        yield _cronjob(place, schedule, sorted(runs[place], key=lambda work: work.created), world)


def _cronjob(place: tuple[str, str], schedule: str, runs: Sequence[Workload], world: World) -> dict[str, Any]:
    namespace, name = place
    spec = template(runs[-1], runs[-1].revisions[-1], {"app": name, "team": namespace})
    return {
        "metadata": {
            "name": name,
            "namespace": namespace,
            "uid": uid("CronJob", namespace, name),
            "resourceVersion": str(FIRST_VERSION + runs[-1].created % 1000),
            "generation": 2 if place in SUSPENDED else 1,
            "creationTimestamp": timestamp(world.began - AGE),
            "labels": {"app": name, "team": namespace},
            "managedFields": [entry(DEPLOYERS[namespace], "batch/v1", world.began - AGE, {"f:spec": {"f:schedule": {}}})],
        },
        "spec": {
            "schedule": schedule,
            "concurrencyPolicy": "Forbid",
            "suspend": place in SUSPENDED,
            "jobTemplate": {"metadata": {"creationTimestamp": None}, "spec": {"backoffLimit": 2, "template": spec}},
            "successfulJobsHistoryLimit": 3,
            "failedJobsHistoryLimit": 1,
        },
        "status": _status(runs, world),
    }


def _status(runs: Sequence[Workload], world: World) -> dict[str, Any]:
    pods = {work: world.by_owner[work.namespace, work.name] for work in runs}
    active = [
        {"kind": "Job", "namespace": work.namespace, "name": work.name, "uid": work.own_uid, "apiVersion": "batch/v1"}
        for work in runs
        if not jobs.ended(work, pods[work])
    ]
    done = [at for work in runs if (at := jobs.ended(work, pods[work])) and not jobs.failed(pods[work])]
    return {
        **({"active": active} if active else {}),
        "lastScheduleTime": timestamp(runs[-1].created),
        **({"lastSuccessfulTime": timestamp(max(done))} if done and world.minor >= STABLE_SINCE else {}),
    }
