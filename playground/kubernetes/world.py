"""The demo cluster's world: which pods, workloads and nodes there are, the same for the same seed."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from playground.kubernetes.agenda import Agenda
from playground.kubernetes.company import STUCK_NAMESPACE
from playground.kubernetes.growth import Growth
from playground.kubernetes.machines import machines_at
from playground.kubernetes.pace import Pace
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


class World:
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
        self.workloads: Sequence[Workload] = grown.workloads
        self.pods: Sequence[Sketch] = sorted(grown.pods, key=lambda pod: pod.key)
        self._keys = [pod.key for pod in self.pods]
        self.namespaces: Sequence[str] = sorted({work.namespace for work in self.workloads} | set(OTHER_NAMESPACES))
        self.by_owner: dict[tuple[str, str], list[Sketch]] = defaultdict(list)
        for pod in self.pods:
            self.by_owner[pod.namespace, pod.revision.owner].append(pod)
        self.pace = Pace(now)
        self.agenda = Agenda(self.pace)
        self.machines = machines_at(self.began, calm=calm)
        self.edition, self._born = 0, len(self.pods)

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

    def next_index(self) -> int:
        """Return a number that no pod has had."""
        self._born += 1
        return self._born

    def change(self, gone: Iterable[Sketch] = (), new: Iterable[Sketch] = ()) -> None:
        """Take pods out and put others in. Who reads the old list goes on reading the old list."""
        pods, keys, load = list(self.pods), list(self._keys), self.load
        for pod in gone:
            at, owner = bisect_left(keys, pod.key), (pod.namespace, pod.revision.owner)
            if at < len(pods) and pods[at] is pod:
                del pods[at], keys[at]
                self.by_owner[owner] = [other for other in self.by_owner[owner] if other is not pod]
                load[pod.node] -= pod.counts
        for pod in new:
            at = bisect_left(keys, pod.key)
            pods.insert(at, pod)
            keys.insert(at, pod.key)
            self.by_owner[pod.namespace, pod.revision.owner].append(pod)
            load[pod.node] += pod.counts
        self.pods, self._keys = pods, keys
        self.edition += 1

    @cached_property
    def load(self) -> Counter[int]:
        """How many pods that count as replicas stand on each node, by its number."""
        return Counter(pod.node for pod in self.pods if pod.counts)

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
    def first_counts(self) -> Counter[tuple[str, str]]:
        """How many pods of each workload counted as replicas when this was first asked, by `(namespace, name)`."""
        return Counter((pod.namespace, pod.workload.name) for pod in self.pods if pod.counts)

    def pods_of(self, work: Workload) -> Iterator[list[Sketch]]:
        """Yield the pods of each owner that a workload has, oldest revision first."""
        for owner in dict.fromkeys(revision.owner for revision in work.revisions):
            yield self.by_owner[work.namespace, owner]

    def find(self, namespace: str, name: str) -> Sketch | None:
        """Return the pod with this name in this namespace, if there is one."""
        at = bisect_left(self._keys, f"{namespace}/{name}")
        found = self.pods[at] if at < len(self.pods) else None
        return found if found and found.namespace == namespace and found.name == name else None

    def span(self, namespace: str, start: str = "") -> tuple[int, int]:
        """Return from which to which position (excluded) `pods` are those of a namespace, from the key `start` on.

        Args:
            namespace: "" for all of them.
            start: a key, `namespace/name`.
        """
        if not namespace:
            return bisect_left(self._keys, start), len(self._keys)
        first = bisect_left(self._keys, max(start, f"{namespace}/"))
        return first, bisect_left(self._keys, f"{namespace}0")  # "0" follows "/"

    @cached_property
    def talker(self) -> Sketch | None:
        """The pod whose log is long, if there is to be one."""
        namespace, name = TALKER
        first, last = self.span(namespace)
        pods = (self.pods[at] for at in range(first, last if self.long_log else first))
        return next((pod for pod in pods if pod.workload.name == name and pod.state is State.RUNNING), None)

    def troubled(self) -> Iterator[Sketch]:
        """Yield the pods about which there are warnings."""
        return (pod for pod in self.pods if not pod.state.uneventful)

    def truth(self) -> dict[str, Any]:
        """Return what is so at this moment; see `playground.kubernetes.truth`."""
        self.agenda.catch_up()
        return truth(self, self.now())
