"""Says in a few words what a reason means: how a colleague would put it."""

from __future__ import annotations

_SAID = {
    "CrashLoopBackOff": ("crash-loops", "crash-loop"),
    "OOMKilled": ("runs out of memory", "run out of memory"),
    "Error": ("failed", "failed"),
    "Evicted": ("was evicted", "were evicted"),
    "ImagePullBackOff": ("cannot pull its image", "cannot pull their image"),
    "ErrImagePull": ("cannot pull its image", "cannot pull their image"),
    "InvalidImageName": ("has an impossible image name", "have an impossible image name"),
    "CreateContainerConfigError": ("has a config error", "have a config error"),
    "Unschedulable": ("finds no node", "find no node"),
    "NotReady": ("is not ready", "are not ready"),
    "ContainerCreating": ("waits for its container", "wait for their containers"),
    "PodInitializing": ("is still initialising", "are still initialising"),
}


_MOMENTARY = ("Evicted", "Error")
"""Reasons that happen to a pod once, rather than last."""


def since(reason: str, number: int) -> str:
    """Return the word before the time: one pod was evicted `at` 14:02, two were evicted `since` 14:02."""
    return " at " if number == 1 and reason in _MOMENTARY else " since "


def said(reason: str, number: int) -> str:
    """Return what `number` pods with this reason do, e.g. `crash-loop`; a reason that we have no words for is quoted."""
    plural = number != 1
    if reason in _SAID:
        return _SAID[reason][plural]
    if reason.startswith("Init:"):
        return "are stuck in an init container" if plural else "is stuck in an init container"
    return f"{'are' if plural else 'is'} {reason or 'in an unknown state'}"
