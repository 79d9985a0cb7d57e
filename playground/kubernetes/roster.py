"""The pods of a world, in the order of lists, and who owns them; pods can be taken out and put in."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from playground.kubernetes.workloads import Sketch, Workload


class Roster:
    """Pods by their keys.

    Args:
        pods: those of the beginning.

    Attributes:
        pods: all of them, in the order of etcd's keys.
        by_owner: those of each namespace and owner.
        edition: another number after each change.
    """

    def __init__(self, pods: Iterable[Sketch]) -> None:
        self.pods: Sequence[Sketch] = sorted(pods, key=lambda pod: pod.key)
        self._keys = [pod.key for pod in self.pods]
        self.by_owner: dict[tuple[str, str], list[Sketch]] = defaultdict(list)
        for pod in self.pods:
            self.by_owner[pod.namespace, pod.revision.owner].append(pod)
        self.edition, self._born = 0, len(self.pods)

    def next_index(self) -> int:
        """Return a number that no pod has had."""
        self._born += 1
        return self._born

    def change(self, gone: Iterable[Sketch] = (), new: Iterable[Sketch] = ()) -> None:
        """Take pods out and put others in. Who reads the old list goes on reading the old list."""
        pods, keys, load = list(self.pods), list(self._keys), self.load
        _ = self.first_counts  # counted now, if it was not before: afterwards it would be too late
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

    @cached_property
    def first_counts(self) -> Counter[tuple[str, str]]:
        """How many pods of each workload counted as replicas at the beginning, by `(namespace, name)`."""
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

    def troubled(self) -> Iterator[Sketch]:
        """Yield the pods about which there are warnings."""
        return (pod for pod in self.pods if not pod.state.uneventful)
