"""What is wrong with a pod: one object of the API each, and what someone on call would say to it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from connectors._kube.diagnosis import Diagnosis, diagnose
from connectors._kube.objects import POD, PodObject
from connectors._kube.printed import status_of

AT, LATER = "2026-11-23T12:00:00Z", "2026-11-23T12:10:00Z"
NOON = 1795435200.0
READY = {"type": "Ready", "status": "True"}
UNREADY = {"type": "Ready", "status": "False", "lastTransitionTime": AT, "message": "containers with unready status: [app]"}


def pod(phase: str, *containers: dict[str, Any], meta: dict[str, Any] | None = None, **status: Any) -> PodObject:
    """Return a pod with these containers' statuses."""
    spec = {"containers": [{"name": "app", "image": "app:1"}], "initContainers": [{"name": "migrate", "image": "migrate:1"}]}
    told = {"phase": phase, "startTime": AT, "containerStatuses": list(containers), **status}
    return POD.decode(msgspec.json.encode({"metadata": {"name": "p", **(meta or {})}, "spec": spec, "status": told}))


def waits(reason: str, message: str = "", **more: Any) -> dict[str, Any]:
    """Return a container that waits."""
    return {"name": "app", "state": {"waiting": {"reason": reason, "message": message}}, **more}


def ended(code: int, reason: str = "", message: str = "", **more: Any) -> dict[str, Any]:
    """Return how a container ended."""
    return {"terminated": {"exitCode": code, "reason": reason, "message": message, "finishedAt": LATER, **more}}


def init(state: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    """Return the init containers' statuses."""
    return [{"name": "migrate", "state": state, **more}]


UP = {"name": "app", "ready": True, "state": {"running": {}}}
BACK_OFF = {"waiting": {"reason": "CrashLoopBackOff"}}
UNSCHEDULED = {"type": "PodScheduled", "status": "False", "message": "0/3 nodes are available", "lastTransitionTime": LATER}


@pytest.mark.parametrize(
    ("of", "status", "reason", "exit_code", "message"),
    [
        (pod("Running", waits("CrashLoopBackOff", lastState=ended(1, "Error"))), "CrashLoopBackOff", "=", 1, "Error"),
        (pod("Running", waits("CrashLoopBackOff", lastState=ended(1, "Error", "boom"))), "CrashLoopBackOff", "=", 1, "boom"),
        (
            pod("Running", waits("CrashLoopBackOff", lastState=ended(137, "OOMKilled"))),
            "CrashLoopBackOff",
            "OOMKilled",
            137,
            "=",
        ),
        (pod("Running", {"name": "app", "state": ended(137, "OOMKilled")}), "OOMKilled", "=", 137, "="),
        (pod("Running", {"name": "app", "state": ended(0, signal=9)}), "Signal:9", "=", 0, ""),
        (pod("Pending", waits("ImagePullBackOff", "Back-off pulling")), "ImagePullBackOff", "=", None, "Back-off pulling"),
        (
            pod("Pending", waits("CreateContainerConfigError", "no secret")),
            "CreateContainerConfigError",
            "=",
            None,
            "no secret",
        ),
        (pod("Pending", conditions=[UNSCHEDULED]), "Pending", "Unschedulable", None, "0/3 nodes are available"),
        (pod("Pending", conditions=[UNSCHEDULED | {"reason": "SchedulingGated"}]), "SchedulingGated", "=", None, None),
        (pod("Failed", reason="Evicted", message="low on memory"), "Evicted", "=", None, "low on memory"),
        (pod("Failed", {"name": "app", "state": ended(2, "Error")}), "Error", "=", 2, "="),
        (pod("Failed", {"name": "app", "state": ended(3)}), "ExitCode:3", "=", 3, ""),
        (pod("Failed"), "Failed", "=", None, ""),
        (
            pod("Pending", waits("PodInitializing"), initContainerStatuses=init(BACK_OFF, lastState=ended(1, "Error"))),
            "Init:CrashLoopBackOff",
            "=",
            1,
            "Error",
        ),
        (
            pod(
                "Pending", waits("PodInitializing"), initContainerStatuses=init(BACK_OFF, lastState=ended(137, "OOMKilled"))
            ),
            "Init:CrashLoopBackOff",
            "Init:OOMKilled",
            137,
            "OOMKilled",
        ),
        (pod("Pending", initContainerStatuses=init(ended(5, "Error"))), "Init:Error", "=", 5, "Error"),
        (pod("Pending", initContainerStatuses=init({"running": {}})), "Init:0/1", "=", None, ""),
        (pod("Pending", waits("ContainerCreating")), "ContainerCreating", "=", None, ""),
        (pod("Running", UP | {"ready": False}, conditions=[UNREADY]), "Running", "NotReady", None, UNREADY["message"]),
        (pod("Running", UP, conditions=[UNREADY | {"reason": "ReadinessGatesNotReady"}]), "Running", "NotReady", None, None),
        (pod("Unknown", UP, reason="NodeLost"), "NodeLost", "=", None, ""),
    ],
)
def test_what_is_wrong_has_one_word(
    of: PodObject, status: str, reason: str, exit_code: int | None, message: str | None
) -> None:
    """`=`: the reason is the server's Status cell, the message is the reason; None: not looked at."""
    found = diagnose(of)
    assert found
    assert status_of(of) == status
    assert found.reason == (status if reason == "=" else reason)
    assert found.exit_code == exit_code
    if message is not None:
        assert found.message == (found.reason if message == "=" else message)


@pytest.mark.parametrize(
    ("of", "status"),
    [
        (pod("Running", UP, conditions=[READY]), "Running"),
        (pod("Succeeded", {"name": "app", "state": ended(0, "Completed")}), "Completed"),
        (pod("Running", waits("CrashLoopBackOff"), meta={"deletionTimestamp": AT}), "Terminating"),
        (pod("Pending", meta={"deletionTimestamp": AT}), "Terminating"),
    ],
)
def test_what_is_well_or_over_has_nothing_wrong(of: PodObject, status: str) -> None:
    """A rollout's old pods and a finished job are no trouble."""
    assert diagnose(of) is None
    assert status_of(of) == status


@pytest.mark.parametrize(
    ("of", "lasts"),
    [
        (pod("Running", UP | {"ready": False}, conditions=[UNREADY]), True),
        (pod("Pending", waits("ContainerCreating")), True),
        (pod("Pending", initContainerStatuses=init({"running": {}})), True),
        (pod("Pending", waits("ErrImagePull")), False),
        (pod("Pending", conditions=[UNSCHEDULED]), False),
    ],
)
def test_starting_and_not_ready_fail_only_if_they_last(of: PodObject, lasts: bool) -> None:
    """Five minutes after noon, each of these has been so for five minutes exactly, or is wrong from the first second."""
    found = diagnose(of)
    assert found
    assert found.is_failure(NOON + 300, 300) is not lasts
    assert found.is_failure(NOON + 301, 300)


def test_what_is_held_back_on_purpose_never_fails() -> None:
    """A queue of batch jobs gates hundreds of pods for hours, and that is its work."""
    assert not Diagnosis(reason="SchedulingGated", since=0.0, held=True).is_failure(NOON, 300)


def test_a_sidecar_that_runs_does_not_hold_up_the_pod() -> None:
    """Since 1.29 an init container may go on running; such a pod is past its init containers."""
    raw = {
        "spec": {"containers": [{"name": "app"}], "initContainers": [{"name": "mesh", "restartPolicy": "Always"}]},
        "status": {
            "phase": "Running",
            "initContainerStatuses": [{"name": "mesh", "started": True, "ready": True, "state": {"running": {}}}],
            "containerStatuses": [waits("CrashLoopBackOff", lastState=ended(1, "Error"))],
        },
    }
    of = POD.decode(msgspec.json.encode(raw))
    found = diagnose(of)
    assert found
    assert (status_of(of), found.reason, found.container) == ("CrashLoopBackOff", "CrashLoopBackOff", "app")


def test_a_long_message_keeps_the_end_of_a_log_and_the_beginning_of_a_sentence() -> None:
    """The exception stands at the end of what a container wrote; the kubelet comes to the point first."""
    log = "line\n" * 200 + "ValueError: boom"
    found = diagnose(pod("Failed", {"name": "app", "state": ended(1, "Error", log)}))
    assert found
    assert found.message.endswith("ValueError: boom")
    said = diagnose(pod("Pending", waits("ErrImagePull", "denied: " + "x" * 1000)))
    assert said
    assert said.message.startswith("denied: ")
    assert len(found.message) == len(said.message) == 300
