"""Rolls Deployments out, as Kubernetes' deployment controller does (pkg/controller/deployment/rolling.go)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from playground.kubernetes.lifecycle import Lifecycle
from playground.kubernetes.owners import live
from playground.kubernetes.states import State
from playground.kubernetes.told import Happening, of_work
from playground.kubernetes.workloads import Revision, Sketch, Workload
from playground.kubernetes.world import World

DEADLINE = 600
READY = frozenset({State.RUNNING, State.FLAPPING})


class Rollouts:
    """Brings Deployments to what is written of them: it sizes their ReplicaSets, and fills these with pods."""

    def __init__(self, world: World, lifecycle: Lifecycle) -> None:
        self._world, self._lifecycle = world, lifecycle
        self._sizes: dict[tuple[str, str], int] = {}
        self._stage: dict[tuple[str, str, str], tuple[int, int]] = {}

    def reconcile(self, work: Workload, at: int) -> None:
        """Take the next step of a Deployment that somebody has written; nothing if it is done or has to wait."""
        if work.written is None:
            return
        spec = work.written["spec"]
        for revision in work.revisions:
            self._sizes.setdefault((work.namespace, revision.owner), len(self._pods(work, revision)))
        desired = int(spec.get("replicas", 1))
        if not any(self._size(work, revision) for revision in work.revisions[:-1]):
            self._resize(work, work.revisions[-1], desired, at)
        elif not spec.get("paused"):
            self._roll(work, desired, limits(spec, desired), at)
        self._watch(work, at)
        for revision in work.revisions:
            self._fill(work, revision, at)

    def _pods(self, work: Workload, revision: Revision) -> list[Sketch]:
        return live(self._world.by_owner[work.namespace, revision.owner])

    def _ready(self, work: Workload, revision: Revision) -> int:
        return sum(pod.state in READY for pod in self._pods(work, revision))

    def _size(self, work: Workload, revision: Revision) -> int:
        return self._sizes[work.namespace, revision.owner]

    def _resize(self, work: Workload, revision: Revision, wanted: int, at: int) -> None:
        size = self._size(work, revision)
        if wanted != size:
            self._sizes[work.namespace, revision.owner] = wanted
            self._tell(work, f"Scaled {'up' if wanted > size else 'down'} replica set {revision.owner} to {wanted}", at)

    def _roll(self, work: Workload, desired: int, limit: tuple[int, int], at: int) -> None:
        """Grow the new ReplicaSet as far as the surge allows, shrink the old ones as far as enough pods stay ready."""
        *old, new = work.revisions
        surge, unavailable = limit
        total = sum(self._size(work, revision) for revision in work.revisions)
        self._resize(work, new, min(desired, self._size(work, new) + max(0, desired + surge - total)), at)
        total = sum(self._size(work, revision) for revision in work.revisions)
        spare = total - (desired - unavailable) - (self._size(work, new) - self._ready(work, new))
        for revision in old:
            size = self._size(work, revision)
            broken = max(0, min(spare, size - self._ready(work, revision)))
            self._resize(work, revision, size - broken, at)
            spare -= broken
        ready = sum(self._ready(work, revision) for revision in work.revisions)
        for revision in old:
            size = self._size(work, revision)
            more = max(0, min(size, spare, ready - (desired - unavailable)))
            self._resize(work, revision, size - more, at)
            spare, ready = spare - more, ready - more

    def _fill(self, work: Workload, revision: Revision, at: int) -> None:
        """Bring a ReplicaSet's pods to its size; of too many those go first that are not ready, then the youngest."""
        pods, size = self._pods(work, revision), self._size(work, revision)
        for _ in range(size - len(pods)):
            self._lifecycle.create(work, revision, at)
        if len(pods) > size:
            going = sorted(pods, key=lambda pod: (pod.state in READY, -pod.created))[: len(pods) - size]
            for pod in going:
                self._lifecycle.delete(pod, at)

    def _tell(self, work: Workload, message: str, at: int) -> None:
        self._world.told.append(
            Happening(of_work(work), "Normal", "ScalingReplicaSet", message, "deployment-controller", at, at)
        )

    def _watch(self, work: Workload, at: int) -> None:
        """Write down whether the rollout has come forward, and look again when its deadline is over."""
        old = sum(self._size(work, revision) for revision in work.revisions[:-1])
        stage = (self._ready(work, work.revisions[-1]), old)
        if self._stage.get(work.key) == stage:
            return
        self._stage[work.key] = stage
        known = self._world.work(work.key)
        if known is not None:
            self._world.replace_work(replace(known, progressed=at, stalled=False))
        deadline = int((work.written or {}).get("spec", {}).get("progressDeadlineSeconds", DEADLINE))
        self._world.agenda.after(deadline, lambda _: self._stall(work.key, stage))

    def _stall(self, key: tuple[str, str, str], stage: tuple[int, int]) -> None:
        work = self._world.work(key)
        if work is not None and self._stage[key] == stage and not complete(work, self._world):
            self._world.replace_work(replace(work, stalled=True))


def complete(work: Workload, world: World) -> bool:
    """Return whether a written Deployment has its pods, all of the last revision, and ready."""
    pods = [pod for of_owner in world.pods_of(work) for pod in live(of_owner)]
    wanted = (work.written or {}).get("spec", {}).get("replicas", 1)
    owner = work.revisions[-1].owner
    return len(pods) == wanted and all(pod.state in READY and pod.revision.owner == owner for pod in pods)


def limits(spec: Mapping[str, Any], desired: int) -> tuple[int, int]:
    """Return how many pods more than desired there may be during a rollout, and how many fewer available.

    A surge is rounded up, what may be unavailable down; both 0 would be no rollout, so one may be unavailable then.
    """
    strategy = spec.get("strategy", {})
    if strategy.get("type") == "Recreate":
        return 0, desired
    rolling = strategy.get("rollingUpdate", {})
    surge = math.ceil(_part(rolling.get("maxSurge", "25%"), desired))
    unavailable = math.floor(_part(rolling.get("maxUnavailable", "25%"), desired))
    return surge, unavailable if surge or unavailable else 1


def _part(told: int | str, whole: int) -> float:
    return float(told) if isinstance(told, int) else int(told.rstrip("%")) * whole / 100
