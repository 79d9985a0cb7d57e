"""The demo cluster's world: which pods, workloads and nodes there are, the same for the same seed."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from playground.kubernetes.company import BAD_ROLLOUT, SICK_NODES
from playground.kubernetes.growth import Growth
from playground.kubernetes.states import State
from playground.kubernetes.workloads import Sketch, Workload

SYSTEM_NAMESPACES = ("default", "kube-node-lease", "kube-public")
VERSION_AT_FIRST = 1_048_576


class World:
    """A cluster of `pods` pods in a dozen namespaces, with failures of every kind in it.

    Args:
        pods: how many pods, at least `World.SMALLEST`.
        seed: the same seed makes the same names.
        now: the clock, in seconds since 1970; everything was created so and so long before it is first read.
        version: the Kubernetes version that the server claims to have; it decides on the form of the Restarts cell.

    Raises:
        ValueError: too few pods for all that goes wrong.
    """

    SMALLEST = 400

    def __init__(
        self, pods: int = 2000, seed: int = 7, now: Callable[[], float] = time.time, version: str = "v1.29.4"
    ) -> None:
        if pods < self.SMALLEST:
            raise ValueError(f"a world has at least {self.SMALLEST} pods, not {pods}")
        self.now = now
        self.version = version
        self.began = int(now())
        self.nodes = max(12, pods // 60)
        grown = Growth(pods, seed, self.began, self.nodes)
        self.workloads: Sequence[Workload] = grown.workloads
        self.pods: Sequence[Sketch] = sorted(grown.pods, key=lambda pod: pod.key)
        self._keys = [pod.key for pod in self.pods]
        self.namespaces: Sequence[str] = sorted({work.namespace for work in self.workloads} | set(SYSTEM_NAMESPACES))
        self.by_owner: dict[tuple[str, str], list[Sketch]] = defaultdict(list)
        for pod in self.pods:
            self.by_owner[pod.namespace, pod.revision.owner].append(pod)

    @property
    def restarts_as_number(self) -> bool:
        """Whether tables show restarts as a number (before v1.22), not as text such as `5 (3m ago)`."""
        return tuple(int(part) for part in self.version.lstrip("v").split(".")[:2]) < (1, 22)

    @property
    def resource_version(self) -> int:
        """The version of the whole: one more each second."""
        return VERSION_AT_FIRST + max(0, int(self.now()) - self.began)

    def node_name(self, number: int) -> str:
        """Return the name of the node with this number, from 0."""
        return f"node-{number:03d}"

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

    def truth(self) -> dict[str, Any]:
        """Return what is so at this moment.

        Returns:
            for each state but Running its pods as sorted `namespace/name`; `counts`: how many pods are in each state,
            Running too; `workloads_unhealthy`: Deployments with unready pods, as `namespace/name`; `nodes_notready`: names;
            `bad_rollout`: `namespace/name` of the Deployment whose new version crashes.
        """
        now = self.now()
        states: dict[str, list[str]] = defaultdict(list)
        unhealthy = set()
        for pod in self.pods:
            state = pod.state_at(now)
            states[state.value].append(pod.key)
            done = state in (State.RUNNING, State.FLAPPING, State.COMPLETED, State.TERMINATING)
            if pod.workload.kind == "Deployment" and not done and state is not State.EVICTED:
                unhealthy.add(f"{pod.namespace}/{pod.workload.name}")
        told: dict[str, Any] = {state: sorted(pods) for state, pods in states.items() if state != "Running"}
        told["counts"] = dict(Counter({state: len(pods) for state, pods in states.items()}))
        told["workloads_unhealthy"] = sorted(unhealthy)
        told["nodes_notready"] = [self.node_name(number) for number in SICK_NODES]
        told["bad_rollout"] = "/".join(BAD_ROLLOUT)
        return told
