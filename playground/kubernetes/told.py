"""What events tell: what happened to which object."""

from __future__ import annotations

from dataclasses import dataclass

from playground.kubernetes.workloads import Sketch, Workload, uid


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


def of_work(work: Workload) -> About:
    """Return the reference to a workload."""
    return About(work.kind, work.namespace, work.name, work.own_uid, "batch/v1" if work.kind == "Job" else "apps/v1")


def of_pod(pod: Sketch, path: str = "") -> About:
    """Return the reference to a pod, or to a part of it."""
    return About("Pod", pod.namespace, pod.name, uid("Pod", pod.namespace, pod.name), "v1", path)


def of_node(name: str) -> About:
    """Return the reference to a node, which the kubelet and the node controller identify by its name."""
    return About("Node", "", name, name, "")
