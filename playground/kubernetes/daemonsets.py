"""Makes the objects of DaemonSets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playground.kubernetes.managed import deployed_fields
from playground.kubernetes.owners import counts, metadata, ready
from playground.kubernetes.templates import selector, template, template_labels
from playground.kubernetes.workloads import Workload
from playground.kubernetes.world import World


def objects(world: World, now: float) -> Iterator[dict[str, Any]]:
    """Yield the DaemonSets."""
    return (made(work, world, now) for work in world.workloads if work.kind == "DaemonSet")


def made(work: Workload, world: World, now: float) -> dict[str, Any]:
    """Return the whole DaemonSet."""
    return {**(work.written or _first(work, world)), "status": _status(work, world, now)}


def _first(work: Workload, world: World) -> dict[str, Any]:
    """Return `metadata` and `spec` of a DaemonSet that nobody has changed."""
    marks, last, fields = {"app": work.app, "team": work.namespace}, work.revisions[-1], deployed_fields(work, world.minor)
    return {
        "metadata": metadata(work, work.name, "DaemonSet", work.created, marks, managedFields=fields),
        "spec": {
            "selector": {"matchLabels": selector(work)},
            "template": template(work, last, template_labels(work, last)),
            "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 1}},
            "revisionHistoryLimit": 10,
        },
    }


def _status(work: Workload, world: World, now: float) -> dict[str, Any]:
    pods, last = world.by_owner[work.namespace, work.name], work.revisions[-1]
    well, updated = ready(pods, now), sum(pod.revision.hash == last.hash for pod in pods)
    return {
        "currentNumberScheduled": len(pods),
        "numberMisscheduled": 0,
        "desiredNumberScheduled": len(pods),
        "numberReady": well,
        "observedGeneration": work.written["metadata"]["generation"] if work.written else last.number,
        **counts(updatedNumberScheduled=updated, numberAvailable=well, numberUnavailable=len(pods) - well),
    }
