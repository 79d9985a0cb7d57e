"""What the Kubernetes connector returns: flat frozen records. Times are seconds since 1970; None: not known."""

from __future__ import annotations

from typing import Literal

import msgspec

Question = Literal["failed", "pending", "restarting", "all"]


class Scope(msgspec.Struct, frozen=True):
    """Which objects are asked about.

    Attributes:
        namespace: only this one; "" for all that the bot may see.
        selector: a label selector in the server's own syntax, e.g. `app=web,tier!=cache`; "" for every one.
    """

    namespace: str = ""
    selector: str = ""


class Pod(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One pod that answers the question.

    Attributes:
        namespace: its namespace.
        name: its name.
        owner_kind: the workload's kind as people know it: Deployment, StatefulSet, DaemonSet, CronJob, Job, …; "" for a
            bare pod, or where the pod was not read and no pod of its kin was.
        owner: the workload's name; "" as above.
        status: the server's Status cell, e.g. `CrashLoopBackOff`, `Init:0/1`, `Running`.
        reason: what is wrong in one word: CrashLoopBackOff, OOMKilled, Error, Evicted, ImagePullBackOff, ErrImagePull,
            CreateContainerConfigError, Unschedulable, Init:CrashLoopBackOff, NotReady, …; "" when nothing is.
        ready: the server's Ready cell, e.g. `1/2`.
        restarts: of all its containers.
        created: when it was created; from the Age cell (so rounded) if only its row was read.
        since: when it went bad, as far as the object tells; None if only its row was read.
        restarted: when a container last ended and was restarted.
        exit_code: of the container that failed.
        message: the last thing said about it: the container's termination message, else the kubelet's or scheduler's
            words; at most 300 characters.
        container: the container that is meant.
        node: where it runs; "" if nowhere yet.
        image: that container's image.
    """

    namespace: str
    name: str
    owner_kind: str = ""
    owner: str = ""
    status: str = ""
    reason: str = ""
    ready: str = ""
    restarts: int = 0
    created: float | None = None
    since: float | None = None
    restarted: float | None = None
    exit_code: int | None = None
    message: str = ""
    container: str = ""
    node: str = ""
    image: str = ""


class Workload(msgspec.Struct, frozen=True):
    """A workload of which pods were found.

    Attributes:
        namespace: its namespace.
        kind: e.g. `Deployment`.
        name: its name.
        found: how many of its pods answer the question; those cut from `PodList.pods` are counted too.
        pods: how many pods it has, completed and terminating ones left out.
        restarts: of all the pods that answer the question `all`; of another's, those of `PodList.pods` are all there are.
    """

    namespace: str
    kind: str
    name: str
    found: int
    pods: int
    restarts: int = 0


class Count(msgspec.Struct, frozen=True):
    """How often a word occurred."""

    word: str
    count: int


class Unread(msgspec.Struct, frozen=True):
    """A namespace whose pods could not be looked at, and why, in one plain phrase."""

    namespace: str
    reason: str


class PodList(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to one question about pods.

    Attributes:
        question: what was asked.
        looked_at: how many pods were looked at.
        namespaces: in how many namespaces.
        found: how many pods answer the question.
        pods: those pods; where there are over 5,000 of them, unless more are asked for, a part in which every workload
            occurs. Newest trouble first; for `restarting`, most restarts first.
        reasons: over all found: how many for each reason (for `all`: for each status), most first.
        workloads: the workloads of the found pods, most found first.
        statuses: over all that were looked at: how many pods have each status, most first.
        by_row: how many of the found were judged by the server's cells alone, as there were too many to read.
        unsure: for `restarting`: pods that have restarted at a time that the server does not tell and that was not read.
        unread: namespaces that could not be looked at.
    """

    question: Question
    looked_at: int
    namespaces: int
    found: int
    pods: tuple[Pod, ...]
    reasons: tuple[Count, ...] = ()
    workloads: tuple[Workload, ...] = ()
    statuses: tuple[Count, ...] = ()
    by_row: int = 0
    unsure: int = 0
    unread: tuple[Unread, ...] = ()


class Ended(msgspec.Struct, frozen=True):
    """How a container's run ended."""

    reason: str
    exit_code: int
    signal: int
    message: str
    started: float | None
    finished: float | None


class Container(msgspec.Struct, frozen=True, kw_only=True):
    """One container of a pod, as it is now.

    Attributes:
        name: its name.
        init: whether it is an init container.
        image: as the pod's specification names it.
        ready: whether it is ready.
        restarts: how often it was restarted.
        state: `running`, `waiting`, `terminated`, or "" where the kubelet has said nothing yet.
        reason: why it waits or ended, e.g. `CrashLoopBackOff`.
        message: the words to it, at most 300 characters.
        since: when the state began, where the server tells.
        exit_code: of the run that has ended, if `terminated`.
        last: how the run before this one ended.
    """

    name: str
    init: bool
    image: str
    ready: bool
    restarts: int
    state: str
    reason: str
    message: str
    since: float | None
    exit_code: int | None
    last: Ended | None


class Condition(msgspec.Struct, frozen=True):
    """One of the pod's conditions; `status` is `True`, `False` or `Unknown`."""

    type: str
    status: str
    reason: str
    message: str
    since: float | None


class PodEvent(msgspec.Struct, frozen=True):
    """One event about the pod; `type` is `Normal` or `Warning`, `at` when it last happened, `count` how often."""

    type: str
    reason: str
    message: str
    count: int
    at: float | None
    source: str


class Owner(msgspec.Struct, frozen=True):
    """One link of the chain from the pod up to its workload."""

    kind: str
    name: str


class PodDetail(msgspec.Struct, frozen=True, kw_only=True):
    """One pod in detail.

    Attributes:
        pod: what is wrong with it, in short, as in a list (`reason` is "" when nothing is).
        phase: the server's phase.
        address: its IP address, or "".
        service_account: the name of its service account.
        containers: its init containers, then the others.
        conditions: as the server tells them.
        owners: its controller first, the workload last; empty for a bare pod.
        events: the newest 10, newest first; empty if the bot may not read events (then `events_unread` says so).
        events_unread: why there are none, "" if they were read.
        deleting_since: when its deletion was asked for.
    """

    pod: Pod
    phase: str
    address: str
    service_account: str
    containers: tuple[Container, ...]
    conditions: tuple[Condition, ...]
    owners: tuple[Owner, ...]
    events: tuple[PodEvent, ...]
    events_unread: str = ""
    deleting_since: float | None = None


class PodAnswer(msgspec.Struct, frozen=True):
    """What was found under a pod's name.

    Attributes:
        detail: the pod, if exactly one has this name; else None.
        candidates: the pods of this name, if there are several, sorted by namespace.
    """

    detail: PodDetail | None
    candidates: tuple[Pod, ...] = ()
