"""Makes a pod's row from the pod itself, as the server's table would show it. Pure functions.

For pods that were read but not seen in the table: those that came a moment later, or all of them where something between
us and the server does not know tables. It follows `printPod` in Kubernetes' pkg/printers/internalversion/printers.go.
"""

from __future__ import annotations

from connectors._kube.cells import Row
from connectors._kube.objects import ContainerStatus, PodObject, Terminated, seconds
from connectors._kube.owners import workload


def row_of(pod: PodObject, now: float) -> Row:
    """Return the row of this pod, with its owner; `now` in seconds since 1970."""
    created, restarted = seconds(pod.metadata.creation_timestamp), last_restart(pod)
    statuses = pod.status.container_statuses or ()
    total = len(pod.spec.containers or ()) + len(_sidecars(pod))
    ready = sum(_is_up(status) for status in statuses) + sum(s.ready for s in _sidecar_statuses(pod))
    is_ready = pod.condition("Ready")
    return Row(
        namespace=pod.metadata.namespace,
        name=pod.metadata.name,
        ready=f"{ready}/{total}",
        status=status_of(pod),
        restarts=restarts_of(pod),
        restarted_ago=None if restarted is None else max(0.0, now - restarted),
        age=None if created is None else max(0.0, now - created),
        node=pod.spec.node_name,
        gated=bool(is_ready and is_ready.reason == "ReadinessGatesNotReady"),
        owner=workload(pod.metadata),
    )


def status_of(pod: PodObject) -> str:
    """Return the Status cell."""
    status = pod.status
    if pod.metadata.deletion_timestamp and status.phase not in ("Failed", "Succeeded"):
        return "Unknown" if status.reason == "NodeLost" else "Terminating"
    scheduled, initialized = pod.condition("PodScheduled"), pod.condition("Initialized")
    reason = status.reason or status.phase
    if scheduled and scheduled.reason == "SchedulingGated":
        reason = "SchedulingGated"
    initializing = _initializing(pod)
    if initializing and not (initialized and initialized.status == "True"):
        return initializing
    return _running(pod, initializing or reason)


def restarts_of(pod: PodObject) -> int:
    """Return how often its containers were restarted; init containers count while they are at work, sidecars always."""
    inits = pod.status.init_container_statuses or ()
    counted = (*(pod.status.container_statuses or ()), *(inits if _initializing(pod) else _sidecar_statuses(pod)))
    return sum(status.restart_count for status in counted)


def last_restart(pod: PodObject) -> float | None:
    """Return when one of its containers last ended and was restarted, in seconds since 1970."""
    every = (*(pod.status.init_container_statuses or ()), *(pod.status.container_statuses or ()))
    ends = [s.last_state.terminated.finished_at for s in every if s.last_state.terminated and s.restart_count]
    return seconds(max((end for end in ends if end), default=None))


def _sidecars(pod: PodObject) -> frozenset[str]:
    return frozenset(c.name for c in pod.spec.init_containers or () if c.restart_policy == "Always")


def _sidecar_statuses(pod: PodObject) -> tuple[ContainerStatus, ...]:
    names = _sidecars(pod)
    return tuple(s for s in pod.status.init_container_statuses or () if s.name in names)


def unfinished_init(pod: PodObject) -> ContainerStatus | None:
    """Return the init container that the pod is at: the first that has neither succeeded nor, as a sidecar, started."""
    sidecars = _sidecars(pod)
    for status in pod.status.init_container_statuses or ():
        ended = status.state.terminated
        if (ended and ended.exit_code == 0) or (status.name in sidecars and status.started):
            continue
        return status
    return None


def _initializing(pod: PodObject) -> str:
    """Return the Status cell of a pod that is at one of its init containers, or "" for one that is past them."""
    at = unfinished_init(pod)
    if at is None:
        return ""
    if at.state.terminated:
        return f"Init:{end_word(at.state.terminated)}"
    if at.state.waiting and at.state.waiting.reason not in ("", "PodInitializing"):
        return f"Init:{at.state.waiting.reason}"
    inits = pod.status.init_container_statuses or ()
    return f"Init:{inits.index(at)}/{len(pod.spec.init_containers or inits)}"


def _running(pod: PodObject, reason: str) -> str:
    has_running = False
    for status in reversed(pod.status.container_statuses or ()):  # the first container has the last word
        if status.state.waiting and status.state.waiting.reason:
            reason = status.state.waiting.reason
        elif status.state.terminated:
            reason = end_word(status.state.terminated)
        elif _is_up(status):
            has_running = True
    if reason == "Completed" and has_running:
        ready = pod.condition("Ready")
        return "Running" if ready and ready.status == "True" else "NotReady"
    return reason


def _is_up(status: ContainerStatus) -> bool:
    return status.ready and status.state.running is not None


def end_word(ended: Terminated) -> str:
    """Return how a container ended in one word, e.g. `Error`, `OOMKilled`, `ExitCode:3`, `Signal:9`."""
    return ended.reason or (f"Signal:{ended.signal}" if ended.signal else f"ExitCode:{ended.exit_code}")
