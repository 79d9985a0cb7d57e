"""Makes the objects of DaemonSets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playground.kubernetes.managed import deployed_fields
from playground.kubernetes.owners import counts, metadata, ready
from playground.kubernetes.templates import selector, template
from playground.kubernetes.world import World


def objects(world: World, now: float) -> Iterator[dict[str, Any]]:
    """Yield the DaemonSets."""
    for work in world.workloads:
        if work.kind == "DaemonSet":
            pods, revision = world.by_owner[work.namespace, work.name], work.revisions[-1]
            marks, fields = {"app": work.app, "team": work.namespace}, deployed_fields(work, world.minor)
            yield {
                "metadata": metadata(work, work.name, "DaemonSet", work.created, marks, managedFields=fields),
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
                    "numberReady": ready(pods, now),
                    "observedGeneration": revision.number,
                    **counts(updatedNumberScheduled=len(pods), numberAvailable=ready(pods, now)),
                },
            }
