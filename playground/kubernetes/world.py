"""The demo cluster's world: which pods, workloads and nodes there are, the same for the same seed."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from playground.kubernetes.agenda import Agenda
from playground.kubernetes.company import STUCK_NAMESPACE
from playground.kubernetes.growth import Growth
from playground.kubernetes.machines import machines_at
from playground.kubernetes.pace import Pace
from playground.kubernetes.roster import Roster
from playground.kubernetes.states import State
from playground.kubernetes.told import Happening
from playground.kubernetes.truth import truth
from playground.kubernetes.workloads import Sketch, Workload

OTHER_NAMESPACES = ("default", "kube-node-lease", "kube-public", STUCK_NAMESPACE)
TALKER = ("data-platform", "stream-ingest")
"""The workload whose first pod has the long log."""
REMEMBERED = 5000
"""Of what has happened since the beginning so much is kept for events."""
VERSION_AT_FIRST = 1_048_576


class World(Roster):
    """A cluster of `pods` pods in a dozen namespaces, with failures of every kind in it.

    Args:
        pods: how many pods, at least `World.SMALLEST`.
        seed: the same seed makes the same names.
        now: the clock, in seconds since 1970; everything was created so and so long before it is first read.
        version: the Kubernetes version that the server claims to have; it decides on what is offered, and in which form.
        metrics: whether metrics-server is installed.
        long_log: bytes that one pod has logged at least; 0 for no such pod.
        calm: whether next to nothing is wrong when it begins.

    Raises:
        ValueError: too few pods for all that goes wrong.
    """

    SMALLEST = 400

    def __init__(
        self,
        pods: int = 2000,
        seed: int = 7,
        now: Callable[[], float] = time.time,
        version: str = "v1.29.4",
        *,
        metrics: bool = True,
        long_log: int = 0,
        calm: bool = False,
    ) -> None:
        if pods < self.SMALLEST:
            raise ValueError(f"a world has at least {self.SMALLEST} pods, not {pods}")
        self.now = now
        self.version = version
        self.minor = int(version.split(".")[1])
        self.metrics = metrics
        self.long_log = long_log
        self.calm = calm
        self.told: deque[Happening] = deque(maxlen=REMEMBERED)
        self.queue: float | None = None
        self.queue_maxed = False
        self.began = int(now())
        self.nodes = max(12, pods // 60)
        grown = Growth(pods, seed, self.began, self.nodes, calm=calm)
        super().__init__(grown.pods)
        self.workloads: Sequence[Workload] = grown.workloads
        self.namespaces: Sequence[str] = sorted({work.namespace for work in self.workloads} | set(OTHER_NAMESPACES))
        self.pace = Pace(now)
        self.agenda = Agenda(self.pace)
        self.machines = machines_at(self.began, calm=calm)

    @property
    def restarts_as_number(self) -> bool:
        """Whether tables show restarts as a number (before v1.22), not as text such as `5 (3m ago)`."""
        return self.minor < 22

    @property
    def resource_version(self) -> int:
        """The version of the whole: one more each second."""
        return VERSION_AT_FIRST + max(0, int(self.now()) - self.began) + self.edition

    def next_version(self) -> int:
        """Return the resource version of something that is changed just now."""
        self.edition += 1
        return self.resource_version

    def work(self, key: tuple[str, str, str]) -> Workload | None:
        """Return the workload of this kind, namespace and name, if there is one."""
        return next((work for work in self.workloads if work.key == key), None)

    def replace_work(self, work: Workload) -> None:
        """Put a workload in the place of the one that has its key."""
        self.workloads = [work if other.key == work.key else other for other in self.workloads]
        self.edition += 1

    def node_name(self, number: int) -> str:
        """Return the name of the node with this number, from 0."""
        return f"node-{number:03d}"

    @cached_property
    def talker(self) -> Sketch | None:
        """The pod whose log is long, if there is to be one."""
        namespace, name = TALKER
        first, last = self.span(namespace)
        pods = (self.pods[at] for at in range(first, last if self.long_log else first))
        return next((pod for pod in pods if pod.workload.name == name and pod.state is State.RUNNING), None)

    def truth(self) -> dict[str, Any]:
        """Return what is so at this moment; see `playground.kubernetes.truth`."""
        self.agenda.catch_up()
        return truth(self, self.now())
