"""Makes the objects of HorizontalPodAutoscalers, in the form of `autoscaling/v2` and in that of `autoscaling/v1`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec

from playground.kubernetes.deployments import replicas
from playground.kubernetes.durations import DAY, timestamp
from playground.kubernetes.surroundings import QUEUED, Plan, plans
from playground.kubernetes.workloads import Workload, uid
from playground.kubernetes.world import World

AGE = 60 * DAY
FIRST_VERSION = 900
TARGET = 70
"""The CPU that each pod should use, in per cent of what it requests."""
NOTE = "autoscaling.alpha.kubernetes.io/"
MAXED_AGO = 1900
BLIND_CPU = (
    "failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API"
)
QUEUE = "queue_messages_ready"
QUEUE_TARGET = 30
LIMITS = {
    True: (True, "TooManyReplicas", "the desired replica count is more than the maximum replica count"),
    False: (False, "DesiredWithinRange", "the desired count is within the acceptable range"),
}


def objects(world: World, now: float) -> Iterator[dict[str, Any]]:  # noqa: ARG001 - the same signature for every kind
    """Yield the autoscalers as `autoscaling/v2` shows them (`v2beta2` has the same form)."""
    for work, plan in planned(world):
        said, value = _ranges(work, plan, world), plan.now
        current = {} if value is None else {"currentMetrics": [_metric(plan, "current", value)]}
        yield {
            "metadata": _metadata(work, world, {}),
            "spec": {**said, "metrics": [_metric(plan, "target", QUEUE_TARGET if plan.queue else TARGET)]},
            "status": {**_status(work, plan, world), **current, "conditions": list(_conditions(work, plan, world))},
        }


def first_objects(world: World, now: float) -> Iterator[dict[str, Any]]:  # noqa: ARG001 - the same signature for every kind
    """Yield the autoscalers as `autoscaling/v1` shows them: what it has no field for is JSON in annotations."""
    for work, plan in planned(world):
        notes = {f"{NOTE}conditions": list(_conditions(work, plan, world))}
        if plan.queue:
            notes[f"{NOTE}metrics"] = [_metric(plan, "target", QUEUE_TARGET)]
        if plan.now is not None:
            notes[f"{NOTE}current-metrics"] = [_metric(plan, "current", plan.now)]
        written = {name: msgspec.json.encode(note).decode() for name, note in sorted(notes.items())}
        cpu = {} if plan.queue else {"targetCPUUtilizationPercentage": TARGET}
        used = {} if plan.queue or plan.now is None else {"currentCPUUtilizationPercentage": plan.now}
        yield {
            "metadata": _metadata(work, world, {"annotations": written}),
            "spec": {**_ranges(work, plan, world), **cpu},
            "status": {**_status(work, plan, world), **used},
        }


def planned(world: World) -> Iterator[tuple[Workload, Plan]]:
    """Yield the Deployments that are scaled, and how; without metrics-server nobody knows their CPU."""
    known = plans(calm=world.calm)
    for work in world.workloads:
        place = (work.namespace, work.name)
        plan = known.get(place)
        if plan and place == QUEUED and world.queue is not None:
            each = round(world.queue / max(1, replicas(work, world)))
            plan = replace(plan, now=each, maxed=world.queue_maxed)
        if plan and work.kind == "Deployment":
            yield work, plan if plan.seen(world.metrics) else replace(plan, now=None)


def _metadata(work: Workload, world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": work.name,
        "namespace": work.namespace,
        "uid": uid("HorizontalPodAutoscaler", work.namespace, work.name),
        "resourceVersion": str(FIRST_VERSION + work.created % 1000),
        "creationTimestamp": timestamp(world.began - AGE),
        "labels": {"app": work.app, "team": work.namespace},
        **more,
    }


def _ranges(work: Workload, plan: Plan, world: World) -> dict[str, Any]:
    first = world.first_counts[work.namespace, work.name]
    return {
        "scaleTargetRef": {"kind": "Deployment", "name": work.name, "apiVersion": "apps/v1"},
        "minReplicas": 2,
        "maxReplicas": first if plan.maxed and not plan.queue else 2 * first,
    }


def _metric(plan: Plan, what: str, value: int) -> dict[str, Any]:
    """Return a metric's `target` or `current`."""
    if plan.queue:
        told = {"averageValue": str(value)}
        name = {"name": QUEUE, "selector": {"matchLabels": {"queue": plan.queue}}}
        kind = {"type": "AverageValue"} if what == "target" else {}
        return {"type": "External", "external": {"metric": name, what: kind | told}}
    used = {"averageUtilization": value}
    if what == "target":
        return {"type": "Resource", "resource": {"name": "cpu", what: {"type": "Utilization"} | used}}
    return {"type": "Resource", "resource": {"name": "cpu", what: {"averageValue": f"{value}m"} | used}}


def _status(work: Workload, plan: Plan, world: World) -> dict[str, Any]:
    count = replicas(work, world)
    scaled = {"lastScaleTime": timestamp(world.began - MAXED_AGO)} if plan.maxed else {}
    return {**scaled, "currentReplicas": count, "desiredReplicas": count}


def blindness(work: Workload, plan: Plan) -> tuple[str, str]:
    """Return the reason and the message with which it is said that the metric of a plan cannot be read."""
    if not plan.queue:
        return "FailedGetResourceMetric", BLIND_CPU
    metric = f"{work.namespace}/{QUEUE}/&LabelSelector{{MatchLabels:map[string]string{{queue: {plan.queue},}},}}"
    return (
        "FailedGetExternalMetric",
        f"unable to get external metric {metric}: no metrics returned from external metrics API",
    )


def _conditions(work: Workload, plan: Plan, world: World) -> Iterator[dict[str, Any]]:
    if plan.now is None:
        reason, message = blindness(work, plan)
        told = [("AbleToScale", True, "SucceededGetScale", "the HPA controller was able to get the target's current scale"),
                ("ScalingActive", False, reason, f"the HPA was unable to compute the replica count: {message}")]  # fmt: skip
    else:
        told = [("AbleToScale", True, "ReadyForNewScale", "recommended size matches current size"),
                ("ScalingActive", True, "ValidMetricFound", "the HPA was able to successfully calculate a replica count"),
                ("ScalingLimited", *LIMITS[plan.maxed])]  # fmt: skip
    at = timestamp(world.began - (MAXED_AGO if plan.maxed else AGE - 60))
    for kind, so, reason, message in told:
        yield {"type": kind, "status": str(so), "lastTransitionTime": at, "reason": reason, "message": message}
