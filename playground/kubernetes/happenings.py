"""What has happened in the world that controllers and kubelets write events about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from playground.kubernetes import jobs
from playground.kubernetes.autoscalers import blindness, planned
from playground.kubernetes.company import (
    BAD_ROLLOUT,
    CORDONED_AGO,
    CORDONED_NODE,
    SICK_FOR,
    SICK_NODES,
    STRAINED_AGO,
    STRAINED_NODE,
)
from playground.kubernetes.messages import warnings
from playground.kubernetes.states import State
from playground.kubernetes.surroundings import PENDING
from playground.kubernetes.workloads import Sketch, Workload, uid
from playground.kubernetes.world import World

REPEATED = 240
"""Seconds after which a warning that still holds is written again."""
KEPT = 3600
"""Seconds for which an API server keeps events."""


@dataclass(frozen=True, slots=True)
class About:
    """Which object something happened to; `path` is the part of it."""

    kind: str
    namespace: str
    name: str
    uid: str
    api_version: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened, once or again and again.

    Attributes:
        kind: `Normal` or `Warning`.
        source: the program that says it.
        first, last: when, in seconds since 1970.
        node: the node that the program runs on, if it matters.
    """

    about: About
    kind: str
    reason: str
    message: str
    source: str
    first: int
    last: int
    node: str = ""

    @property
    def count(self) -> int:
        """How often it happened: about once a minute."""
        return 1 + (self.last - self.first) // 60


def happenings(world: World, now: float) -> Iterator[Happening]:
    """Yield what is still remembered, in no order."""
    for pod in world.troubled():
        yield from _of_pod(pod, world, now)
    others = (*_of_nodes(world), *_of_rollout(world), *_of_jobs(world), *_of_claims(world, now), *_of_scaling(world, now))
    yield from (one for one in others if now - one.last < KEPT)


def of_work(work: Workload) -> About:
    """Return the reference to a workload."""
    return About(work.kind, work.namespace, work.name, work.own_uid, "batch/v1" if work.kind == "Job" else "apps/v1")


def _of_pod(pod: Sketch, world: World, now: float) -> Iterator[Happening]:
    path = ""
    if pod.state.loops or pod.state is State.NOT_READY:
        path = "spec.initContainers{migrate}" if pod.state is State.INIT_CRASH else "spec.containers{app}"
    about = About("Pod", pod.namespace, pod.name, uid("Pod", pod.namespace, pod.name), "v1", path)
    first = max(pod.created + 5, world.began - KEPT + pod.spread % 300)
    last = max(first, pod.crashes(now)[1] + 1 if pod.state.loops else _lately(now, pod.spread))
    if pod.state is State.EVICTED:
        first = last = max(pod.created + 5, world.began - 1500 - pod.spread % 1500)
    if now - last >= KEPT:
        return
    for reason, message in warnings(pod, world.nodes):
        source = {"FailedScheduling": "default-scheduler", "NodeNotReady": "node-controller"}.get(reason, "kubelet")
        node = world.node_name(pod.node) if pod.node >= 0 and source == "kubelet" else ""
        yield Happening(about, "Warning", reason, message, source, first, last, node)


def _lately(now: float, spread: int) -> int:
    """Return when a warning that holds all the time was written last."""
    return int(now) - (int(now) + spread) % REPEATED


def _of_nodes(world: World) -> Iterator[Happening]:
    told = [(number, SICK_FOR, "NodeNotReady", "node-controller") for number in SICK_NODES]
    told += [(STRAINED_NODE, STRAINED_AGO, "NodeHasInsufficientMemory", "kubelet"),
             (CORDONED_NODE, CORDONED_AGO, "NodeNotSchedulable", "kubelet")]  # fmt: skip
    for number, ago, reason, source in told:
        name, at = world.node_name(number), world.began - ago
        about = About("Node", "", name, name, "")
        node = name if source == "kubelet" else ""
        yield Happening(about, "Normal", reason, f"Node {name} status is now: {reason}", source, at, at, node)


def _of_rollout(world: World) -> Iterator[Happening]:
    work = next(work for work in world.workloads if (work.namespace, work.name) == BAD_ROLLOUT)
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
    for one in PENDING:
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
