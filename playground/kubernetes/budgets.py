"""Makes the objects of PodDisruptionBudgets; one of them lets nobody evict anything."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from playground.kubernetes.deployments import replicas
from playground.kubernetes.durations import DAY, timestamp
from playground.kubernetes.owners import live, ready
from playground.kubernetes.surroundings import MINIMA
from playground.kubernetes.templates import selector
from playground.kubernetes.workloads import Workload, uid
from playground.kubernetes.world import World

AGE = 100 * DAY
FIRST_VERSION = 800
CONDITION_SINCE = 21


def objects(world: World, now: float) -> Iterator[dict[str, Any]]:
    """Yield the budgets: those of `MINIMA`, and one pod at a time for each StatefulSet."""
    for work in world.workloads:
        place = (work.namespace, work.name)
        if work.kind == "Deployment" and place in MINIMA:
            wanted = replicas(work, world)
            needed = math.ceil(wanted * int(MINIMA[place].rstrip("%")) / 100)
            yield _budget(work, {"minAvailable": MINIMA[place]}, wanted, needed, _healthy(work, world, now), world)
        elif work.kind == "StatefulSet":
            wanted = len(world.by_owner[place])
            yield _budget(work, {"maxUnavailable": 1}, wanted, wanted - 1, _healthy(work, world, now), world)


def _healthy(work: Workload, world: World, now: float) -> int:
    return sum(ready(live(pods), now) for pods in world.pods_of(work))


def _budget(work: Workload, rule: dict[str, Any], wanted: int, needed: int, healthy: int, world: World) -> dict[str, Any]:
    allowed = max(0, healthy - needed)
    at = world.began - AGE
    condition = {
        "type": "DisruptionAllowed", "status": str(allowed > 0), "observedGeneration": 1,
        "lastTransitionTime": timestamp(at), "reason": "SufficientPods" if allowed else "InsufficientPods", "message": "",
    }  # fmt: skip
    return {
        "metadata": {
            "name": work.name,
            "namespace": work.namespace,
            "uid": uid("PodDisruptionBudget", work.namespace, work.name),
            "resourceVersion": str(FIRST_VERSION + work.created % 1000),
            "generation": 1,
            "creationTimestamp": timestamp(at),
            "labels": {"app": work.app, "team": work.namespace},
        },
        "spec": {**_ordered(rule, {"selector": {"matchLabels": selector(work)}})},
        "status": {
            "observedGeneration": 1,
            "disruptionsAllowed": allowed,
            "currentHealthy": healthy,
            "desiredHealthy": needed,
            "expectedPods": wanted,
            **({"conditions": [condition]} if world.minor >= CONDITION_SINCE else {}),
        },
    }


def _ordered(rule: dict[str, Any], chosen: dict[str, Any]) -> dict[str, Any]:
    """Return the rule and the selector in the API's order: `minAvailable`, `selector`, `maxUnavailable`."""
    return rule | chosen if "minAvailable" in rule else chosen | rule
