"""The states that a pod of the demo cluster can be in, by the name that an SRE gives them."""

from __future__ import annotations

from enum import Enum


class State(Enum):
    """What is the matter with a pod; the value is its key in `World.truth()`."""

    RUNNING = "Running"
    COMPLETED = "Succeeded"
    CRASH_LOOP = "CrashLoopBackOff"
    OOM_KILLED = "OOMKilled"
    IMAGE_PULL_BACK_OFF = "ImagePullBackOff"
    ERR_IMAGE_PULL = "ErrImagePull"
    CONFIG_ERROR = "CreateContainerConfigError"
    EVICTED = "Evicted"
    FAILED = "Failed"
    UNSCHEDULABLE = "Unschedulable"
    INIT_CRASH = "InitCrash"
    NOT_READY = "NotReady"
    """Running, and not ready for over ten minutes."""
    NODE_LOST = "NodeLost"
    """Being deleted, from a node that no longer answers."""
    FLAPPING = "Flapping"
    """Running and ready, restarted many times and only minutes ago: no failure yet."""
    STARTING = "Starting"
    """Created seconds ago and not ready yet: no failure. It becomes ready after `READY_AFTER` seconds."""
    TERMINATING = "Terminating"

    @property
    def phase(self) -> str:
        """The pod's phase, as `status.phase` holds it."""
        return PHASES.get(self, "Running")

    @property
    def loops(self) -> bool:
        """Whether a container of it is started again and again."""
        return self in LOOPING

    @property
    def uneventful(self) -> bool:
        """Whether no warning is written about the pod itself."""
        return self in (State.RUNNING, State.COMPLETED, State.FAILED, State.STARTING, State.TERMINATING)


READY_AFTER = 40.0
"""Seconds from the creation of a starting pod until it is ready."""

PHASES = {
    State.COMPLETED: "Succeeded",
    State.EVICTED: "Failed",
    State.FAILED: "Failed",
    State.IMAGE_PULL_BACK_OFF: "Pending",
    State.ERR_IMAGE_PULL: "Pending",
    State.CONFIG_ERROR: "Pending",
    State.UNSCHEDULABLE: "Pending",
    State.INIT_CRASH: "Pending",
}
LOOPING = frozenset({State.CRASH_LOOP, State.OOM_KILLED, State.INIT_CRASH, State.FLAPPING})
