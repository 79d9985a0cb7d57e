"""What is told of rollouts: flat frozen records. Times are seconds since 1970; None: not known."""

from __future__ import annotations

import msgspec

from connectors._kube.records import Unread
from connectors._kube.workloads.records import Standing


class ImageChange(msgspec.Struct, frozen=True):
    """A container's image before and after; "" where there was, or is, no such container."""

    container: str
    before: str
    after: str


class Rollout(msgspec.Struct, frozen=True, kw_only=True):
    """One template that a workload was given.

    Attributes:
        kind: `Deployment`, `StatefulSet`, `DaemonSet`, or whatever else looks after ReplicaSets.
        namespace: its namespace.
        name: its name.
        revision: the number that the cluster gives the template.
        at: when it was given; of a rollback, when that went on last, or the earliest that it can have been.
        first: whether it is the oldest of the workload that the cluster remembers; then `changes` has all its images.
        back: whether it is an older template that the workload was given again.
        changes: the images that are not what they were in the template before; empty where something else changed.
        manager: who changed the workload then, e.g. `kubectl-rollout`, `argocd-controller`; "" if that is not known.
        current: whether it is the newest that the workload has.
        standing: how the workload stands, if this is its current template and it could be read.
    """

    kind: str
    namespace: str
    name: str
    revision: int
    at: float
    first: bool = False
    back: bool = False
    changes: tuple[ImageChange, ...] = ()
    manager: str = ""
    current: bool = True
    standing: Standing | None = None


class RolloutList(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to the question what changed.

    Attributes:
        since: from when on.
        looked_at: how many templates, of all ages, were looked at.
        found: how many rollouts there were.
        rollouts: the newest of them, newest first, as many as were wanted.
        unread: namespaces, or kinds in all of them (then `namespace` is e.g. `controllerrevisions`), not looked at.
    """

    since: float
    looked_at: int
    found: int
    rollouts: tuple[Rollout, ...]
    unread: tuple[Unread, ...] = ()
