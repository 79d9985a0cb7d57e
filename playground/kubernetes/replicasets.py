"""Makes the objects of ReplicaSets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playground.kubernetes.managed import controlled_fields
from playground.kubernetes.owners import REVISION, controller, counts, live, metadata, ready
from playground.kubernetes.templates import labels, selector, template
from playground.kubernetes.workloads import Revision, Workload
from playground.kubernetes.world import World


def objects(world: World, now: float) -> Iterator[dict[str, Any]]:
    """Yield the ReplicaSets: one for each revision of each Deployment, the old ones mostly without pods."""
    for work in world.workloads:
        if work.kind == "Deployment":
            yield from (_replicaset(work, revision, world, now) for revision in work.revisions)


def _replicaset(work: Workload, revision: Revision, world: World, now: float) -> dict[str, Any]:
    pods = live(world.by_owner[work.namespace, revision.owner])
    well = ready(pods, now)
    marks = labels(work, revision)
    owner = controller("apps/v1", "Deployment", work.name, work.own_uid)
    return {
        "metadata": metadata(work, revision.owner, "ReplicaSet", revision.created, marks,
                              annotations={REVISION: str(revision.number)}, ownerReferences=[owner],
                              managedFields=controlled_fields("apps/v1", revision.created)),
        "spec": {
            "replicas": len(pods),
            "selector": {"matchLabels": selector(work, revision)},
            "template": template(work, revision, marks),
        },
        "status": {
            "replicas": len(pods),
            **counts(fullyLabeledReplicas=len(pods), readyReplicas=well, availableReplicas=well),
            "observedGeneration": work.revisions[-1].number,
        },
    }  # fmt: skip
