"""Makes the objects of Deployments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playground.kubernetes.company import BAD_ROLLOUT, BAD_ROLLOUT_VERSIONS
from playground.kubernetes.managed import deployed_fields
from playground.kubernetes.owners import REVISION, condition, counts, live, metadata, ready
from playground.kubernetes.templates import selector, template, template_labels
from playground.kubernetes.workloads import Workload
from playground.kubernetes.world import World

PROGRESS_SECONDS = 600


def objects(world: World, now: float) -> Iterator[dict[str, Any]]:
    """Yield the Deployments."""
    return (made(work, world, now) for work in world.workloads if work.kind == "Deployment")


def replicas(work: Workload, world: World) -> int:
    """Return how many pods a Deployment wants; its bad rollout has a quarter more while it lasts."""
    if work.written is not None:
        return int(work.written["spec"].get("replicas", 1))
    count = sum(len(live(pods)) for pods in world.pods_of(work))
    return count * 4 // 5 if is_bad(work) else count


def is_bad(work: Workload) -> bool:
    """Return whether a Deployment is the one whose last version crashes."""
    return (work.namespace, work.name) == BAD_ROLLOUT and work.revisions[-1].version == BAD_ROLLOUT_VERSIONS[1]


def made(work: Workload, world: World, now: float) -> dict[str, Any]:
    """Return the whole Deployment."""
    return {**(work.written or _first(work, world)), "status": _status(work, world, now)}


def _first(work: Workload, world: World) -> dict[str, Any]:
    """Return `metadata` and `spec` of a Deployment that nobody has changed."""
    last, marks = work.revisions[-1], {"app": work.app, "team": work.namespace}
    notes, fields = {REVISION: str(last.number)}, deployed_fields(work, world.minor)
    return {
        "metadata": metadata(work, work.name, "Deployment", work.created, marks, annotations=notes, managedFields=fields),
        "spec": {
            "replicas": replicas(work, world),
            "selector": {"matchLabels": selector(work)},
            "template": template(work, last, template_labels(work, last)),
            "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": "25%", "maxSurge": "25%"}},
            "revisionHistoryLimit": 10,
            "progressDeadlineSeconds": PROGRESS_SECONDS,
        },
    }


def _status(work: Workload, world: World, now: float) -> dict[str, Any]:
    last, wanted = work.revisions[-1], replicas(work, world)
    new = live(world.by_owner[work.namespace, last.owner])
    pods = [pod for of_owner in world.pods_of(work) for pod in live(of_owner)]
    well = ready(pods, now)
    enough = well >= wanted - wanted // 4
    available = f"MinimumReplicas{'Available' if enough else 'Unavailable'}"
    said = f"Deployment {'has' if enough else 'does not have'} minimum availability."
    return {
        "observedGeneration": work.written["metadata"]["generation"] if work.written else last.number,
        **counts(replicas=len(pods), updatedReplicas=len(new), readyReplicas=well, availableReplicas=well,
                 unavailableReplicas=len(pods) - well),
        "conditions": [
            condition("Available", enough, work.progressed or last.created + 60, available, said),
            _progressing(work, len(new) == wanted == len(pods) == well),
        ],
    }  # fmt: skip


def _progressing(work: Workload, complete: bool) -> dict[str, Any]:
    """Return the condition that tells how the rollout comes forward."""
    last = work.revisions[-1]
    name = f'ReplicaSet "{last.owner}"'
    stalled = work.stalled if work.written is not None else is_bad(work)
    if stalled:
        at = work.progressed + PROGRESS_SECONDS if work.written else last.created + PROGRESS_SECONDS
        return condition("Progressing", False, at, "ProgressDeadlineExceeded", f"{name} has timed out progressing.")
    if work.written is None or complete:
        at, done = work.progressed or last.created + 90, f"{name} has successfully progressed."
        return condition("Progressing", True, at, "NewReplicaSetAvailable", done)
    return condition("Progressing", True, work.progressed, "ReplicaSetUpdated", f"{name} is progressing.")
