"""What is told of nodes: flat frozen records. Times are seconds since 1970; None: not known."""

from __future__ import annotations

from typing import Literal

import msgspec

from connectors._kube.records import Condition, Pod

NodeQuestion = Literal["all", "notready", "pressure"]


class Node(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One node.

    Attributes:
        name: its name.
        ready: whether its condition Ready is True.
        troubles: its conditions that should not be as they are, but for Ready, e.g. `MemoryPressure`.
        reason: of the worst of its troubles, one word of the server's, e.g. `NodeStatusUnknown`; "" where all is well.
        message: the words to it, at most 300 characters.
        since: when that trouble began.
        cordoned: whether no new pods are put on it.
        taints: e.g. `dedicated=gpu:NoSchedule`; those that only repeat its conditions are left out.
        roles: e.g. `control-plane`.
        version: the kubelet's, e.g. `v1.29.4`.
        created: when it joined.
    """

    name: str
    ready: bool
    troubles: tuple[str, ...] = ()
    reason: str = ""
    message: str = ""
    since: float | None = None
    cordoned: bool = False
    taints: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    version: str = ""
    created: float | None = None

    @property
    def unwell(self) -> bool:
        """Whether something is wrong with it; to be cordoned is not."""
        return not self.ready or bool(self.troubles)


class NodeList(msgspec.Struct, frozen=True):
    """The answer to one question about nodes.

    Attributes:
        question: what was asked.
        looked_at: how many nodes were looked at.
        not_ready: how many of them are not ready.
        pressed: how many of them are under pressure of memory, disk or processes.
        found: how many of them answer it.
        nodes: those: not ready ones first, then unwell ones, cordoned ones, others; each by name; as many as
            were wanted.
    """

    question: NodeQuestion
    looked_at: int
    not_ready: int
    pressed: int
    found: int
    nodes: tuple[Node, ...]


class Share(msgspec.Struct, frozen=True):
    """How much of a resource the pods on a node have asked for, of how much there is.

    Attributes:
        resource: e.g. `cpu`, `memory`, `pods`, `nvidia.com/gpu`.
        requested: in thousandths of a core for `cpu`, else in whole units: bytes, pods, devices.
        allocatable: likewise.
    """

    resource: str
    requested: int
    allocatable: int


class NodeDetail(msgspec.Struct, frozen=True, kw_only=True):
    """One node in detail.

    Attributes:
        node: as in a list.
        conditions: as the server tells them, and which of them are as they should not be.
        bad: the types of those that are not as they should be.
        shares: cpu, memory and pods first, then the others by name; empty if its pods could not be read.
        pods: how many run on it or are to run on it.
        failing: those of them that fail, newest trouble first.
        pods_unread: why its pods could not be read, "" if they were.
    """

    node: Node
    conditions: tuple[Condition, ...]
    bad: tuple[str, ...]
    shares: tuple[Share, ...] = ()
    pods: int = 0
    failing: tuple[Pod, ...] = ()
    pods_unread: str = ""
