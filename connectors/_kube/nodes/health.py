"""Says what is wrong with a node. Pure functions.

A condition tells of a trouble when it is True (MemoryPressure, KernelDeadlock), but for those that tell of being well:
Ready, and what some clouds add by names that end likewise (StorageReady), which should be True.
"""

from __future__ import annotations

from collections.abc import Iterable

from connectors._kube.diagnosis import head
from connectors._kube.nodes.objects import NodeObject, Taint
from connectors._kube.nodes.records import Node
from connectors._kube.objects import PodCondition, seconds

READY = "Ready"
_GOOD = ("Ready", "Healthy")
_ROLE = "node-role.kubernetes.io/"
_TOLD = ("node.kubernetes.io/", "node.cloudprovider.kubernetes.io/shutdown")
"""Keys of taints that the control plane sets for the conditions, and for being cordoned, which are told anyhow."""


def is_bad(condition: PodCondition) -> bool:
    """Return whether the condition is not as it should be."""
    if condition.type.endswith(_GOOD):
        return condition.status != "True"
    return condition.status == "True"


def node_of(node: NodeObject) -> Node:
    """Return the record of a node. One that says nothing of being ready is not."""
    conditions = node.status.conditions or ()
    ready = next((c for c in conditions if c.type == READY), PodCondition(READY, "Unknown"))
    others = [c for c in conditions if c.type != READY and is_bad(c)]
    worst = ready if ready.status != "True" else next(iter(others), None)
    return Node(
        name=node.metadata.name,
        ready=ready.status == "True",
        troubles=tuple(sorted(c.type for c in others)),
        reason=worst.reason if worst else "",
        message=head(worst.message) if worst else "",
        since=seconds(worst.last_transition_time) if worst else None,
        cordoned=node.spec.unschedulable,
        taints=tuple(_taints(node.spec.taints or ())),
        roles=tuple(sorted(k.removeprefix(_ROLE) for k in node.metadata.labels or () if k.startswith(_ROLE))),
        version=node.status.node_info.kubelet_version,
        created=seconds(node.metadata.creation_timestamp),
    )


def badness(node: Node) -> tuple[bool, bool, bool, str]:
    """Return the key by which the worst node comes first."""
    return (node.ready, not node.troubles, not node.cordoned, node.name)


def _taints(taints: Iterable[Taint]) -> Iterable[str]:
    for taint in taints:
        if not taint.key.startswith(_TOLD):
            value = f"={taint.value}" if taint.value else ""
            yield f"{taint.key}{value}:{taint.effect}"
