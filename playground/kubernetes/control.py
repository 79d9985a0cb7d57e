"""What makes a world react: the controllers, called whenever something has been written or has become of a pod."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from playground.kubernetes import daemonsets, deployments, statefulsets
from playground.kubernetes.lifecycle import Lifecycle
from playground.kubernetes.ordered import Ordered
from playground.kubernetes.owners import REVISION
from playground.kubernetes.revisions import with_template
from playground.kubernetes.rollouts import Rollouts
from playground.kubernetes.states import State
from playground.kubernetes.told import Happening, of_pod
from playground.kubernetes.workloads import Sketch, Workload
from playground.kubernetes.world import World

KINDS = {"Deployment": deployments, "StatefulSet": statefulsets, "DaemonSet": daemonsets}
TOLERATED = 300
"""Own seconds for which pods stay on a node that does not answer."""


class Control:
    """The control plane of a world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._lifecycle = Lifecycle(world, self._noticed)
        self._rollouts = Rollouts(world, self._lifecycle)
        self._ordered = Ordered(world, self._lifecycle)
        self._due: set[tuple[str, str, str]] = set()

    def written(self, work: Workload) -> Mapping[str, Any]:
        """Return `metadata` and `spec` of a workload as they stand; from now on they are what it is brought to."""
        if work.written is not None:
            return work.written
        made = KINDS[work.kind].made(work, self._world, self._world.now())
        known = {"metadata": made["metadata"], "spec": made["spec"]}
        self._world.replace_work(replace(work, written=known, progressed=work.revisions[-1].created))
        return known

    def write(self, work: Workload, written: Mapping[str, Any], at: int) -> None:
        """Take over what somebody has written into a workload; another template makes another revision."""
        self.written(work)
        known = self._world.work(work.key) or work
        changed = with_template(known, written["spec"]["template"], at)
        if changed is not known and work.kind == "Deployment":
            meta = written["metadata"]
            notes = {**meta.get("annotations", {}), REVISION: str(changed.revisions[-1].number)}
            written = {**written, "metadata": {**meta, "annotations": dict(sorted(notes.items()))}}
        self._world.replace_work(replace(changed, written=written, progressed=at, stalled=False))
        self._reconcile(work.key)

    def delete(self, pod: Sketch, at: int, *, at_once: bool = False) -> Sketch:
        """Delete a pod; what owns it makes another."""
        self._adopt(pod)
        return self._lifecycle.delete(pod, at, at_once=at_once)

    def cordon(self, number: int, at: int, *, cordoned: bool) -> None:
        """Let a node take no new pods, or take them again."""
        machines = self._world.machines
        if cordoned:
            machines.cordoned.setdefault(number, at)
        else:
            machines.cordoned.pop(number, None)

    def fail(self, number: int, at: int) -> None:
        """Let a node stop to answer; its pods are unready now, and deleted in five minutes."""
        machines = self._world.machines
        machines.sick[number] = at
        machines.recovered.pop(number, None)
        for pod in self._on(number):
            self._adopt(pod)
            self._lifecycle.lose(pod, at)
        self._world.agenda.after(TOLERATED, lambda then: self._abandon(number, then))

    def recover(self, number: int, at: int) -> None:
        """Let a node answer again."""
        machines = self._world.machines
        if machines.sick.pop(number, None) is not None:
            machines.recovered[number] = at
            for pod in self._on(number):
                self._lifecycle.regain(pod, at)

    def _abandon(self, number: int, at: int) -> None:
        if number not in self._world.machines.sick:
            return
        for pod in self._on(number):
            if pod.workload.kind != "DaemonSet":
                said = f"Marking for deletion Pod {pod.key}"
                self._world.told.append(
                    Happening(of_pod(pod), "Normal", "TaintManagerEviction", said, "taint-eviction-controller", at, at)
                )
                self._lifecycle.delete(pod, at)

    def _on(self, number: int) -> list[Sketch]:
        affected = (State.RUNNING, State.FLAPPING, State.STARTING, State.NOT_READY, State.NODE_LOST, State.CRASH_LOOP)
        return [pod for pod in self._world.pods if pod.node == number and pod.state in affected]

    def _adopt(self, pod: Sketch) -> None:
        """Write down what the owner of a pod wants before the pod goes, so that it is wanted afterwards too."""
        work = self._world.work(pod.workload.key)
        if work is not None and work.kind in KINDS:
            self.written(work)

    def _noticed(self, pod: Sketch) -> None:
        """Let the owner of a pod see what has become of it: its status is another now, and so is its version."""
        work = self._world.work(pod.workload.key)
        if work is not None and work.written is not None:
            meta = {**work.written["metadata"], "resourceVersion": str(self._world.next_version())}
            self._world.replace_work(replace(work, written={**work.written, "metadata": meta}))
        self._reconcile(pod.workload.key)

    def _reconcile(self, key: tuple[str, str, str]) -> None:
        """Let the controller of a workload look at it next, once for all that happens until then."""
        if key not in self._due:
            self._due.add(key)
            self._world.agenda.after(0, lambda at: self._look(key, at))

    def _look(self, key: tuple[str, str, str], at: int) -> None:
        self._due.discard(key)
        work = self._world.work(key)
        if work is not None and work.kind in KINDS:
            (self._rollouts if work.kind == "Deployment" else self._ordered).reconcile(work, at)
