"""What is wrong with a node, and what its pods ask of it."""

from typing import Any

import msgspec
import pytest

from connectors._kube.nodes.health import badness, node_of
from connectors._kube.nodes.objects import NodeObject, RequestingPod
from connectors._kube.nodes.requests import needs, shares, whole


def node(*conditions: tuple[str, str], **parts: Any) -> NodeObject:
    """Return a node as the server tells it, with these conditions."""
    told = [{"type": kind, "status": status, "reason": f"{kind}Is{status}"} for kind, status in conditions]
    shape = {"metadata": {"name": "n"}, "status": {"conditions": told, "allocatable": {"cpu": "4", "memory": "8Gi"}}}
    return msgspec.convert(shape | parts, NodeObject)


def pod(
    *containers: dict[str, Any], inits: tuple[dict[str, Any], ...] = (), phase: str = "Running", **spec: Any
) -> RequestingPod:
    """Return a pod that asks for this."""
    shape = {"spec": {"containers": containers, "initContainers": inits, **spec}, "status": {"phase": phase}}
    return msgspec.convert(shape, RequestingPod)


def asks(cpu: str, **parts: Any) -> dict[str, Any]:
    """Return a container that asks for so much CPU."""
    return {"resources": {"requests": {"cpu": cpu}}, **parts}


@pytest.mark.parametrize("status", ["False", "Unknown"])
def test_a_node_whose_ready_is_not_true_is_not_ready(status: str) -> None:
    """Unknown is what a node says that says nothing any more."""
    found = node_of(node(("Ready", status)))
    assert (found.ready, found.reason, found.unwell) == (False, f"ReadyIs{status}", True)


def test_a_node_that_says_nothing_is_not_ready() -> None:
    """One that has just registered, or whose kubelet never came up."""
    assert not node_of(node()).ready


def test_a_condition_that_is_true_is_a_trouble() -> None:
    """Whatever its name: detectors add their own."""
    found = node_of(node(("Ready", "True"), ("KernelDeadlock", "True"), ("DiskPressure", "False")))
    assert (found.ready, found.troubles, found.reason) == (True, ("KernelDeadlock",), "KernelDeadlockIsTrue")


def test_a_condition_that_tells_of_being_well_is_a_trouble_when_it_is_not_true() -> None:
    """Some clouds add `StorageReady`; to call it a trouble would make every node of theirs unwell."""
    assert node_of(node(("Ready", "True"), ("StorageReady", "True"))).troubles == ()
    assert node_of(node(("Ready", "True"), ("StorageReady", "False"))).troubles == ("StorageReady",)


def test_taints_that_only_repeat_the_conditions_are_left_out() -> None:
    """They are told already."""
    taints = [
        {"key": "node.kubernetes.io/not-ready", "effect": "NoExecute"},
        {"key": "dedicated", "value": "gpu", "effect": "NoSchedule"},
        {"key": "spot", "effect": "NoSchedule"},
    ]
    found = node_of(node(("Ready", "True"), spec={"unschedulable": True, "taints": taints}))
    assert found.taints == ("dedicated=gpu:NoSchedule", "spot:NoSchedule")
    assert found.cordoned
    assert not found.unwell


def test_roles_are_read_from_the_labels() -> None:
    """A control plane node that is away is another matter."""
    labels = {"node-role.kubernetes.io/control-plane": "", "zone": "a"}
    assert node_of(node(metadata={"name": "n", "labels": labels})).roles == ("control-plane",)


def test_the_worst_node_comes_first() -> None:
    """Not ready, then unwell, then cordoned, then by name."""
    lost, full = node_of(node(("Ready", "False"))), node_of(node(("Ready", "True"), ("MemoryPressure", "True")))
    cordoned, well = node_of(node(("Ready", "True"), spec={"unschedulable": True})), node_of(node(("Ready", "True")))
    assert sorted([well, cordoned, full, lost], key=badness) == [lost, full, cordoned, well]


def test_a_pod_needs_what_its_containers_need_together() -> None:
    """And its runtime on top."""
    assert whole("cpu", needs(pod(asks("100m"), asks("0.25"), overhead={"cpu": "50m"}))["cpu"]) == 400


def test_init_containers_run_one_after_the_other() -> None:
    """Only the largest counts, and only if it is larger than what comes after."""
    assert whole("cpu", needs(pod(asks("1"), inits=(asks("2"), asks("3"))))["cpu"]) == 3000
    assert whole("cpu", needs(pod(asks("4"), inits=(asks("2"), asks("3"))))["cpu"]) == 4000


def test_a_sidecar_counts_with_what_runs_beside_it() -> None:
    """With the containers, and with the init containers that come after it."""
    sidecar = asks("1", restartPolicy="Always")
    assert whole("cpu", needs(pod(asks("1"), inits=(sidecar, asks("3"))))["cpu"]) == 4000
    assert whole("cpu", needs(pod(asks("1"), inits=(asks("3"), sidecar)))["cpu"]) == 3000
    assert whole("cpu", needs(pod(asks("3"), inits=(sidecar,)))["cpu"]) == 4000


def test_pods_that_are_over_take_no_room() -> None:
    """They stay in the list for days."""
    found = {one.resource: one for one in shares(node(), [pod(asks("1")), pod(asks("1"), phase="Failed")])}
    assert (found["cpu"].requested, found["cpu"].allocatable) == (1000, 4000)


def test_amounts_are_exact_and_rounded_up_as_the_scheduler_does() -> None:
    """0.1 + 0.2 is not 0.30000000000000004 cores."""
    assert whole("cpu", needs(pod(asks("0.1"), asks("0.2")))["cpu"]) == 300
    assert whole("cpu", needs(pod(asks("100n")))["cpu"]) == 1


def test_what_no_pod_asks_for_is_not_told_unless_every_node_has_it() -> None:
    """Sixteen kinds of huge pages are noise; a graphics card that is taken is not."""
    has = {"cpu": "4", "memory": "8Gi", "pods": "110", "hugepages-2Mi": "0", "nvidia.com/gpu": "2"}
    gpu = {"resources": {"requests": {"nvidia.com/gpu": "1"}}}
    found = shares(node(status={"allocatable": has}), [pod(gpu)])
    assert [share.resource for share in found] == ["cpu", "memory", "pods", "nvidia.com/gpu"]
