"""The statuses of a pod's containers, as the kubelet reports them."""

from __future__ import annotations

from typing import Any

from playground.kubernetes import messages
from playground.kubernetes.company import SICK_FOR
from playground.kubernetes.durations import timestamp
from playground.kubernetes.states import READY_AFTER, State
from playground.kubernetes.templates import containers, init_containers
from playground.kubernetes.workloads import Sketch

EXITS = {State.OOM_KILLED: (137, "OOMKilled", 40), State.FLAPPING: (2, "Error", 1200)}
"""Exit code, reason, and seconds that the container ran before it ended; otherwise 1, `Error` and a few seconds."""
EVICTED_AFTER = 300
"""Seconds after which pods are deleted from a node that does not answer (their toleration)."""
NOT_READY_AGO = 12 * 60
WAITING = frozenset(
    {State.IMAGE_PULL_BACK_OFF, State.ERR_IMAGE_PULL, State.CONFIG_ERROR, State.CRASH_LOOP, State.OOM_KILLED}
)
ENDED = frozenset({State.COMPLETED, State.FAILED})


def last_change(pod: Sketch, now: float) -> int:
    """Return when the pod became ready or ceased to be, in seconds since 1970."""
    if pod.since:
        return pod.since - (EVICTED_AFTER if pod.state is State.NODE_LOST else 0)
    if pod.state is State.NOT_READY:
        return pod.began - NOT_READY_AGO - pod.spread % 1800
    if pod.state is State.NODE_LOST:
        return pod.began - SICK_FOR
    if pod.state is State.STARTING and now - pod.created >= READY_AFTER:
        return pod.created + int(READY_AFTER)
    if pod.state in ENDED:
        return pod.created + 45 + pod.spread % 600
    if pod.state is State.FLAPPING:
        return pod.crashes(now)[1] + 15
    return pod.created + (8 if pod.state is State.RUNNING else 2)


def _ended(pod: Sketch, number: int, at: int) -> dict[str, Any]:
    """Return the `terminated` of a container that failed at this moment."""
    code, reason, ran = EXITS.get(pod.state, (1, "Error", 3 + pod.spread % 5))
    words = messages.last_words(pod)
    return {
        "exitCode": code,
        "reason": reason,
        **({"message": words} if words else {}),
        "startedAt": timestamp(max(pod.created, at - ran)),
        "finishedAt": timestamp(at),
        "containerID": _identity(pod, number, 1),
    }


def _identity(pod: Sketch, number: int, run: int) -> str:
    return f"containerd://{(pod.index * 64 + number * 8 + run) * 0x9E3779B97F4A7C15F39CC0605CEDC835:064x}"


def _state(pod: Sketch, state: State, number: int, now: float) -> tuple[dict[str, Any], bool]:
    """Return the `state` of the pod's container with this number, and whether it is ready."""
    if state in WAITING and number == 0:
        reason, message = messages.waiting(pod, state, pod.crashes(now)[0])
        return {"waiting": {"reason": reason, "message": message}}, False
    if state is State.INIT_CRASH or state.phase == "Pending":
        return {"waiting": {"reason": "PodInitializing" if state is State.INIT_CRASH else "ContainerCreating"}}, False
    if state in ENDED:
        code, reason = (0, "Completed") if state is State.COMPLETED else (2, "Error")
        end = last_change(pod, now)
        times = {"startedAt": timestamp(pod.created + 2), "finishedAt": timestamp(end)}
        return {"terminated": {"exitCode": code, "reason": reason, **times, "containerID": _identity(pod, number, 0)}}, False
    started = max(pod.created + 2, pod.crashes(now)[1] + 2) if number == 0 else pod.created + 2
    return {"running": {"startedAt": timestamp(started)}}, number > 0 or state in (
        State.RUNNING, State.FLAPPING, State.TERMINATING)  # fmt: skip


def container_statuses(pod: Sketch, state: State, now: float) -> list[dict[str, Any]]:
    """Return `containerStatuses` of a pod that is in this state at this moment."""
    return [_status(pod, state, number, spec, now) for number, spec in enumerate(containers(pod.workload, pod.revision))]


def _status(pod: Sketch, state: State, number: int, spec: dict[str, Any], now: float) -> dict[str, Any]:
    said, ready = _state(pod, state, number, now)
    restarts, ended = pod.crashes(now) if number == 0 and state is not State.INIT_CRASH and state not in ENDED else (0, 0)
    pulled = "running" in said or "terminated" in said or restarts > 0
    return {
        "name": spec["name"],
        "state": said,
        "lastState": {"terminated": _ended(pod, number, ended)} if restarts else {},
        "ready": ready,
        "restartCount": restarts,
        "image": spec["image"],
        "imageID": f"{spec['image'].rsplit(':', 1)[0]}@sha256:{'ab' * 32}" if pulled else "",
        **({"containerID": _identity(pod, number, 0)} if pulled else {}),
        "started": "running" in said,
    }


def init_statuses(pod: Sketch, state: State, now: float) -> list[dict[str, Any]]:
    """Return `initContainerStatuses`, empty for a pod without init containers."""
    return [_init_status(pod, state, spec, now) for spec in init_containers(pod.workload)]


def _init_status(pod: Sketch, state: State, spec: dict[str, Any], now: float) -> dict[str, Any]:
    base = {"name": spec["name"]}
    tail = {"image": spec["image"], "imageID": f"{spec['image']}@sha256:{'cd' * 32}", "containerID": _identity(pod, 7, 0)}
    if state is State.INIT_CRASH:
        restarts, ended = pod.crashes(now)
        reason, message = messages.waiting(pod, state, restarts)
        said = {"waiting": {"reason": reason, "message": message}}
        last = {"terminated": _ended(pod, 7, ended)}
        return {**base, "state": said, "lastState": last, "ready": False, "restartCount": restarts, **tail, "started": False}
    times = {"startedAt": timestamp(pod.created + 1), "finishedAt": timestamp(pod.created + 2)}
    said = {"terminated": {"exitCode": 0, "reason": "Completed", **times, "containerID": _identity(pod, 7, 0)}}  # type: ignore[dict-item]  # states hold values of several types
    return {**base, "state": said, "lastState": {}, "ready": True, "restartCount": 0, **tail, "started": False}
