"""What metrics-server measures: the CPU and the memory that nodes and pods use."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from playground.kubernetes.durations import timestamp
from playground.kubernetes.sizes import sizes
from playground.kubernetes.states import State
from playground.kubernetes.surroundings import Plan, plans
from playground.kubernetes.templates import labels
from playground.kubernetes.workloads import Sketch
from playground.kubernetes.world import World

EVERY = 15
"""Seconds from one measurement to the next."""
WINDOW = "15.021s"
SYSTEM_CPU, SYSTEM_MEMORY = 400_000_000, 1_900 * 1024
"""What a node itself uses besides its pods: billionths of a core, KiB."""
STRAINED_MEMORY = 61_900_000
"""KiB in use on the node under memory pressure."""
MEASURED = frozenset({State.RUNNING, State.FLAPPING, State.NOT_READY, State.TERMINATING, State.STARTING})
WAVE = 600.0
"""Seconds in which the load of a pod rises and falls."""


def pods(world: World, now: float) -> Iterator[dict[str, Any]]:
    """Yield the PodMetrics: of the pods that run."""
    known = plans(calm=world.calm)
    for pod in world.pods:
        if pod.state_at(now) in MEASURED and pod.node not in world.machines.sick:
            boxes = [
                {"name": name, "usage": _usage(cpu, memory)}
                for name, (cpu, memory) in container_usage(pod, known, now).items()
            ]
            meta = {"name": pod.name, "namespace": pod.namespace, "creationTimestamp": timestamp(now)}
            yield {"metadata": meta | {"labels": labels(pod.workload, pod.revision)}, **_measured(now), "containers": boxes}


def nodes(world: World, now: float) -> Iterator[dict[str, Any]]:
    """Yield the NodeMetrics: of the nodes whose kubelet answers."""
    known = plans(calm=world.calm)
    used: dict[int, list[int]] = defaultdict(lambda: [SYSTEM_CPU, SYSTEM_MEMORY])
    for pod in world.pods:
        if pod.node >= 0 and pod.state_at(now) in MEASURED:
            for cpu, memory in container_usage(pod, known, now).values():
                used[pod.node][0] += cpu
                used[pod.node][1] += memory
    for number in range(world.nodes):
        if number not in world.machines.sick:
            name, (cpu, memory) = world.node_name(number), used[number]
            if number in world.machines.pressed:
                memory = max(memory, STRAINED_MEMORY)
            meta = {"name": name, "creationTimestamp": timestamp(now), "labels": {"kubernetes.io/hostname": name}}
            yield {"metadata": meta, **_measured(now), "usage": _usage(cpu, memory)}


def container_usage(pod: Sketch, known: Mapping[tuple[str, str], Plan], now: float) -> dict[str, tuple[int, int]]:
    """Return what each container of a pod uses (billionths of a core, KiB), the same within one measurement.

    Args:
        pod: it.
        known: how Deployments are scaled, as that depends on the load.
        now: seconds since 1970.
    """
    at = int(now) - int(now) % EVERY
    plan = known.get((pod.namespace, pod.workload.name))
    load = (
        plan.now / 100
        if plan and plan.now and not plan.queue
        else 0.5 + 0.25 * math.sin(2 * math.pi * (at + pod.spread) / WAVE)
    )
    grown = 0.6 + (pod.spread % 64) / 160
    return {
        name: (int(size.cpu * 1_000_000 * load) + pod.spread % 997, int(size.memory * 1024 * grown) + pod.spread % 97)
        for name, size in sizes(pod.workload).items()
    }


def _measured(now: float) -> dict[str, str]:
    return {"timestamp": timestamp(int(now) - int(now) % EVERY), "window": WINDOW}


def _usage(cpu: int, memory: int) -> dict[str, str]:
    return {"cpu": f"{cpu}n", "memory": f"{memory}Ki"}
