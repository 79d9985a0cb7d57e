"""What has happened in the world that controllers and kubelets write events about."""

from __future__ import annotations

from collections.abc import Iterator

from playground.kubernetes import jobs
from playground.kubernetes.autoscalers import blindness, planned
from playground.kubernetes.company import (
    BAD_ROLLOUT,
)
from playground.kubernetes.messages import warnings
from playground.kubernetes.states import State
from playground.kubernetes.surroundings import pending
from playground.kubernetes.told import About, Happening, of_node, of_pod, of_work
from playground.kubernetes.workloads import Sketch, uid
from playground.kubernetes.world import World

REPEATED = 240
"""Seconds after which a warning that still holds is written again."""
KEPT = 3600
"""Seconds for which an API server keeps events."""


def happenings(world: World, now: float) -> Iterator[Happening]:
    """Yield what is still remembered, in no order."""
    for pod in world.troubled():
        yield from _of_pod(pod, world, now)
    others = (
        *_of_nodes(world),
        *_of_rollout(world),
        *_of_jobs(world),
        *_of_claims(world, now),
        *_of_scaling(world, now),
        *world.told,
    )
    yield from (one for one in others if now - one.last < KEPT)


def _of_pod(pod: Sketch, world: World, now: float) -> Iterator[Happening]:
    path = ""
    if pod.state.loops or pod.state is State.NOT_READY:
        path = "spec.initContainers{migrate}" if pod.state is State.INIT_CRASH else "spec.containers{app}"
    about = of_pod(pod, path)
    first = max(pod.created + 5, world.began - KEPT + pod.spread % 300)
    last = max(first, pod.crashes(now)[1] + 1 if pod.state.loops else _lately(now, pod.spread))
    if pod.state is State.EVICTED:
        first = last = max(pod.created + 5, world.began - 1500 - pod.spread % 1500)
    if now - last >= KEPT:
        return
    lost = pod.node in world.machines.sick
    for reason, message in (("NodeNotReady", "Node is not ready"),) if lost else warnings(pod, world.nodes):
        source = {"FailedScheduling": "default-scheduler", "NodeNotReady": "node-controller"}.get(reason, "kubelet")
        node = world.node_name(pod.node) if pod.node >= 0 and source == "kubelet" else ""
        yield Happening(about, "Warning", reason, message, source, first, last, node)


def _lately(now: float, spread: int) -> int:
    """Return when a warning that holds all the time was written last."""
    return int(now) - (int(now) + spread) % REPEATED


def _of_nodes(world: World) -> Iterator[Happening]:
    machines = world.machines
    told = [(*one, "NodeNotReady", "node-controller") for one in machines.sick.items()]
    told += [(*one, "NodeReady", "kubelet") for one in machines.recovered.items()]
    told += [(*one, "NodeHasInsufficientMemory", "kubelet") for one in machines.pressed.items()]
    told += [(*one, "NodeNotSchedulable", "kubelet") for one in machines.cordoned.items()]
    for number, at, reason, source in told:
        name = world.node_name(number)
        node = name if source == "kubelet" else ""
        yield Happening(of_node(name), "Normal", reason, f"Node {name} status is now: {reason}", source, at, at, node)


def _of_rollout(world: World) -> Iterator[Happening]:
    work = world.work(("Deployment", *BAD_ROLLOUT))
    if world.calm or work is None or work.written is not None:
        return
    old, new = work.revisions
    for revision, way, after in ((new, "up", 1), (old, "down", 4)):
        pods, at = len(world.by_owner[work.namespace, revision.owner]), new.created + after
        message = f"Scaled {way} replica set {revision.owner} to {pods}"
        yield Happening(of_work(work), "Normal", "ScalingReplicaSet", message, "deployment-controller", at, at)


def _of_jobs(world: World) -> Iterator[Happening]:
    for work in world.workloads:
        pods = world.by_owner[work.namespace, work.name] if work.kind == "Job" else []
        if not pods:
            continue
        cron = About("CronJob", work.namespace, work.app, uid("CronJob", work.namespace, work.app), "batch/v1")
        at = work.created
        yield Happening(cron, "Normal", "SuccessfulCreate", f"Created job {work.name}", "cronjob-controller", at, at)
        if jobs.failed(pods):
            at, why = jobs.ended(work, pods), "Job has reached the specified backoff limit"
            yield Happening(of_work(work), "Warning", "BackoffLimitExceeded", why, "job-controller", at, at)


def _of_claims(world: World, now: float) -> Iterator[Happening]:
    for one in pending(calm=world.calm):
        about = About("PersistentVolumeClaim", one.namespace, one.name, one.uid, "v1")
        first, last = max(world.began - one.ago, world.began - KEPT), _lately(now, one.ago)
        yield Happening(about, one.kind, one.reason, one.message, one.source, first, last)


def _of_scaling(world: World, now: float) -> Iterator[Happening]:
    for work, plan in planned(world):
        if plan.now is None:
            own = uid("HorizontalPodAutoscaler", work.namespace, work.name)
            about = About("HorizontalPodAutoscaler", work.namespace, work.name, own, "autoscaling/v2")
            reason, message = blindness(work, plan)
            first, last, source = world.began - KEPT, _lately(now, 0), "horizontal-pod-autoscaler"
            yield Happening(about, "Warning", reason, message, source, first, last)
