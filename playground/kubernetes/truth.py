"""What is so in a world, for those who compare answers with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from playground.kubernetes.company import BAD_ROLLOUT, STUCK_NAMESPACE
from playground.kubernetes.planted import PLANTED
from playground.kubernetes.states import State
from playground.kubernetes.surroundings import FULL, QUEUED, SHARES, SUSPENDED, pending, plans

if TYPE_CHECKING:
    from playground.kubernetes.world import World

WELL = frozenset({State.RUNNING, State.FLAPPING, State.COMPLETED, State.TERMINATING, State.EVICTED, State.NODE_LOST})


def truth(world: World, now: float) -> dict[str, Any]:
    """Return what is so at this moment; things with a namespace are named `namespace/name`, lists are sorted.

    Returns:
        for each state but Running its pods; `counts`: how many pods are in each state, Running too;
        `workloads_unhealthy`: Deployments with unready pods; `nodes_notready`, `nodes_cordoned`, `nodes_pressed`: names;
        `bad_rollout`: the Deployment whose new version crashes; `jobs_failed`, `cronjobs_suspended`, `pvc_pending`;
        `hpa_maxed`: want more pods than they may have; `hpa_blind`: cannot read their metric; `quota_nearly_full`;
        `pdb_blocking`: allow no disruption; `namespaces_terminating`: names; `secrets`: texts in logs that nobody may see;
        `long_log`: the pod whose log is long, "" for none.
    """
    states: dict[str, list[str]] = defaultdict(list)
    unhealthy = set()
    for pod in world.pods:
        state = pod.state_at(now)
        states[state.value].append(pod.key)
        if pod.workload.kind == "Deployment" and state not in WELL:
            unhealthy.add(f"{pod.namespace}/{pod.workload.name}")
    told: dict[str, Any] = {state: sorted(pods) for state, pods in states.items() if state != "Running"}
    told["counts"] = {state: len(pods) for state, pods in states.items()}
    told["workloads_unhealthy"] = sorted(unhealthy)
    return told | _nodes(world) | _surroundings(world)


def _nodes(world: World) -> dict[str, Any]:
    return {
        "nodes_notready": [world.node_name(number) for number in sorted(world.machines.sick)],
        "nodes_cordoned": [world.node_name(number) for number in sorted(world.machines.cordoned)],
        "nodes_pressed": [world.node_name(number) for number in sorted(world.machines.pressed)],
    }


def _surroundings(world: World) -> dict[str, Any]:
    maxed = {place for place, plan in plans(calm=world.calm).items() if plan.maxed and plan.seen(world.metrics)}
    talker, scaled = world.talker, plans(calm=world.calm)
    return {
        "bad_rollout": "/".join(BAD_ROLLOUT),
        "jobs_failed": sorted({f"{pod.namespace}/{pod.workload.name}" for pod in world.pods if pod.state is State.FAILED}),
        "cronjobs_suspended": _named(SUSPENDED),
        "pvc_pending": sorted(f"{one.namespace}/{one.name}" for one in pending(calm=world.calm)),
        "hpa_maxed": _named(maxed | {QUEUED} if world.queue_maxed else maxed),
        "hpa_blind": _named(place for place, plan in scaled.items() if not plan.seen(world.metrics)),
        "quota_nearly_full": sorted(f"{namespace}/compute" for namespace, share in SHARES.items() if share >= FULL),
        "pdb_blocking": _named(_broken(world) if world.calm else {BAD_ROLLOUT, *_broken(world)}),
        "namespaces_terminating": [STUCK_NAMESPACE],
        "secrets": sorted(secret for planted in PLANTED.values() for secret in planted.secrets),
        "long_log": talker.key if talker else "",
    }


def _broken(world: World) -> Iterable[tuple[str, str]]:
    """Return the StatefulSets that lack a pod: one is what their budgets allow."""
    return {
        (pod.namespace, pod.workload.name)
        for pod in world.pods
        if pod.workload.kind == "StatefulSet" and pod.state is not State.RUNNING
    }


def _named(places: Iterable[tuple[str, str]]) -> list[str]:
    return sorted("/".join(place) for place in places)
