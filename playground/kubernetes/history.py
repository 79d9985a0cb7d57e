"""Makes the ControllerRevisions: the templates that StatefulSets and DaemonSets have had."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playground.kubernetes.durations import timestamp
from playground.kubernetes.managed import controlled_fields
from playground.kubernetes.owners import controller
from playground.kubernetes.templates import labels, template, template_labels
from playground.kubernetes.workloads import Revision, Workload, uid
from playground.kubernetes.world import World

FIRST_VERSION = 1100


def objects(world: World, now: float) -> Iterator[dict[str, Any]]:  # noqa: ARG001 - the same signature for every kind
    """Yield the ControllerRevisions, one for each revision of each StatefulSet and DaemonSet."""
    for work in world.workloads:
        if work.kind in ("StatefulSet", "DaemonSet"):
            yield from (_revision(work, revision, step) for step, revision in enumerate(work.revisions, 1))


def _revision(work: Workload, revision: Revision, step: int) -> dict[str, Any]:
    name = f"{work.name}-{revision.hash}"
    marks = {"app": work.app, "team": work.namespace}
    return {
        "metadata": {
            "name": name,
            "namespace": work.namespace,
            "uid": uid("ControllerRevision", work.namespace, name),
            "resourceVersion": str(FIRST_VERSION + revision.created % 1000),
            "creationTimestamp": timestamp(revision.created),
            "labels": {**marks, "controller-revision-hash": labels(work, revision)["controller-revision-hash"]},
            "ownerReferences": [controller("apps/v1", work.kind, work.name, work.own_uid)],
            "managedFields": controlled_fields("apps/v1", revision.created),
        },
        "data": {"spec": {"template": {"$patch": "replace", **template(work, revision, template_labels(work, revision))}}},
        "revision": step,
    }
