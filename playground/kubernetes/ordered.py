"""Rolls StatefulSets and DaemonSets out: one pod at a time, each in the place of the one before it."""

from __future__ import annotations

from playground.kubernetes.lifecycle import Lifecycle
from playground.kubernetes.rollouts import READY
from playground.kubernetes.states import State
from playground.kubernetes.workloads import Sketch, Workload
from playground.kubernetes.world import World


class Ordered:
    """Brings StatefulSets and DaemonSets to what is written of them."""

    def __init__(self, world: World, lifecycle: Lifecycle) -> None:
        self._world, self._lifecycle = world, lifecycle

    def reconcile(self, work: Workload, at: int) -> None:
        """Take the next step of one that somebody has written; nothing if it stands as it should, or has to wait."""
        if work.written is None:
            return
        pods = self._world.by_owner[work.namespace, work.name]
        missing = self._ordinals(work, pods, at) if work.kind == "StatefulSet" else self._nodes(work, pods, at)
        going = [pod for pod in pods if pod.state is State.TERMINATING]
        if missing or going:
            return
        stale = [pod for pod in pods if pod.revision.hash != work.revisions[-1].hash and pod.state is not State.NODE_LOST]
        unready = [pod for pod in pods if pod.state not in READY and pod.node not in self._world.machines.sick]
        if stale and all(pod in stale for pod in unready):
            last = max(stale, key=lambda pod: (pod.state not in READY, _ordinal(pod), pod.name))
            self._lifecycle.delete(last, at)

    def _ordinals(self, work: Workload, pods: list[Sketch], at: int) -> bool:
        """Create the first pod that is missing, or delete the last that is too many; return whether one was."""
        wanted = int((work.written or {})["spec"].get("replicas", 1))
        there = {_ordinal(pod): pod for pod in pods}
        for number in range(wanted):
            if number not in there:
                if all(pod.state in READY or _ordinal(pod) > number for pod in pods):
                    self._lifecycle.create(work, work.revisions[-1], at, name=f"{work.name}-{number}")
                return True
        extra = max((number for number in there if number >= wanted), default=-1)
        if extra >= 0:
            self._lifecycle.delete(there[extra], at)
        return extra >= 0

    def _nodes(self, work: Workload, pods: list[Sketch], at: int) -> bool:
        """Create a pod on the first node that answers and has none; return whether one was missing."""
        taken = {pod.node for pod in pods}
        bare = [n for n in range(self._world.nodes) if n not in taken and n not in self._world.machines.sick]
        if bare:
            self._lifecycle.create(work, work.revisions[-1], at, node=bare[0])
        return bool(bare)


def _ordinal(pod: Sketch) -> int:
    number = pod.name.rpartition("-")[2]
    return int(number) if pod.workload.kind == "StatefulSet" and number.isdigit() else 0
