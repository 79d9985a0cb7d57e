"""Makes the objects of Deployments, ReplicaSets, StatefulSets, DaemonSets and Jobs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from playground.kubernetes.company import BAD_ROLLOUT
from playground.kubernetes.durations import timestamp
from playground.kubernetes.states import State
from playground.kubernetes.templates import selector, template
from playground.kubernetes.workloads import Revision, Sketch, Workload, uid
from playground.kubernetes.world import World

FIRST_VERSION = 1200
REVISION = "deployment.kubernetes.io/revision"
PROGRESS_SECONDS = 600


def _live(pods: Sequence[Sketch]) -> list[Sketch]:
    """Return the pods that count as replicas: not those that have ended or are being deleted."""
    return [pod for pod in pods if pod.state.phase not in ("Failed", "Succeeded") and pod.state is not State.TERMINATING]


def _ready(pods: Sequence[Sketch], now: float) -> int:
    return sum(pod.state_at(now) in (State.RUNNING, State.FLAPPING) for pod in pods)


def _metadata(work: Workload, name: str, kind: str, created: int, labels: dict[str, str], **more: Any) -> dict[str, Any]:
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


def _counts(**counts: int) -> dict[str, int]:
    """Return the counts that are not 0: the API leaves the others out."""
    return {name: count for name, count in counts.items() if count}


def _condition(kind: str, well: bool, at: int, reason: str, message: str) -> dict[str, Any]:
    times = {"lastUpdateTime": timestamp(at), "lastTransitionTime": timestamp(at)}
    return {"type": kind, "status": str(well), **times, "reason": reason, "message": message}


def deployments(world: World, now: float) -> Iterator[dict[str, Any]]:
    """Yield the Deployments."""
    for work in world.workloads:
        if work.kind == "Deployment":
            yield _deployment(work, world, now)


def _deployment(work: Workload, world: World, now: float) -> dict[str, Any]:
    last = work.revisions[-1]
    new = _live(world.by_owner[work.namespace, last.owner])
    pods = [pod for revision in work.revisions for pod in _live(world.by_owner[work.namespace, revision.owner])]
    ready, bad = _ready(pods, now), (work.namespace, work.name) == BAD_ROLLOUT
    wanted = len(pods) * 4 // 5 if bad else len(pods)
    if bad:
        said = ("ProgressDeadlineExceeded", f'ReplicaSet "{last.owner}" has timed out progressing.')
    else:
        said = ("NewReplicaSetAvailable", f'ReplicaSet "{last.owner}" has successfully progressed.')
    enough = ready >= wanted * 3 / 4
    minimum = "has" if enough else "does not have"
    conditions = [
        _condition("Available", enough, last.created + 60, f"MinimumReplicas{'Available' if enough else 'Unavailable'}",
                   f"Deployment {minimum} minimum availability."),
        _condition("Progressing", not bad, last.created + (PROGRESS_SECONDS if bad else 90), *said),
    ]  # fmt: skip
    return {
        "metadata": _metadata(work, work.name, "Deployment", work.created, {"app": work.app, "team": work.namespace},
                              annotations={REVISION: str(last.number)}),
        "spec": {
            "replicas": wanted,
            "selector": {"matchLabels": selector(work)},
            "template": template(work, last, {"app": work.app, "team": work.namespace, "version": f"v{last.version}"}),
            "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": "25%", "maxSurge": "25%"}},
            "revisionHistoryLimit": 10,
            "progressDeadlineSeconds": PROGRESS_SECONDS,
        },
        "status": {
            "observedGeneration": last.number,
            **_counts(replicas=len(pods), updatedReplicas=len(new), readyReplicas=ready, availableReplicas=ready,
                      unavailableReplicas=len(pods) - ready),
            "conditions": conditions,
        },
    }  # fmt: skip


def replicasets(world: World, now: float) -> Iterator[dict[str, Any]]:
    """Yield the ReplicaSets: one for each revision of each Deployment, the old ones mostly without pods."""
    for work in world.workloads:
        if work.kind == "Deployment":
            yield from (_replicaset(work, revision, world, now) for revision in work.revisions)


def _replicaset(work: Workload, revision: Revision, world: World, now: float) -> dict[str, Any]:
    pods = _live(world.by_owner[work.namespace, revision.owner])
    ready = _ready(pods, now)
    marks = {"app": work.app, "pod-template-hash": revision.hash, "team": work.namespace, "version": f"v{revision.version}"}
    owner = {"apiVersion": "apps/v1", "kind": "Deployment", "name": work.name, "uid": work.own_uid, "controller": True,
             "blockOwnerDeletion": True}  # fmt: skip
    return {
        "metadata": _metadata(work, revision.owner, "ReplicaSet", revision.created, marks,
                              annotations={REVISION: str(revision.number)}, ownerReferences=[owner]),
        "spec": {
            "replicas": len(pods),
            "selector": {"matchLabels": selector(work, revision)},
            "template": template(work, revision, marks),
        },
        "status": {
            "replicas": len(pods),
            **_counts(fullyLabeledReplicas=len(pods), readyReplicas=ready, availableReplicas=ready),
            "observedGeneration": work.revisions[-1].number,
        },
    }  # fmt: skip


def statefulsets(world: World, now: float) -> Iterator[dict[str, Any]]:
    """Yield the StatefulSets."""
    for work in world.workloads:
        if work.kind == "StatefulSet":
            pods, revision = world.by_owner[work.namespace, work.name], work.revisions[-1]
            marks = {"app": work.app, "team": work.namespace}
            yield {
                "metadata": _metadata(work, work.name, "StatefulSet", work.created, marks),
                "spec": {
                    "replicas": len(pods),
                    "selector": {"matchLabels": selector(work)},
                    "template": template(work, revision, marks),
                    "serviceName": work.name,
                    "podManagementPolicy": "OrderedReady",
                    "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": 0}},
                    "revisionHistoryLimit": 10,
                },
                "status": {
                    "observedGeneration": revision.number,
                    "replicas": len(pods),
                    **_counts(readyReplicas=_ready(pods, now), currentReplicas=len(pods), updatedReplicas=len(pods)),
                    "currentRevision": f"{work.name}-{revision.hash}",
                    "updateRevision": f"{work.name}-{revision.hash}",
                    "collisionCount": 0,
                },
            }


def daemonsets(world: World, now: float) -> Iterator[dict[str, Any]]:
    """Yield the DaemonSets."""
    for work in world.workloads:
        if work.kind == "DaemonSet":
            pods, revision = world.by_owner[work.namespace, work.name], work.revisions[-1]
            marks = {"app": work.app, "team": work.namespace}
            yield {
                "metadata": _metadata(work, work.name, "DaemonSet", work.created, marks),
                "spec": {
                    "selector": {"matchLabels": selector(work)},
                    "template": template(work, revision, marks),
                    "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 1}},
                    "revisionHistoryLimit": 10,
                },
                "status": {
                    "currentNumberScheduled": len(pods),
                    "numberMisscheduled": 0,
                    "desiredNumberScheduled": len(pods),
                    "numberReady": _ready(pods, now),
                    "observedGeneration": revision.number,
                    **_counts(updatedNumberScheduled=len(pods), numberAvailable=_ready(pods, now)),
                },
            }


def jobs(world: World, now: float) -> Iterator[dict[str, Any]]:  # noqa: ARG001 - the same signature for every kind
    """Yield the Jobs."""
    for work in world.workloads:
        if work.kind == "Job":
            yield _job(work, world.by_owner[work.namespace, work.name])


def _job(work: Workload, pods: Sequence[Sketch]) -> dict[str, Any]:
    failed = any(pod.state is State.FAILED for pod in pods)
    wanted, ended = 1 if failed else len(pods), timestamp(max(pod.created for pod in pods) + 700)
    marks = {"controller-uid": work.own_uid, "job-name": work.name}
    why = {"reason": "BackoffLimitExceeded", "message": "Job has reached the specified backoff limit"} if failed else {}
    done = {
        "type": "Failed" if failed else "Complete",
        "status": "True",
        "lastProbeTime": ended,
        "lastTransitionTime": ended,
    }
    owner = {"apiVersion": "batch/v1", "kind": "CronJob", "name": work.app, "uid": uid("CronJob", work.namespace, work.app),
             "controller": True, "blockOwnerDeletion": True}  # fmt: skip
    return {
        "metadata": _metadata(work, work.name, "Job", work.created, marks, ownerReferences=[owner]),
        "spec": {
            "parallelism": wanted,
            "completions": wanted,
            "backoffLimit": 2,
            "selector": {"matchLabels": selector(work)},
            "template": template(work, work.revisions[-1], marks),
        },
        "status": {
            "conditions": [{**done, **why}],
            "startTime": timestamp(work.created),
            **({"failed": len(pods)} if failed else {"completionTime": ended, "succeeded": len(pods)}),
        },
    }
