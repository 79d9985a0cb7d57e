"""Makes the objects of nodes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playground.kubernetes.company import CORDONED_AGO, CORDONED_NODE, SICK_FOR, SICK_NODES, STRAINED_AGO, STRAINED_NODE
from playground.kubernetes.durations import DAY, timestamp
from playground.kubernetes.pods import host_ip
from playground.kubernetes.workloads import uid
from playground.kubernetes.world import World

AGE = 120 * DAY
HEARTBEAT = 10
FIRST_VERSION = 300
REGION, TYPE = "eu-west-1", "m6i.4xlarge"


def objects(world: World, now: float) -> Iterator[dict[str, Any]]:
    """Yield the nodes."""
    for number in range(world.nodes):
        yield _node(world, number, now)


def _node(world: World, number: int, now: float) -> dict[str, Any]:
    name, sick = world.node_name(number), number in SICK_NODES
    taints = list(_taints(world, number))
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
                "node.kubernetes.io/instance-type": TYPE,
                "topology.kubernetes.io/region": REGION,
                "topology.kubernetes.io/zone": f"{REGION}{'abc'[number % 3]}",
            },
        },
        "spec": {
            "providerID": f"demo://{name}",
            **({"unschedulable": True} if number == CORDONED_NODE else {}),
            **({"taints": taints} if taints else {}),
        },
        "status": {
            "capacity": {"cpu": "16", "ephemeral-storage": "104845292Ki", "memory": "65806460Ki", "pods": "110"},
            "allocatable": {"cpu": "15", "ephemeral-storage": "96625420993", "memory": "62660732Ki", "pods": "110"},
            "conditions": list(_conditions(world, number, sick, now)),
            "addresses": [{"type": "InternalIP", "address": host_ip(number)}, {"type": "Hostname", "address": name}],
            "daemonEndpoints": {"kubeletEndpoint": {"Port": 10250}},
            "nodeInfo": _info(name, world.version),
        },
    }


def _taints(world: World, number: int) -> Iterator[dict[str, Any]]:
    """Yield the taints that the node controller gives a node (kubernetes.io/docs/reference/labels-annotations-taints)."""
    if number in SICK_NODES:
        for effect in ("NoSchedule", "NoExecute"):
            yield {"key": "node.kubernetes.io/unreachable", "effect": effect, "timeAdded": timestamp(world.began - SICK_FOR)}
    if number == STRAINED_NODE:
        yield {"key": "node.kubernetes.io/memory-pressure", "effect": "NoSchedule",
               "timeAdded": timestamp(world.began - STRAINED_AGO)}  # fmt: skip
    if number == CORDONED_NODE:
        yield {"key": "node.kubernetes.io/unschedulable", "effect": "NoSchedule",
               "timeAdded": timestamp(world.began - CORDONED_AGO)}  # fmt: skip


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
        since = world.began - (SICK_FOR if sick else STRAINED_AGO if pressed and kind == "MemoryPressure" else AGE - 60)
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
