"""Prints pods as table cells, the way `printPod` of pkg/printers/internalversion/printers.go does.

Two forms are in use: up to v1.21 the Restarts cell is a number; from v1.22 on it is text, `5 (3m ago)`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playground.kubernetes.durations import human_duration, moment

NONE = "<none>"
SUCCEEDED = {"type": "Completed", "status": "True", "reason": "Succeeded", "message": "The pod has completed successfully."}
FAILED = {"type": "Completed", "status": "True", "reason": "Failed", "message": "The pod failed."}


@dataclass(frozen=True, slots=True)
class PodRow:
    """What the cells of a pod are made of; only its two ages change with the clock.

    Attributes:
        restarted: when a container ended last, in seconds since 1970; None if none did.
        conditions: the row's conditions, for a pod that has ended.
        wide: IP, Node, Nominated Node, Readiness Gates.
    """

    name: str
    ready: str
    reason: str
    restarts: int
    restarted: int | None
    created: int
    wide: tuple[str, str, str, str]
    conditions: tuple[dict[str, str], ...]

    def cells(self, now: float, restarts_as_number: bool) -> list[Any]:
        """Return the nine cells at this moment."""
        restarts: int | str = self.restarts if restarts_as_number else str(self.restarts)
        if not restarts_as_number and self.restarts and self.restarted is not None:
            restarts = f"{self.restarts} ({human_duration(now - self.restarted)} ago)"
        return [self.name, self.ready, self.reason, restarts, human_duration(now - self.created), *self.wide]


@dataclass(slots=True)
class _Tally:
    """What is counted while a pod's containers are looked at."""

    reason: str
    ready: int = 0
    restarts: int = 0
    restarted: int | None = None
    running: bool = False

    def restart(self, status: dict[str, Any]) -> None:
        """Count the restarts of a container."""
        self.restarts += status["restartCount"]
        ended = status["lastState"].get("terminated")
        if ended:
            at = moment(ended["finishedAt"])
            self.restarted = max(at, self.restarted or at)


def _ended_reason(ended: dict[str, Any], prefix: str) -> str:
    if ended.get("reason"):
        return prefix + str(ended["reason"])
    return f"{prefix}Signal:{ended['signal']}" if ended.get("signal") else f"{prefix}ExitCode:{ended['exitCode']}"


def _initialize(tally: _Tally, pod: dict[str, Any]) -> bool:
    """Look at the init containers; return whether the pod is still initializing."""
    for number, status in enumerate(pod["status"].get("initContainerStatuses", ())):
        tally.restart(status)
        ended, waiting = status["state"].get("terminated"), status["state"].get("waiting")
        if ended and ended["exitCode"] == 0:
            continue
        if ended:
            tally.reason = _ended_reason(ended, "Init:")
        elif waiting and waiting.get("reason") not in (None, "", "PodInitializing"):
            tally.reason = "Init:" + waiting["reason"]
        else:
            tally.reason = f"Init:{number}/{len(pod['spec']['initContainers'])}"
        return True
    return False


def _run(tally: _Tally, pod: dict[str, Any]) -> None:
    """Look at the containers, the last one first, so that the first has the last word."""
    tally.restarts, tally.restarted = 0, None
    for status in reversed(pod["status"].get("containerStatuses", ())):
        tally.restart(status)
        ended, waiting = status["state"].get("terminated"), status["state"].get("waiting")
        if waiting and waiting.get("reason"):
            tally.reason = waiting["reason"]
        elif ended:
            tally.reason = _ended_reason(ended, "")
        elif status["ready"] and "running" in status["state"]:
            tally.running = True
            tally.ready += 1
    if tally.reason == "Completed" and tally.running:
        tally.reason = "Running" if _is_true(pod, "Ready") else "NotReady"


def _is_true(pod: dict[str, Any], kind: str) -> bool:
    return any(one["type"] == kind and one["status"] == "True" for one in pod["status"].get("conditions", ()))


def _gates(pod: dict[str, Any]) -> str:
    gates = pod["spec"].get("readinessGates", ())
    return f"{sum(_is_true(pod, gate['conditionType']) for gate in gates)}/{len(gates)}" if gates else NONE


def print_pod(pod: dict[str, Any]) -> PodRow:
    """Return the row of a pod (the object as the API sends it; of its metadata only four fields are read)."""
    meta, spec, status = pod["metadata"], pod["spec"], pod["status"]
    tally = _Tally(status.get("reason") or status["phase"])
    if not _initialize(tally, pod):
        _run(tally, pod)
    if meta.get("deletionTimestamp"):
        lost = status.get("reason") == "NodeLost"
        tally.reason = "Unknown" if lost else tally.reason if status["phase"] in ("Succeeded", "Failed") else "Terminating"
    addresses = status.get("podIPs") or [{"ip": ""}]
    return PodRow(
        name=meta["name"],
        ready=f"{tally.ready}/{len(spec['containers'])}",
        reason=tally.reason,
        restarts=tally.restarts,
        restarted=tally.restarted,
        created=moment(meta["creationTimestamp"]),
        wide=(
            addresses[0]["ip"] or NONE,
            spec.get("nodeName") or NONE,
            status.get("nominatedNodeName") or NONE,
            _gates(pod),
        ),
        conditions={"Succeeded": (SUCCEEDED,), "Failed": (FAILED,)}.get(status["phase"], ()),
    )
