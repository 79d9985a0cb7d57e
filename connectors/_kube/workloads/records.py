"""What is told of workloads: flat frozen records. Times are seconds since 1970; None: not known."""

from __future__ import annotations

from typing import Literal

import msgspec

from connectors._kube.records import Count, Owner, Unread

WorkloadQuestion = Literal["all", "unhealthy"]

State = Literal["steady", "rolling", "stuck", "short", "paused", "stopped", "unseen"]
"""How a workload stands: as it was asked for; a rollout goes on; a rollout does not go on; no rollout, but pods are not
ready; its rollout is halted on purpose; scaled to 0; its controller has not looked at the newest wish yet."""


class Image(msgspec.Struct, frozen=True):
    """A container of the template, and its image."""

    container: str
    image: str


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """One workload, and how it stands.

    Attributes:
        kind: `Deployment`, `StatefulSet` or `DaemonSet`.
        namespace: its namespace.
        name: its name.
        state: see `State`.
        desired: pods that it should have; of a DaemonSet, on how many nodes.
        ready: pods of it that are ready.
        updated: pods that are of the newest template.
        pods: pods that it has, of whatever template.
        reason: one word of the server's for why it is stuck, e.g. `ProgressDeadlineExceeded`, `FailedCreate`; else "".
        message: the words to it, at most 300 characters.
        since: since when it is as it is, where the server tells.
        created: when it was created.
        revision: of a Deployment, the number of its newest template; else "".
    """

    kind: str
    namespace: str
    name: str
    state: State
    desired: int
    ready: int
    updated: int
    pods: int
    reason: str = ""
    message: str = ""
    since: float | None = None
    created: float | None = None
    revision: str = ""

    @property
    def unhealthy(self) -> bool:
        """Whether it is not as somebody wants it to be: fewer pods ready than asked for, stuck, or not looked at."""
        return self.ready < self.desired or self.state in ("stuck", "unseen")


class WorkloadList(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to one question about workloads.

    Attributes:
        question: what was asked.
        looked_at: how many workloads were looked at.
        found: how many of them answer the question.
        states: how many of those are in each state, most first.
        workloads: those that answer the question, worst first, as many as were wanted.
        unread: namespaces, or kinds in all of them (then `namespace` is e.g. `daemonsets`), that could not be looked at.
    """

    question: WorkloadQuestion
    looked_at: int
    found: int
    states: tuple[Count, ...]
    workloads: tuple[Standing, ...]
    unread: tuple[Unread, ...] = ()


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A workload that was asked for by name.

    Attributes:
        standing: how it stands.
        images: its template's containers, init containers first.
        selector: the label selector of its pods, in the server's own syntax.
        owner: what looks after it, if anything does.
    """

    standing: Standing
    images: tuple[Image, ...]
    selector: str
    owner: Owner | None = None
