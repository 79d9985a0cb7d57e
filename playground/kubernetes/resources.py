"""The kinds of things that the demo API serves: their names, their versions, and where they come from."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from playground.kubernetes import (
    autoscalers,
    budgets,
    claims,
    cronjobs,
    daemonsets,
    deployments,
    events,
    history,
    jobs,
    namespaces,
    nodes,
    quotas,
    replicasets,
    statefulsets,
    usage,
)
from playground.kubernetes.items import Item, ObjectItem, PodItem
from playground.kubernetes.world import World

META = ("metadata.name", "metadata.namespace")
POD_FIELDS = ("spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "status.phase",
              "status.podIP", "status.podIPs", "status.nominatedNodeName")  # fmt: skip
UNKNOWN = "field label not supported: {field}"
STRICT = '"{field}" is not a known field selector: only "metadata.name", "metadata.namespace"'
JOBS = 'field label "{field}" not supported for batchv1.Job'
CRONJOBS = 'field label "{field}" not supported for "CronJob"'
INVOLVED = ("kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath")
EVENT_FIELDS = (*(f"involvedObject.{name}" for name in INVOLVED), "reason", "reportingComponent", "source", "type")
NOTE_FIELDS = (*(f"regarding.{name}" for name in INVOLVED), "reason", "reportingController", "type")
LATEST = 99


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
        version: the version of its group that it is served in.
        since, until: the minor versions of Kubernetes 1 with which this began and ended (excluded)
            (kubernetes.io/docs/reference/using-api/deprecation-guide).
    """

    plural: str
    kind: str
    group: str
    namespaced: bool
    short: str
    fields: tuple[str, ...] = META
    refusal: str = STRICT
    objects: Callable[[World, float], Iterable[dict[str, Any]]] | None = None
    version: str = "v1"
    since: int = 0
    until: int = LATEST

    @property
    def table(self) -> str:
        """The name of the form of its Tables."""
        return "metrics" if self.group == "metrics.k8s.io" else self.plural

    @property
    def api_version(self) -> str:
        """Its group and version, e.g. `apps/v1`."""
        return f"{self.group}/{self.version}" if self.group else self.version


def _scaler(version: str, since: int, until: int, objects: Callable[[World, float], Iterable[dict[str, Any]]]) -> Resource:
    return Resource("horizontalpodautoscalers", "HorizontalPodAutoscaler", "autoscaling", True, "hpa", objects=objects,
                    version=version, since=since, until=until)  # fmt: skip


def _budget(version: str, since: int, until: int) -> Resource:
    return Resource("poddisruptionbudgets", "PodDisruptionBudget", "policy", True, "pdb", objects=budgets.objects,
                    version=version, since=since, until=until)  # fmt: skip


def _cronjob(version: str, since: int, until: int) -> Resource:
    return Resource("cronjobs", "CronJob", "batch", True, "cj", META, CRONJOBS, cronjobs.objects, version, since, until)


RESOURCES: Sequence[Resource] = (
    Resource("events", "Event", "", True, "ev", META + EVENT_FIELDS, UNKNOWN, events.objects),
    Resource("namespaces", "Namespace", "", False, "ns", ("metadata.name", "status.phase"), UNKNOWN, namespaces.objects),
    Resource("nodes", "Node", "", False, "no", ("metadata.name", "spec.unschedulable"), UNKNOWN, nodes.objects),
    Resource("persistentvolumeclaims", "PersistentVolumeClaim", "", True, "pvc", objects=claims.objects),
    Resource("pods", "Pod", "", True, "po", META + POD_FIELDS, UNKNOWN),
    Resource("resourcequotas", "ResourceQuota", "", True, "quota", objects=quotas.objects),
    Resource("controllerrevisions", "ControllerRevision", "apps", True, "", objects=history.objects),
    Resource("daemonsets", "DaemonSet", "apps", True, "ds", objects=daemonsets.objects),
    Resource("deployments", "Deployment", "apps", True, "deploy", objects=deployments.objects),
    Resource("replicasets", "ReplicaSet", "apps", True, "rs", objects=replicasets.objects),
    Resource("statefulsets", "StatefulSet", "apps", True, "sts", objects=statefulsets.objects),
    Resource("events", "Event", "events.k8s.io", True, "ev", META + NOTE_FIELDS, UNKNOWN, events.notes, since=19),
    _scaler("v2", 23, LATEST, autoscalers.objects),
    _scaler("v1", 0, LATEST, autoscalers.first_objects),
    _scaler("v2beta2", 12, 26, autoscalers.objects),
    Resource("jobs", "Job", "batch", True, "", (*META, "status.successful"), JOBS, jobs.objects),
    _cronjob("v1", 21, LATEST),
    _cronjob("v1beta1", 8, 25),
    _budget("v1", 21, LATEST),
    _budget("v1beta1", 5, 25),
    Resource("storageclasses", "StorageClass", "storage.k8s.io", False, "sc", objects=claims.classes),
    Resource("nodes", "NodeMetrics", "metrics.k8s.io", False, "", META, objects=usage.nodes, version="v1beta1"),
    Resource("pods", "PodMetrics", "metrics.k8s.io", True, "", META, objects=usage.pods, version="v1beta1"),
)
"""In each group the preferred version first, as servers list them."""


class Shelf:
    """The things of one resource, at one moment, in the order of lists."""

    def __init__(self, resource: Resource, world: World, now: float) -> None:
        self._world, self._now = world, now
        made = resource.objects(world, now) if resource.objects else None
        self._items = (
            None if made is None else sorted((ObjectItem(m, resource.table, now) for m in made), key=lambda i: i.key)
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
