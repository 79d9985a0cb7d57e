"""What the Kubernetes connector returns of logs: frozen records. Times are seconds since 1970; None: not known."""

from __future__ import annotations

import msgspec


class LogQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """Whose log, and how much of it.

    Attributes:
        namespace: "" to look for the name in all of them.
        kind: the workload's kind, e.g. `Deployment`, or `Pod`; "": a pod, else any workload.
        name: the pod's or the workload's; "" where `selector` picks the pods.
        selector: a label selector, or "".
        container: "" for the one that is most worth reading.
        previous: the container's run before the present one.
        since: how many seconds to look back; 0: as far as there are lines.
        tail: how many lines at most, of each container, the newest.
    """

    namespace: str = ""
    kind: str = ""
    name: str = ""
    selector: str = ""
    container: str = ""
    previous: bool = False
    since: int = 0
    tail: int = 2000


class Place(msgspec.Struct, frozen=True):
    """Something of a name that stands in several places: its namespace, its kind, its name."""

    namespace: str
    kind: str
    name: str


class ContainerLog(msgspec.Struct, frozen=True, kw_only=True):
    """What one container has logged.

    Attributes:
        namespace, pod, container: whose log it is.
        others: the pod's other containers, where none was named.
        why: why this container and this run were chosen, one phrase; "" where there was no choice.
        reason: what is wrong with the pod in one word; "" when nothing is.
        previous: whether it is the run before the present one.
        text: the lines, oldest first, each behind the time at which it was written; without secrets.
        cut: what is missing of it and why, one phrase; "" when nothing is.
        trouble: why there is none, one phrase; "" when there is.
    """

    namespace: str
    pod: str
    container: str
    others: tuple[str, ...] = ()
    why: str = ""
    reason: str = ""
    previous: bool = False
    text: bytes = b""
    cut: str = ""
    trouble: str = ""


class LogAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The logs that were asked for.

    Attributes:
        logs: the worst pod's first.
        pods: how many pods there are whose log could have been read.
        owner: the workload, e.g. `Deployment payments/checkout`; "" for a pod's own log.
        places: where there are several of the name and none was read, these.
    """

    logs: tuple[ContainerLog, ...] = ()
    pods: int = 0
    owner: str = ""
    places: tuple[Place, ...] = ()
