"""Makes the objects of nodes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

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
        yield made(world, number, now)


def made(world: World, number: int, now: float) -> dict[str, Any]:
    """Return the node with this number."""
    name, written = world.node_name(number), world.machines.written.get(number, {})
    taints = [*_taints(world, number), *written.get("taints", ())]
    return {
        "metadata": written.get("metadata") or _metadata(world, number),
        "spec": {
            "providerID": f"demo://{name}",
            **({"unschedulable": True} if number in world.machines.cordoned else {}),
            **({"taints": taints} if taints else {}),
        },
        "status": {
            "capacity": {"cpu": "16", "ephemeral-storage": "104845292Ki", "memory": "65806460Ki", "pods": "110"},
            "allocatable": {"cpu": "15", "ephemeral-storage": "96625420993", "memory": "62660732Ki", "pods": "110"},
            "conditions": list(_conditions(world, number, now)),
            "addresses": [{"type": "InternalIP", "address": host_ip(number)}, {"type": "Hostname", "address": name}],
            "daemonEndpoints": {"kubeletEndpoint": {"Port": 10250}},
            "nodeInfo": _info(name, world.version),
        },
    }


def _metadata(world: World, number: int) -> dict[str, Any]:
    name = world.node_name(number)
    return {
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
    }


def _taints(world: World, number: int) -> Iterator[dict[str, Any]]:
    """Yield the taints that the node controller gives a node (kubernetes.io/docs/reference/labels-annotations-taints)."""
    machines = world.machines
    if number in machines.sick:
        for effect in ("NoSchedule", "NoExecute"):
            yield {"key": "node.kubernetes.io/unreachable", "effect": effect, "timeAdded": timestamp(machines.sick[number])}
    if number in machines.pressed:
        yield {"key": "node.kubernetes.io/memory-pressure", "effect": "NoSchedule",
               "timeAdded": timestamp(machines.pressed[number])}  # fmt: skip
    if number in machines.cordoned:
        yield {"key": "node.kubernetes.io/unschedulable", "effect": "NoSchedule",
               "timeAdded": timestamp(machines.cordoned[number])}  # fmt: skip


def _conditions(world: World, number: int, now: float) -> Iterator[dict[str, Any]]:
    machines = world.machines
    sick, pressed = machines.sick.get(number), machines.pressed.get(number)
    beat = sick - 40 if sick else int(now) - int(now) % HEARTBEAT
    told = (
        ("MemoryPressure", str(pressed is not None), f"KubeletHas{'Insufficient' if pressed else 'Sufficient'}Memory",
         f"kubelet has {'insufficient' if pressed else 'sufficient'} memory available"),
        ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
        ("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
        ("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
    )  # fmt: skip
    for kind, value, reason, message in told:
        since = machines.recovered.get(number, world.began - AGE + 60)
        if pressed and kind == "MemoryPressure":
            since = pressed
        if sick:
            since, value, reason, message = sick, "Unknown", "NodeStatusUnknown", "Kubelet stopped posting node status."
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
