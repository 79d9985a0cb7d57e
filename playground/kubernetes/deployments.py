"""Makes the objects of Deployments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playground.kubernetes.company import BAD_ROLLOUT
from playground.kubernetes.managed import deployed_fields
from playground.kubernetes.owners import REVISION, condition, counts, live, metadata, ready
from playground.kubernetes.templates import selector, template
from playground.kubernetes.workloads import Workload
from playground.kubernetes.world import World

PROGRESS_SECONDS = 600


def objects(world: World, now: float) -> Iterator[dict[str, Any]]:
    """Yield the Deployments."""
    for work in world.workloads:
        if work.kind == "Deployment":
            yield _deployment(work, world, now)


def replicas(work: Workload, world: World) -> int:
    """Return how many pods a Deployment wants; its bad rollout has a quarter more while it lasts."""
    count = sum(len(live(pods)) for pods in world.pods_of(work))
    return count * 4 // 5 if (work.namespace, work.name) == BAD_ROLLOUT else count


def _deployment(work: Workload, world: World, now: float) -> dict[str, Any]:
    last = work.revisions[-1]
    new = live(world.by_owner[work.namespace, last.owner])
    pods = [pod for of_owner in world.pods_of(work) for pod in live(of_owner)]
    well, bad = ready(pods, now), (work.namespace, work.name) == BAD_ROLLOUT
    wanted = replicas(work, world)
    if bad:
        said = ("ProgressDeadlineExceeded", f'ReplicaSet "{last.owner}" has timed out progressing.')
    else:
        said = ("NewReplicaSetAvailable", f'ReplicaSet "{last.owner}" has successfully progressed.')
    enough = well >= wanted * 3 / 4
    minimum = "has" if enough else "does not have"
    conditions = [
        condition("Available", enough, last.created + 60, f"MinimumReplicas{'Available' if enough else 'Unavailable'}",
                   f"Deployment {minimum} minimum availability."),
        condition("Progressing", not bad, last.created + (PROGRESS_SECONDS if bad else 90), *said),
    ]  # fmt: skip
    return {
        "metadata": metadata(work, work.name, "Deployment", work.created, {"app": work.app, "team": work.namespace},
                              annotations={REVISION: str(last.number)}, managedFields=deployed_fields(work, world.minor)),
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
            **counts(replicas=len(pods), updatedReplicas=len(new), readyReplicas=well, availableReplicas=well,
                      unavailableReplicas=len(pods) - well),
            "conditions": conditions,
        },
    }  # fmt: skip
