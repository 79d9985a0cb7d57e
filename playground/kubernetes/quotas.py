"""Makes the objects of ResourceQuotas; what is used is what the namespace's pods ask for."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

from playground.kubernetes.durations import DAY, timestamp
from playground.kubernetes.owners import live
from playground.kubernetes.sizes import sizes
from playground.kubernetes.surroundings import SHARES
from playground.kubernetes.workloads import Workload, uid
from playground.kubernetes.world import World

AGE = 90 * DAY
FIRST_VERSION = 850
NAME = "compute"


def objects(world: World, now: float) -> Iterator[dict[str, Any]]:  # noqa: ARG001 - the same signature for every kind
    """Yield the quotas."""
    for number, (namespace, share) in enumerate(SHARES.items()):
        works = [work for work in world.workloads if work.namespace == namespace]
        used = _asked((work, sum(len(live(pods)) for pods in world.pods_of(work))) for work in works)
        first = _asked((work, world.first_counts[work.namespace, work.name]) for work in works)
        hard = _written({name: math.ceil(amount / share) for name, amount in first.items()})
        yield {
            "metadata": {
                "name": NAME,
                "namespace": namespace,
                "uid": uid("ResourceQuota", namespace, NAME),
                "resourceVersion": str(FIRST_VERSION + number),
                "creationTimestamp": timestamp(world.began - AGE),
            },
            "spec": {"hard": hard},
            "status": {"hard": hard, "used": _written(used)},
        }


def _asked(counts: Iterable[tuple[Workload, int]]) -> dict[str, int]:
    """Return what so many pods of each workload ask for: MiB, thousandths of a core, and how many they are."""
    found = {"limits.memory": 0, "pods": 0, "requests.cpu": 0, "requests.memory": 0}
    for work, count in counts:
        each = sizes(work).values()
        found["limits.memory"] += count * sum(size.most for size in each)
        found["pods"] += count
        found["requests.cpu"] += count * sum(size.cpu for size in each)
        found["requests.memory"] += count * sum(size.memory for size in each)
    return found


def _written(amounts: dict[str, int]) -> dict[str, str]:
    units = {"limits.memory": "Mi", "requests.memory": "Mi", "requests.cpu": "m", "pods": ""}
    return {name: f"{amount}{units[name]}" for name, amount in amounts.items()}
