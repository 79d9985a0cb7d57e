"""Makes the objects of StatefulSets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playground.kubernetes.managed import deployed_fields
from playground.kubernetes.owners import counts, metadata, ready
from playground.kubernetes.templates import selector, template
from playground.kubernetes.world import World

AVAILABLE_SINCE = 22
"""The minor version since which a StatefulSet's status counts the available pods."""


def objects(world: World, now: float) -> Iterator[dict[str, Any]]:
    """Yield the StatefulSets."""
    for work in world.workloads:
        if work.kind == "StatefulSet":
            pods, revision = world.by_owner[work.namespace, work.name], work.revisions[-1]
            marks, fields = {"app": work.app, "team": work.namespace}, deployed_fields(work, world.minor)
            yield {
                "metadata": metadata(work, work.name, "StatefulSet", work.created, marks, managedFields=fields),
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
                    **counts(readyReplicas=ready(pods, now), currentReplicas=len(pods), updatedReplicas=len(pods)),
                    "currentRevision": f"{work.name}-{revision.hash}",
                    "updateRevision": f"{work.name}-{revision.hash}",
                    "collisionCount": 0,
                    **({"availableReplicas": ready(pods, now)} if world.minor >= AVAILABLE_SINCE else {}),
                },
            }
