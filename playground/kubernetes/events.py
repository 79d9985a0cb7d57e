"""Makes the events that go with what went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playground.kubernetes.company import BAD_ROLLOUT, SICK_FOR, SICK_NODES
from playground.kubernetes.durations import moment, timestamp
from playground.kubernetes.messages import warnings
from playground.kubernetes.states import State
from playground.kubernetes.workloads import Sketch, uid
from playground.kubernetes.world import World

SOURCES = {
    "FailedScheduling": "default-scheduler",
    "NodeNotReady": "node-controller",
    "BackoffLimitExceeded": "job-controller",
    "ScalingReplicaSet": "deployment-controller",
}
REPEATED = 240
"""Seconds after which a warning that still holds is written again."""
KEPT = 3600
"""Seconds for which an API server keeps events."""
FIRST_VERSION = 900_000


def _event(
    about: dict[str, str], of: tuple[str, str, str], times: tuple[int, int], count: int, node: str = ""
) -> dict[str, Any]:
    """Return an event about an object: (type, reason, message), first and last seen (seconds since 1970), how often."""
    kind, reason, message = of
    first, last = times
    namespace = about.get("namespace", "default")
    name = f"{about['name']}.{int(uid(about['uid'], reason, message)[:8], 16) << 20 | first & 0xFFFFF:016x}"
    component = SOURCES.get(reason, "kubelet")
    return {
        "metadata": {
            "name": name,
            "namespace": namespace,
            "uid": uid("Event", namespace, name),
            "resourceVersion": str(FIRST_VERSION + last % 100_000),
            "creationTimestamp": timestamp(first),
        },
        "involvedObject": about,
        "reason": reason,
        "message": message,
        "source": {"component": component, **({"host": node} if node and component == "kubelet" else {})},
        "firstTimestamp": timestamp(first),
        "lastTimestamp": timestamp(last),
        "count": count,
        "type": kind,
        "eventTime": None,
        "reportingComponent": "",
        "reportingInstance": "",
    }


def _of_pod(pod: Sketch, world: World, now: float) -> Iterator[dict[str, Any]]:
    about = {
        "kind": "Pod",
        "namespace": pod.namespace,
        "name": pod.name,
        "uid": uid("Pod", pod.namespace, pod.name),
        "apiVersion": "v1",
    }
    if pod.state.loops or pod.state is State.NOT_READY:
        about["fieldPath"] = "spec.initContainers{migrate}" if pod.state is State.INIT_CRASH else "spec.containers{app}"
    first = max(pod.created + 5, world.began - KEPT + pod.spread % 300)
    last = max(first, pod.crashes(now)[1] + 1 if pod.state.loops else int(now) - (int(now) + pod.spread) % REPEATED)
    if pod.state is State.EVICTED:
        first = last = max(pod.created + 5, world.began - 1500 - pod.spread % 1500)
    if now - last >= KEPT:
        return
    node = world.node_name(pod.node) if pod.node >= 0 else ""
    for reason, message in warnings(pod, world.nodes):
        yield _event(about, ("Warning", reason, message), (first, last), 1 + (last - first) // 60, node)


def _of_nodes(world: World) -> Iterator[dict[str, Any]]:
    at = world.began - SICK_FOR
    for number in SICK_NODES:
        name = world.node_name(number)
        about = {"kind": "Node", "name": name, "uid": name}
        yield _event(about, ("Normal", "NodeNotReady", f"Node {name} status is now: NodeNotReady"), (at, at), 1)


def _of_rollout(world: World) -> Iterator[dict[str, Any]]:
    work = next(work for work in world.workloads if (work.namespace, work.name) == BAD_ROLLOUT)
    old, new = work.revisions
    about = {
        "kind": "Deployment",
        "namespace": work.namespace,
        "name": work.name,
        "uid": work.own_uid,
        "apiVersion": "apps/v1",
    }
    for revision, way, after in ((new, "up", 1), (old, "down", 4)):
        pods = len(world.by_owner[work.namespace, revision.owner])
        message = f"Scaled {way} replica set {revision.owner} to {pods}"
        yield _event(about, ("Normal", "ScalingReplicaSet", message), (new.created + after, new.created + after), 1)


def _of_jobs(world: World) -> Iterator[dict[str, Any]]:
    for work in world.workloads:
        pods = world.by_owner[work.namespace, work.name] if work.kind == "Job" else []
        if pods and pods[0].state is State.FAILED:
            about = {
                "kind": "Job",
                "namespace": work.namespace,
                "name": work.name,
                "uid": work.own_uid,
                "apiVersion": "batch/v1",
            }
            at = max(pod.created for pod in pods) + 700
            why = "Job has reached the specified backoff limit"
            yield _event(about, ("Warning", "BackoffLimitExceeded", why), (at, at), 1)


def events(world: World, now: float) -> Iterator[dict[str, Any]]:
    """Yield the events, in no order. As on a real server an event is gone an hour after it was last seen."""
    for pod in world.troubled():
        yield from _of_pod(pod, world, now)
    for event in (*_of_nodes(world), *_of_rollout(world), *_of_jobs(world)):
        if now - moment(event["lastTimestamp"]) < KEPT:
            yield event
