"""Says what is wrong with a pod that was read. Pure functions.

What counts as failing is what someone on call means by it: failed or evicted, crash-looping, killed for memory, its image
or its configuration cannot be had, an init container crashes, it cannot be scheduled, it has not been ready for a while,
or it has been starting for too long. Not: done, terminating, freshly started.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from connectors._kube.objects import ContainerStatus, PodObject, Terminated, seconds
from connectors._kube.printed import end_word, unfinished_init
from connectors._kube.words import CRASH_LOOP, NODE_LOST, NOT_READY, OOM_KILLED, UNKNOWN, UNSCHEDULABLE, is_waiting_word

MESSAGE_LENGTH = 300
"""Characters of a message that are kept."""


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a pod; see `records.Pod` for the fields of the same names.

    Attributes:
        lasting: whether it is a failure only if it has lasted: starting, or not ready.
        held: whether somebody holds the pod back on purpose (a scheduling gate), which is no failure however long it lasts.
    """

    reason: str
    since: float | None
    exit_code: int | None = None
    message: str = ""
    container: str = ""
    image: str = ""
    lasting: bool = False
    held: bool = False

    def is_failure(self, now: float, not_ready_after: float) -> bool:
        """Return whether it counts as failing at `now`; what has to last, does so after `not_ready_after` seconds."""
        if self.held:
            return False
        return not self.lasting or self.since is None or now - self.since > not_ready_after


def diagnose(pod: PodObject) -> Diagnosis | None:
    """Return what is wrong with the pod, or keeps it from running; None for one that is well, done or terminating."""
    phase = pod.status.phase
    if pod.metadata.deletion_timestamp and pod.status.reason == NODE_LOST and phase not in ("Failed", "Succeeded"):
        return _lost(pod)  # it is to be deleted, and nobody is left to do it
    if phase == "Succeeded" or (pod.metadata.deletion_timestamp and phase != "Failed"):
        return None
    if phase == "Failed":
        return _failed(pod)
    scheduled = pod.condition("PodScheduled")
    if phase == "Pending" and scheduled and scheduled.status == "False":
        return _unscheduled(pod)
    if found := _container(pod):
        return found
    if phase in ("Pending", "Unknown") or pod.status.reason:
        return _stuck(pod)
    return _unready(pod)


def _lost(pod: PodObject) -> Diagnosis:
    return Diagnosis(reason=NODE_LOST, since=_bad_since(pod), message=head(pod.status.message), image=_first_image(pod))


def _failed(pod: PodObject) -> Diagnosis:
    status = pod.status
    if status.reason:
        return Diagnosis(reason=status.reason, since=_bad_since(pod), message=head(status.message), image=_first_image(pod))
    inits, apps = status.init_container_statuses or (), status.container_statuses or ()
    for prefix, group in (("Init:", inits), ("", apps)):
        for one in group:
            ended = one.state.terminated
            if ended and (ended.exit_code or ended.signal):
                return _ended(pod, one, ended, prefix, seconds(ended.finished_at))
    return Diagnosis(reason="Failed", since=_bad_since(pod), message=head(status.message), image=_first_image(pod))


def _unscheduled(pod: PodObject) -> Diagnosis:
    condition = pod.condition("PodScheduled")
    assert condition
    gated = condition.reason == "SchedulingGated"
    return Diagnosis(
        reason="SchedulingGated" if gated else UNSCHEDULABLE,
        since=_transition(condition.last_transition_time, pod),
        message=head(condition.message),
        held=gated,
        image=_first_image(pod),
    )


def _container(pod: PodObject) -> Diagnosis | None:
    """Return what is wrong with the init container that the pod is at, or with the first bad one of its containers."""
    at = unfinished_init(pod)
    if at and (found := _bad(pod, at, "Init:")):
        return found
    for one in pod.status.container_statuses or ():
        if found := _bad(pod, one, ""):
            return found
    return None


def _bad(pod: PodObject, one: ContainerStatus, prefix: str) -> Diagnosis | None:
    waiting, ended, last = one.state.waiting, one.state.terminated, one.last_state.terminated
    if ended and (ended.exit_code or ended.signal):
        return _ended(pod, one, ended, prefix, _bad_since(pod))
    if waiting is None or is_waiting_word(waiting.reason):
        return None
    if waiting.reason == CRASH_LOOP and last:
        reason = OOM_KILLED if last.reason == OOM_KILLED else CRASH_LOOP
        return _ended(pod, one, last, prefix, _bad_since(pod), reason)
    return Diagnosis(
        reason=prefix + waiting.reason,
        since=_bad_since(pod),
        message=head(waiting.message),
        container=one.name,
        image=_image(pod, one.name, one.image),
    )


def _ended(
    pod: PodObject, one: ContainerStatus, ended: Terminated, prefix: str, since: float | None, reason: str = ""
) -> Diagnosis:
    return Diagnosis(
        reason=prefix + (reason or end_word(ended)),
        since=since or _bad_since(pod),
        exit_code=ended.exit_code,
        message=tail(ended.message) or head(ended.reason),
        container=one.name,
        image=_image(pod, one.name, one.image),
    )


def _stuck(pod: PodObject) -> Diagnosis:
    """The pod is starting, or the server does not know how it is."""
    status, at = pod.status, unfinished_init(pod)
    inits = status.init_container_statuses or ()
    waiting = next((s for s in status.container_statuses or () if s.state.waiting and s.state.waiting.reason), None)
    if at and not at.state.waiting:
        word = f"Init:{inits.index(at)}/{len(pod.spec.init_containers or inits)}"
    else:
        phase = NODE_LOST if status.phase == UNKNOWN else status.phase
        word = status.reason or (waiting.state.waiting.reason if waiting and waiting.state.waiting else "") or phase
    one = at or waiting
    said = one.state.waiting.message if one and one.state.waiting else ""
    scheduled = pod.condition("PodScheduled")
    return Diagnosis(
        reason=word,
        since=_transition(scheduled.last_transition_time if scheduled else None, pod),
        message=head(status.message or said),
        container=one.name if one else "",
        image=_image(pod, one.name, one.image) if one else "",
        lasting=status.phase == "Pending",
    )


def _unready(pod: PodObject) -> Diagnosis | None:
    ready = pod.condition("Ready")
    if ready is None or ready.status == "True":
        return None
    one = next((s for s in pod.status.container_statuses or () if not s.ready), None)
    last = one.last_state.terminated if one else None
    return Diagnosis(
        reason=NOT_READY,
        since=_transition(ready.last_transition_time, pod),
        exit_code=last.exit_code if last else None,
        message=(tail(last.message) if last else "") or head(ready.message),
        container=one.name if one else "",
        image=_image(pod, one.name, one.image) if one else "",
        lasting=True,
    )


def _bad_since(pod: PodObject) -> float | None:
    """Return when the pod stopped being ready, or at least when it began."""
    ready = pod.condition("Ready")
    return _transition(ready.last_transition_time if ready and ready.status != "True" else None, pod)


def _transition(moment: datetime | None, pod: PodObject) -> float | None:
    return seconds(moment or pod.status.start_time or pod.metadata.creation_timestamp)


def _first_image(pod: PodObject) -> str:
    return next((container.image for container in pod.spec.containers or ()), "")


def _image(pod: PodObject, container: str, told: str) -> str:
    """Return the image as the specification names it; the status may have it resolved to a digest."""
    every = (*(pod.spec.init_containers or ()), *(pod.spec.containers or ()))
    return next((spec.image for spec in every if spec.name == container and spec.image), told)


def head(text: str) -> str:
    """Return the beginning of a message, as long as is kept."""
    return text if len(text) <= MESSAGE_LENGTH else text[: MESSAGE_LENGTH - 1] + "…"


def tail(text: str) -> str:
    """Return the end of what a container wrote: if it is its log, the error stands there."""
    text = text.strip()
    return text if len(text) <= MESSAGE_LENGTH else "…" + text[1 - MESSAGE_LENGTH :]
