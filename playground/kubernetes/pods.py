"""Makes a pod's object from its sketch, with the fields in the order in which the API server writes them."""

from __future__ import annotations

from typing import Any

from playground.kubernetes import messages
from playground.kubernetes.company import HOSTILE_MESSAGE, HOSTILE_POD, SICK_FOR
from playground.kubernetes.containers import EVICTED_AFTER, container_statuses, init_statuses, last_change
from playground.kubernetes.durations import timestamp
from playground.kubernetes.managed import managed_fields
from playground.kubernetes.sizes import quality
from playground.kubernetes.states import State
from playground.kubernetes.templates import labels, pod_spec, template_annotations
from playground.kubernetes.workloads import Sketch, uid
from playground.kubernetes.world import World

DELETED_AGO = 12
FIRST_VERSION = 4100
"""The resource version of the first pod; the others follow."""


def deleted_at(pod: Sketch) -> int:
    """Return when the pod was deleted, seconds since 1970; 0 if it was not."""
    if pod.state not in (State.TERMINATING, State.NODE_LOST):
        return 0
    if pod.since:
        return pod.since
    if pod.state is State.TERMINATING:
        return pod.began - DELETED_AGO
    return pod.began - SICK_FOR + EVICTED_AFTER


def ip(pod: Sketch) -> str:
    """Return the pod's address; "" if it has none."""
    if pod.state in (State.UNSCHEDULABLE, State.EVICTED):
        return ""
    return f"10.{2 + pod.index // 62500 % 250}.{pod.index // 250 % 250}.{pod.index % 250 + 2}"


def host_ip(node: int) -> str:
    """Return the address of the node with this number."""
    return f"10.1.{node // 250}.{node % 250 + 2}"


def metadata(pod: Sketch) -> dict[str, Any]:
    """Return the pod's `metadata`."""
    work, deleted = pod.workload, deleted_at(pod)
    annotations = {"checksum/config": f"{pod.index * 0x9E3779B97F4A7C15:064x}", "prometheus.io/scrape": "true"}
    if pod.name == HOSTILE_POD:
        annotations["runbook"] = HOSTILE_MESSAGE
    annotations |= template_annotations(pod.revision)
    return {
        "name": pod.name,
        **({"generateName": f"{pod.revision.owner}-"} if work.kind != "StatefulSet" else {}),
        "namespace": pod.namespace,
        "uid": uid("Pod", pod.namespace, pod.name),
        "resourceVersion": str(pod.version or FIRST_VERSION + pod.index),
        "creationTimestamp": timestamp(pod.created),
        **({"deletionTimestamp": timestamp(deleted + 30), "deletionGracePeriodSeconds": 30} if deleted else {}),
        "labels": labels(work, pod.revision),
        "annotations": annotations,
        "ownerReferences": [
            {
                "apiVersion": "batch/v1" if work.kind == "Job" else "apps/v1",
                "kind": work.owner_kind,
                "name": pod.revision.owner,
                "uid": work.owner_uid(pod.revision),
                "controller": True,
                "blockOwnerDeletion": True,
            }
        ],
        "managedFields": managed_fields(timestamp(pod.created), timestamp(last_change(pod, pod.began))),
    }


def _conditions(pod: Sketch, state: State, since: int, nodes: int) -> list[dict[str, Any]]:
    """Return the four conditions that every pod has, as they are in this state since `since`."""
    placed = state is not State.UNSCHEDULABLE
    done = state is State.COMPLETED
    ready = state in (State.RUNNING, State.FLAPPING, State.TERMINATING)
    begun = placed and state is not State.INIT_CRASH
    unready = {"reason": "PodCompleted"} if done else {
        "reason": "ContainersNotReady", "message": "containers with unready status: [app]"}  # fmt: skip
    made = timestamp(pod.created)

    def one(kind: str, well: bool, at: str, why: dict[str, str]) -> dict[str, Any]:
        told = {} if well else why
        return {"type": kind, "status": str(well), "lastProbeTime": None, "lastTransitionTime": at, **told}

    if not placed:
        return [one("PodScheduled", False, made, {"reason": "Unschedulable", "message": messages.scheduling(nodes)})]
    stuck = {"reason": "ContainersNotInitialized", "message": "containers with incomplete status: [migrate]"}
    return [
        one("Initialized", begun, made, stuck) | ({"reason": "PodCompleted"} if done else {}),
        one("Ready", ready, timestamp(since), unready),
        one("ContainersReady", ready, timestamp(since), unready),
        one("PodScheduled", True, made, {}),
    ]


def status(pod: Sketch, now: float, nodes: int) -> dict[str, Any]:
    """Return the pod's `status` at this moment, in a cluster of so many nodes."""
    state = pod.state_at(now)
    told: dict[str, Any] = {"phase": state.phase}
    if state is State.EVICTED:
        return told | {"message": messages.EVICTED, "reason": "Evicted", "startTime": timestamp(pod.created)}
    told["conditions"] = _conditions(pod, state, last_change(pod, now), nodes)
    if state is State.NODE_LOST:
        told |= {"message": messages.NODE_LOST.format(node=pod.node, name=pod.name), "reason": "NodeLost"}
    if state is State.UNSCHEDULABLE:
        return told | {"qosClass": quality(pod.workload)}
    address, inits = ip(pod), init_statuses(pod, state, now)
    return told | {
        "hostIP": host_ip(pod.node),
        "podIP": address,
        "podIPs": [{"ip": address}],
        "startTime": timestamp(pod.created),
        **({"initContainerStatuses": inits} if inits else {}),
        "containerStatuses": container_statuses(pod, state, now),
        "qosClass": quality(pod.workload),
    }


def pod_object(pod: Sketch, world: World, now: float) -> dict[str, Any]:
    """Return the whole pod as it stands in a list: without `kind` and `apiVersion`."""
    node = world.node_name(pod.node) if pod.node >= 0 else ""
    return {
        "metadata": metadata(pod),
        "spec": pod_spec(pod.workload, pod.revision, node),
        "status": status(pod, now, world.nodes),
    }


def pod_shown(pod: Sketch, world: World, now: float) -> dict[str, Any]:
    """Return the pod with only as much of its metadata as a table's row is made of: half the work of the whole."""
    deleted = {"deletionTimestamp": timestamp(deleted_at(pod) + 30)} if deleted_at(pod) else {}
    return {
        "metadata": {"name": pod.name, "creationTimestamp": timestamp(pod.created), **deleted},
        "spec": pod_spec(pod.workload, pod.revision, world.node_name(pod.node) if pod.node >= 0 else ""),
        "status": status(pod, now, world.nodes),
    }


def pod_fields(pod: Sketch, world: World, now: float) -> dict[str, str]:
    """Return the values of all fields that a pod can be selected by, without making the pod."""
    address = ip(pod)
    return {
        "metadata.name": pod.name,
        "metadata.namespace": pod.namespace,
        "spec.nodeName": world.node_name(pod.node) if pod.node >= 0 else "",
        "spec.restartPolicy": "Never" if pod.workload.kind == "Job" else "Always",
        "spec.schedulerName": "default-scheduler",
        "spec.serviceAccountName": "default",
        "status.phase": pod.state_at(now).phase,
        "status.podIP": address,
        "status.podIPs": address,
        "status.nominatedNodeName": "",
    }
