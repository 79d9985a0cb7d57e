"""Grows a world: from the company's plan and a seed to workloads and sketches of pods."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from playground.kubernetes.company import (
    BAD_ROLLOUT,
    BAD_ROLLOUT_AGO,
    BAD_ROLLOUT_GOOD_NEW_PODS,
    BAD_ROLLOUT_OLD_PODS,
    BAD_ROLLOUT_VERSIONS,
    HOSTILE_POD,
    SICK_NODES,
    STRAINED_NODE,
    TEAMS,
    TROUBLES,
    Kind,
    Team,
    Trouble,
)
from playground.kubernetes.states import State
from playground.kubernetes.workloads import Revision, Sketch, Workload

LETTERS = "bcdfghjklmnpqrstvwxz2456789"
"""The letters of generated names: no vowels, so that no word comes of it (k8s.io/apimachinery/pkg/util/rand)."""
DAY = 86400
CALM_BEFORE, CALM_MORE = "1.3.2", 4
"""The version of `checkout` before the good one, and its pods that the bad rollout would have cost."""
STATEFUL_REPLICAS = 3
JOB_PODS = {State.FAILED: 3, State.COMPLETED: 4, State.RUNNING: 1}
FIRST_RUN = 29_700_000
"""A CronJob's Jobs are named after the minute of their run."""
LATELY = {("search", "shards"): 50 * 60, ("kube-system", "cni-agent"): 100 * 60}
"""StatefulSets and DaemonSets that were rolled out within the last hours, and how many seconds ago."""
AGES = {
    State.STARTING: (20, 20),
    State.NOT_READY: (DAY, 3 * DAY),
    State.FLAPPING: (DAY, 2 * DAY),
    State.COMPLETED: (3600, 2 * DAY),
    State.FAILED: (1500, 2400),
    State.RUNNING: (540, 540),
}
"""How many seconds ago pods in a state were created, from and to; `TROUBLED_AGE` for the others."""
TROUBLED_AGE = (1800, 7200)


class Growth:
    """What grew: `workloads` and `pods`, unsorted."""

    def __init__(self, pods: int, seed: int, began: int, nodes: int, *, calm: bool = False) -> None:
        self._rng = random.Random(seed)  # noqa: S311 - names of a demo, not secrets
        self._began = began
        self._calm = calm
        self._well = [number for number in range(nodes) if calm or number not in SICK_NODES]
        self._taken: set[str] = set()
        self.workloads: list[Workload] = []
        self.pods: list[Sketch] = []
        self._known: dict[tuple[str, str], Workload] = {}
        for team in TEAMS:
            self._settle(team)
        self._incidents(max(1, pods // 2000))
        self._always_there()
        self._fill(pods - len(self.pods))

    def _settle(self, team: Team) -> None:
        plans: tuple[tuple[Kind, tuple[str, ...]], ...] = (
            ("Deployment", team.deployments), ("StatefulSet", team.statefulsets), ("DaemonSet", team.daemonsets),
        )  # fmt: skip
        for kind, names in plans:
            for name in names:
                self._workload(team.namespace, name, name, kind, self._began - self._rng.randrange(90, 400) * DAY)

    def _workload(self, namespace: str, name: str, app: str, kind: Kind, created: int) -> Workload:
        major, minor, number = self._rng.randrange(1, 5), self._rng.randrange(1, 30), self._rng.randrange(3, 40)
        versions: tuple[str, ...] = (f"{major}.{minor - 1}.0", f"{major}.{minor}.0")
        rollouts = [self._began - self._rng.randrange(20, 60) * DAY, self._began - self._rng.randrange(4, 20 * 24) * 3600]
        if (namespace, name) == BAD_ROLLOUT:
            versions, rollouts = BAD_ROLLOUT_VERSIONS, [self._began - 9 * DAY, self._began - BAD_ROLLOUT_AGO]
            if self._calm:
                versions, rollouts = (CALM_BEFORE, versions[0]), [self._began - 30 * DAY, self._began - 9 * DAY]
        if kind == "Job":
            versions, rollouts = versions[1:], [created]
        elif kind != "Deployment":
            rollouts = [created, self._began - LATELY.get((namespace, name), (self._began - created) // 2)]
        work = Workload(namespace, name, app, kind, tuple(self._revisions(name, kind, number, versions, rollouts)), created)
        self.workloads.append(work)
        self._known[namespace, name] = work
        return work

    def _revisions(
        self, name: str, kind: Kind, number: int, versions: tuple[str, ...], rollouts: list[int]
    ) -> Iterator[Revision]:
        for step, (version, created) in enumerate(zip(versions, rollouts, strict=True)):
            tag = "".join(self._rng.choices("0123456789bcdf", k=10))
            yield Revision(f"{name}-{tag}" if kind == "Deployment" else name, tag, version, number + step, created)

    def _incidents(self, scale: int) -> None:
        if self._calm:
            self._calmly(scale)
            return
        old, new = self._known[BAD_ROLLOUT].revisions
        for _ in range(BAD_ROLLOUT_OLD_PODS * scale):
            self._pod(self._known[BAD_ROLLOUT], old, State.RUNNING, old.created + self._rng.randrange(600))
        for _ in range(BAD_ROLLOUT_GOOD_NEW_PODS * scale):
            self._pod(self._known[BAD_ROLLOUT], new, State.RUNNING, new.created + self._rng.randrange(60))
        for trouble in TROUBLES:
            count = trouble.pods * (scale if trouble.scales else 1)
            if (trouble.namespace, trouble.workload) in self._known:
                self._trouble(self._known[trouble.namespace, trouble.workload], trouble.state, count)
            else:
                self._jobs(trouble, count)
        monolith = self._known["legacy", "monolith"]
        self._pod(monolith, monolith.revisions[-1], State.CRASH_LOOP, self._began - 3600, HOSTILE_POD)

    def _calmly(self, scale: int) -> None:
        """Grow what is there without an incident: the good version everywhere, Jobs that have ended."""
        good = self._known[BAD_ROLLOUT]
        for _ in range((BAD_ROLLOUT_OLD_PODS + BAD_ROLLOUT_GOOD_NEW_PODS + CALM_MORE) * scale):
            self._pod(good, good.revisions[-1], State.RUNNING, good.revisions[-1].created + self._rng.randrange(600))
        for trouble in TROUBLES:
            if (trouble.namespace, trouble.workload) not in self._known:
                state = State.COMPLETED if trouble.state is State.FAILED else trouble.state
                self._jobs(replace(trouble, state=state), trouble.pods * (scale if trouble.scales else 1))

    def _trouble(self, work: Workload, state: State, count: int) -> None:
        youngest, oldest = AGES.get(state, TROUBLED_AGE)
        revision = work.revisions[-1]
        for number in range(count):
            created = self._began - self._rng.randint(youngest, oldest)
            if (work.namespace, work.name) == BAD_ROLLOUT:
                created = revision.created + self._rng.randrange(90)
            self._pod(work, revision, state, created, f"{work.name}-{number}" if work.kind == "StatefulSet" else "")

    def _jobs(self, trouble: Trouble, pods: int) -> None:
        each, (youngest, oldest) = JOB_PODS[trouble.state], AGES.get(trouble.state, TROUBLED_AGE)
        for run in range(-(-pods // each)):
            created = self._began - self._rng.randint(youngest, oldest)
            name = f"{trouble.workload}-{FIRST_RUN + run}"
            work = self._workload(trouble.namespace, name, trouble.workload, "Job", created)
            for number in range(min(each, pods - run * each)):
                self._pod(work, work.revisions[-1], trouble.state, created + number * 60)

    def _always_there(self) -> None:
        names = {pod.key for pod in self.pods}
        for work in self.workloads:
            revision = work.revisions[-1]
            if work.kind == "StatefulSet":
                for number in range(STATEFUL_REPLICAS):
                    if f"{work.namespace}/{work.name}-{number}" not in names:
                        self._pod(work, revision, State.RUNNING, revision.created + number * 60, f"{work.name}-{number}")
            elif work.kind == "DaemonSet":
                for node in self._well:
                    self._pod(work, revision, State.RUNNING, revision.created + node, node=node)

    def _fill(self, pods: int) -> None:
        """Give the healthy pods that remain to the Deployments: at least two each, and uneven shares of the others."""
        plenty = [w for w in self.workloads if w.kind == "Deployment" and (w.namespace, w.name) != BAD_ROLLOUT]
        shares = [self._rng.choice((1, 2, 2, 3, 5, 8)) for _ in plenty]
        each = [2 + (pods - 2 * len(plenty)) * share // sum(shares) for share in shares]
        each[0] += pods - sum(each)
        for work, count in zip(plenty, each, strict=True):
            revision = work.revisions[-1]
            for _ in range(count):
                created = revision.created + self._rng.randrange(max(1, (self._began - revision.created) // 2))
                self._pod(work, revision, State.RUNNING, created)

    def _pod(self, work: Workload, revision: Revision, state: State, created: int, name: str = "", node: int = -1) -> None:
        index = len(self.pods)
        while not name:
            suffix = "".join(self._rng.choices(LETTERS, k=5))
            name = f"{revision.owner}-{suffix}"
            if f"{work.namespace}/{name}" in self._taken:
                name = ""
        self._taken.add(f"{work.namespace}/{name}")
        if node < 0:
            node = self._node(state, index)
        self.pods.append(Sketch(name, work, revision, state, index, created, node, self._began))

    def _node(self, state: State, index: int) -> int:
        if state is State.UNSCHEDULABLE:
            return -1
        if state is State.EVICTED:
            return STRAINED_NODE
        return SICK_NODES[0] if state is State.NODE_LOST else self._well[index % len(self._well)]
