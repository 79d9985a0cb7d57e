"""The kinds of things that the demo API serves: their names, their paths, and where they come from."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from playground.kubernetes import owners, places
from playground.kubernetes.events import events
from playground.kubernetes.items import Item, ObjectItem, PodItem
from playground.kubernetes.world import World

META = ("metadata.name", "metadata.namespace")
POD_FIELDS = ("spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "status.phase",
              "status.podIP", "status.podIPs", "status.nominatedNodeName")  # fmt: skip
STRICT = '"{field}" is not a known field selector: only "metadata.name", "metadata.namespace"'
BATCH = 'field label "{field}" not supported for batchv1.Job'
INVOLVED = ("kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath")
EVENT_FIELDS = (*(f"involvedObject.{name}" for name in INVOLVED), "reason", "source", "type")


@dataclass(frozen=True, slots=True)
class Resource:
    """One kind of thing.

    Attributes:
        plural: its name in paths, e.g. `pods`.
        group: its API group, "" for the core's.
        short: its short names, for discovery.
        fields: what it can be selected by.
        refusal: what it says of a field that it cannot be selected by.
        objects: makes all of them; None for pods, which are too many to be made each time.
    """

    plural: str
    kind: str
    group: str
    namespaced: bool
    short: str
    fields: tuple[str, ...] = META
    refusal: str = "field label not supported: {field}"
    objects: Callable[[World, float], Iterable[dict[str, Any]]] | None = None

    @property
    def api_version(self) -> str:
        """Its group and version, e.g. `apps/v1`."""
        return f"{self.group}/v1" if self.group else "v1"


RESOURCES: Mapping[tuple[str, str], Resource] = {
    (one.group, one.plural): one
    for one in (
        Resource("events", "Event", "", True, "ev", META + EVENT_FIELDS, objects=events),
        Resource("namespaces", "Namespace", "", False, "ns", ("metadata.name", "status.phase"), objects=places.namespaces),
        Resource("nodes", "Node", "", False, "no", ("metadata.name", "spec.unschedulable"), objects=places.nodes),
        Resource("pods", "Pod", "", True, "po", META + POD_FIELDS),
        Resource("daemonsets", "DaemonSet", "apps", True, "ds", refusal=STRICT, objects=owners.daemonsets),
        Resource("deployments", "Deployment", "apps", True, "deploy", refusal=STRICT, objects=owners.deployments),
        Resource("replicasets", "ReplicaSet", "apps", True, "rs", refusal=STRICT, objects=owners.replicasets),
        Resource("statefulsets", "StatefulSet", "apps", True, "sts", refusal=STRICT, objects=owners.statefulsets),
        Resource("jobs", "Job", "batch", True, "", (*META, "status.successful"), BATCH, objects=owners.jobs),
    )
}


class Shelf:
    """The things of one resource, at one moment, in the order of lists."""

    def __init__(self, resource: Resource, world: World, now: float) -> None:
        self._world, self._now = world, now
        made = resource.objects(world, now) if resource.objects else None
        self._items = (
            None if made is None else sorted((ObjectItem(m, resource.plural, now) for m in made), key=lambda i: i.key)
        )

    def between(self, namespace: str, start: str) -> tuple[int, Iterator[Item]]:
        """Return how many things of this namespace ("": all) there are from the key `start` on, and these things."""
        if self._items is None:
            first, last = self._world.span(namespace, start)
            pods = self._world.pods
            return last - first, (PodItem(pods[at], self._world, self._now) for at in range(first, last))
        prefix = f"{namespace}/" if namespace else ""
        chosen = [item for item in self._items if item.key.startswith(prefix)]
        chosen = chosen[bisect_left(chosen, start, key=lambda item: item.key) :]
        return len(chosen), iter(chosen)

    def find(self, namespace: str, name: str) -> Item | None:
        """Return the thing with this name, in this namespace if it has one."""
        if self._items is None:
            pod = self._world.find(namespace, name)
            return PodItem(pod, self._world, self._now) if pod else None
        key = f"{namespace}/{name}" if namespace else name
        return next((item for item in self._items if item.key == key), None)
