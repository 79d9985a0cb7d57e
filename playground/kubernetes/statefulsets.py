"""Makes the objects of StatefulSets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playground.kubernetes.managed import deployed_fields
from playground.kubernetes.owners import counts, metadata, ready
from playground.kubernetes.templates import selector, template, template_labels
from playground.kubernetes.workloads import Workload
from playground.kubernetes.world import World

AVAILABLE_SINCE = 22
"""The minor version since which a StatefulSet's status counts the available pods."""


def objects(world: World, now: float) -> Iterator[dict[str, Any]]:
    """Yield the StatefulSets."""
    return (made(work, world, now) for work in world.workloads if work.kind == "StatefulSet")


def made(work: Workload, world: World, now: float) -> dict[str, Any]:
    """Return the whole StatefulSet."""
    return {**(work.written or _first(work, world)), "status": _status(work, world, now)}


def _first(work: Workload, world: World) -> dict[str, Any]:
    """Return `metadata` and `spec` of a StatefulSet that nobody has changed."""
    marks, last, fields = {"app": work.app, "team": work.namespace}, work.revisions[-1], deployed_fields(work, world.minor)
    return {
        "metadata": metadata(work, work.name, "StatefulSet", work.created, marks, managedFields=fields),
        "spec": {
            "replicas": len(world.by_owner[work.namespace, work.name]),
            "selector": {"matchLabels": selector(work)},
            "template": template(work, last, template_labels(work, last)),
            "serviceName": work.name,
            "podManagementPolicy": "OrderedReady",
            "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": 0}},
            "revisionHistoryLimit": 10,
        },
    }


def _status(work: Workload, world: World, now: float) -> dict[str, Any]:
    pods, last = world.by_owner[work.namespace, work.name], work.revisions[-1]
    updated = sum(pod.revision.hash == last.hash for pod in pods)
    current = last if updated == len(pods) else work.revisions[-2]
    well = ready(pods, now)
    return {
        "observedGeneration": work.written["metadata"]["generation"] if work.written else last.number,
        "replicas": len(pods),
        **counts(
            readyReplicas=well,
            currentReplicas=sum(pod.revision.hash == current.hash for pod in pods),
            updatedReplicas=updated,
        ),
        "currentRevision": f"{work.name}-{current.hash}",
        "updateRevision": f"{work.name}-{last.hash}",
        "collisionCount": 0,
        **({"availableReplicas": well} if world.minor >= AVAILABLE_SINCE else {}),
    }
