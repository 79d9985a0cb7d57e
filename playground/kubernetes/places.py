"""Makes the objects of nodes and namespaces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playground.kubernetes.company import SICK_FOR, SICK_NODES, STRAINED_NODE
from playground.kubernetes.durations import timestamp
from playground.kubernetes.pods import host_ip
from playground.kubernetes.workloads import uid
from playground.kubernetes.world import World

AGE = 120 * 86400
HEARTBEAT = 10
FIRST_VERSION = 300


def namespaces(world: World, now: float) -> Iterator[dict[str, Any]]:  # noqa: ARG001 - the same signature for every kind
    """Yield the namespaces."""
    for number, name in enumerate(world.namespaces):
        yield {
            "metadata": {
                "name": name,
                "uid": uid("Namespace", name),
                "resourceVersion": str(FIRST_VERSION - 100 + number),
                "creationTimestamp": timestamp(world.began - AGE),
                "labels": {"kubernetes.io/metadata.name": name},
            },
            "spec": {"finalizers": ["kubernetes"]},
            "status": {"phase": "Active"},
        }


def nodes(world: World, now: float) -> Iterator[dict[str, Any]]:
    """Yield the nodes."""
    for number in range(world.nodes):
        yield _node(world, number, now)


def _node(world: World, number: int, now: float) -> dict[str, Any]:
    name, sick = world.node_name(number), number in SICK_NODES
    taints = [
        {"key": "node.kubernetes.io/unreachable", "effect": effect, "timeAdded": timestamp(world.began - SICK_FOR)}
        for effect in ("NoSchedule", "NoExecute")
    ]
    room = {"ephemeral-storage": "101430960Ki", "memory": "65806460Ki", "pods": "110"}
    return {
        "metadata": {
            "name": name,
            "uid": uid("Node", name),
            "resourceVersion": str(FIRST_VERSION + number),
            "creationTimestamp": timestamp(world.began - AGE),
            "labels": {
                "kubernetes.io/arch": "amd64",
                "kubernetes.io/hostname": name,
                "kubernetes.io/os": "linux",
                "topology.kubernetes.io/zone": f"eu-west-1{'abc'[number % 3]}",
            },
        },
        "spec": {"providerID": f"demo://{name}", **({"taints": taints} if sick else {})},
        "status": {
            "capacity": {"cpu": "16", **room},
            "allocatable": {"cpu": "15", **room},
            "conditions": list(_conditions(world, number, sick, now)),
            "addresses": [{"type": "InternalIP", "address": host_ip(number)}, {"type": "Hostname", "address": name}],
            "daemonEndpoints": {"kubeletEndpoint": {"Port": 10250}},
            "nodeInfo": _info(name, world.version),
        },
    }


def _conditions(world: World, number: int, sick: bool, now: float) -> Iterator[dict[str, Any]]:
    beat = world.began - SICK_FOR - 40 if sick else int(now) - int(now) % HEARTBEAT
    pressed = number == STRAINED_NODE
    told = (
        ("MemoryPressure", str(pressed), "KubeletHasInsufficientMemory" if pressed else "KubeletHasSufficientMemory",
         f"kubelet has {'insufficient' if pressed else 'sufficient'} memory available"),
        ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
        ("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
        ("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
    )  # fmt: skip
    for kind, value, reason, message in told:
        since = world.began - (SICK_FOR if sick else 1800 if pressed and kind == "MemoryPressure" else AGE - 60)
        if sick:
            value, reason, message = "Unknown", "NodeStatusUnknown", "Kubelet stopped posting node status."
        yield {
            "type": kind,
            "status": value,
            "lastHeartbeatTime": timestamp(beat),
            "lastTransitionTime": timestamp(since),
            "reason": reason,
            "message": message,
        }


def _info(name: str, version: str) -> dict[str, str]:
    return {
        "machineID": uid("machine", name).replace("-", ""),
        "systemUUID": uid("system", name),
        "bootID": uid("boot", name),
        "kernelVersion": "6.1.0-21-amd64",
        "osImage": "Debian GNU/Linux 12 (bookworm)",
        "containerRuntimeVersion": "containerd://1.7.16",
        "kubeletVersion": version,
        "kubeProxyVersion": version,
        "operatingSystem": "linux",
        "architecture": "amd64",
    }
