"""What the objects of all that owns pods have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.kubernetes.durations import timestamp
from playground.kubernetes.states import State
from playground.kubernetes.workloads import Sketch, Workload, uid

FIRST_VERSION = 1200
REVISION = "deployment.kubernetes.io/revision"


def live(pods: Sequence[Sketch]) -> list[Sketch]:
    """Return the pods that count as replicas."""
    return [pod for pod in pods if pod.counts]


def ready(pods: Sequence[Sketch], now: float) -> int:
    """Return how many of these pods are ready."""
    return sum(pod.state_at(now) in (State.RUNNING, State.FLAPPING) for pod in pods)


def metadata(work: Workload, name: str, kind: str, created: int, labels: dict[str, str], **more: Any) -> dict[str, Any]:
    """Return the `metadata` of a thing of this name and kind that a workload is, or has; `more` stands at its end."""
    return {
        "name": name,
        "namespace": work.namespace,
        "uid": uid(kind, work.namespace, name),
        "resourceVersion": str(FIRST_VERSION + created % 1000),
        "generation": 1 if kind == "Job" else work.revisions[-1].number,
        "creationTimestamp": timestamp(created),
        "labels": labels,
        **more,
    }


def counts(**counts: int) -> dict[str, int]:
    """Return the counts that are not 0: the API leaves the others out."""
    return {name: count for name, count in counts.items() if count}


def condition(kind: str, well: bool, at: int, reason: str, message: str) -> dict[str, Any]:
    """Return a condition of a Deployment, true (`well`) or false since this moment."""
    times = {"lastUpdateTime": timestamp(at), "lastTransitionTime": timestamp(at)}
    return {"type": kind, "status": str(well), **times, "reason": reason, "message": message}


def controller(api_version: str, kind: str, name: str, of_uid: str) -> dict[str, Any]:
    """Return the reference to what owns and controls a thing."""
    return {"apiVersion": api_version, "kind": kind, "name": name, "uid": of_uid, "controller": True,
            "blockOwnerDeletion": True}  # fmt: skip
