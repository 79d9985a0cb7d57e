"""What the words of the Status cell mean. Pure functions.

The server makes the cell from the pod's phase, its containers' reasons and its deletion (`printPod` in Kubernetes'
pkg/printers/internalversion/printers.go). Its words are open-ended, as a runtime brings its own: a word that is not known
is a failure.
"""

from __future__ import annotations

import re
from enum import Enum

CRASH_LOOP = "CrashLoopBackOff"
OOM_KILLED = "OOMKilled"
NOT_READY = "NotReady"
UNSCHEDULABLE = "Unschedulable"
NODE_LOST = "NodeLost"
UNKNOWN = "Unknown"
"""The cell of a pod whose node is lost: its deletion is overdue, or nobody has heard of it for long."""

OVER = frozenset({"Completed", "Succeeded", "Terminating"})
"""Words of pods that are done or on their way out, which no longer count among their workload's."""
_WAITING = frozenset({"Pending", "ContainerCreating", "PodInitializing", "SchedulingGated"})
_UP = frozenset({"Running", NOT_READY})
_IMAGE_OR_CONFIG = frozenset(
    {
        "ErrImagePull",
        "ImagePullBackOff",
        "ErrImageNeverPull",
        "InvalidImageName",
        "ImageInspectError",
        "RegistryUnavailable",
        "SignatureValidationFailed",
        "CreateContainerConfigError",
        "CreateContainerError",
        "CreatePodSandboxError",
    }
)
_INIT_COUNT = re.compile(r"Init:\d+/\d+")


class Stage(Enum):
    """Where a pod stands, as far as its Status cell tells."""

    OVER = "done, or on its way out"
    UP = "running; the Ready cell says how well"
    WAITING = "not running yet, which is a failure only if it lasts"
    FAILED = "failing"


def stage(status: str) -> Stage:
    """Return where a pod with this Status cell stands."""
    if status in _UP:
        return Stage.UP
    if status in OVER:
        return Stage.OVER
    if status in _WAITING or _INIT_COUNT.fullmatch(status):
        return Stage.WAITING
    return Stage.FAILED


def is_pending(status: str) -> bool:
    """Return whether a pod with this Status cell may be in the phase Pending."""
    return stage(status) is Stage.WAITING or status.startswith("Init:") or status in _IMAGE_OR_CONFIG


def is_crash_loop(status: str) -> bool:
    """Return whether the cell says that a container, an init container perhaps, crashes again and again."""
    return status.removeprefix("Init:") in (CRASH_LOOP, OOM_KILLED)


def is_waiting_word(reason: str) -> bool:
    """Return whether a container that waits for this reason merely has not started yet."""
    return reason in ("", "ContainerCreating", "PodInitializing")
