"""Makes the objects of Jobs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from playground.kubernetes.durations import timestamp
from playground.kubernetes.managed import controlled_fields
from playground.kubernetes.owners import controller, metadata
from playground.kubernetes.states import State
from playground.kubernetes.templates import selector, template
from playground.kubernetes.workloads import Sketch, Workload, uid
from playground.kubernetes.world import World


def objects(world: World, now: float) -> Iterator[dict[str, Any]]:  # noqa: ARG001 - the same signature for every kind
    """Yield the Jobs."""
    for work in world.workloads:
        if work.kind == "Job":
            yield _job(work, world.by_owner[work.namespace, work.name])


def ended(work: Workload, pods: Sequence[Sketch]) -> int:
    """Return when a Job ended, in seconds since 1970; 0 for one that runs."""
    if any(pod.state is State.RUNNING for pod in pods):
        return 0
    return max((pod.created for pod in pods), default=work.created) + 700


def failed(pods: Sequence[Sketch]) -> bool:
    """Return whether the Job of these pods has failed."""
    return any(pod.state is State.FAILED for pod in pods)


def _job(work: Workload, pods: Sequence[Sketch]) -> dict[str, Any]:
    wanted = 1 if failed(pods) else len(pods)
    marks = {"controller-uid": work.own_uid, "job-name": work.name}
    owner = controller("batch/v1", "CronJob", work.app, uid("CronJob", work.namespace, work.app))
    fields = controlled_fields("batch/v1", work.created)
    return {
        "metadata": metadata(work, work.name, "Job", work.created, marks, ownerReferences=[owner], managedFields=fields),
        "spec": {
            "parallelism": wanted,
            "completions": wanted,
            "backoffLimit": 2,
            "selector": {"matchLabels": selector(work)},
            "template": template(work, work.revisions[-1], marks),
        },
        "status": _status(work, pods),
    }


def _status(work: Workload, pods: Sequence[Sketch]) -> dict[str, Any]:
    at, began = ended(work, pods), timestamp(work.created)
    if not at:
        return {"startTime": began, "active": len(pods)}
    why = {"reason": "BackoffLimitExceeded", "message": "Job has reached the specified backoff limit"}
    done = {
        "type": "Failed" if failed(pods) else "Complete",
        "status": "True",
        "lastProbeTime": timestamp(at),
        "lastTransitionTime": timestamp(at),
        **(why if failed(pods) else {}),
    }
    counted = {"failed": len(pods)} if failed(pods) else {"completionTime": timestamp(at), "succeeded": len(pods)}
    return {"conditions": [done], "startTime": began, **counted}
