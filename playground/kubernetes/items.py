"""What stands in lists, one thing at a time, made only as far as is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from playground.kubernetes.pods import pod_fields, pod_object, pod_shown
from playground.kubernetes.printers import PodRow, print_pod
from playground.kubernetes.tables import PRINTERS
from playground.kubernetes.templates import labels
from playground.kubernetes.workloads import Sketch
from playground.kubernetes.world import World

Row = tuple[list[Any], tuple[dict[str, str], ...]]
"""A Table row's cells and conditions."""


class Item(Protocol):
    """One thing of a list."""

    @property
    def key(self) -> str:
        """Its place in the order of lists: `namespace/name`, or the name of what has no namespace."""
        ...

    def labels(self) -> Mapping[str, str]:
        """Return its labels."""
        ...

    def fields(self) -> Mapping[str, str]:
        """Return the values of the fields that it can be selected by."""
        ...

    def make(self) -> dict[str, Any]:
        """Return the whole object, without `kind` and `apiVersion`."""
        ...

    def row(self) -> Row:
        """Return its row in a Table."""
        ...


class PodItem:
    """A pod."""

    __slots__ = ("_now", "_pod", "_world")

    def __init__(self, pod: Sketch, world: World, now: float) -> None:
        self._pod, self._world, self._now = pod, world, now

    @property
    def key(self) -> str:
        """See `Item`."""
        return self._pod.key

    def labels(self) -> Mapping[str, str]:
        """See `Item`."""
        return labels(self._pod.workload, self._pod.revision)

    def fields(self) -> Mapping[str, str]:
        """See `Item`."""
        return pod_fields(self._pod, self._world, self._now)

    def make(self) -> dict[str, Any]:
        """See `Item`."""
        return pod_object(self._pod, self._world, self._now)

    def printed(self) -> PodRow:
        """Return the row before its ages are filled in."""
        return print_pod(pod_shown(self._pod, self._world, self._now))

    def row(self) -> Row:
        """See `Item`."""
        printed = self.printed()
        return printed.cells(self._now, self._world.restarts_as_number), printed.conditions


class ObjectItem:
    """Anything else: its object is small, and made already."""

    __slots__ = ("_now", "_object", "_table", "key")

    def __init__(self, thing: dict[str, Any], table: str, now: float) -> None:
        self._object, self._table, self._now = thing, table, now
        meta = thing["metadata"]
        self.key = f"{meta['namespace']}/{meta['name']}" if "namespace" in meta else str(meta["name"])

    def labels(self) -> Mapping[str, str]:
        """See `Item`."""
        found: Mapping[str, str] = self._object["metadata"].get("labels", {})
        return found

    def fields(self) -> Mapping[str, str]:
        """See `Item`."""
        thing = self._object
        meta, status = thing["metadata"], thing.get("status", {})
        told = {"metadata.name": meta["name"], "metadata.namespace": meta.get("namespace", "")}
        for about in ("involvedObject", "regarding"):
            told |= {f"{about}.{name}": value for name, value in thing.get(about, {}).items()}
        told |= {name: thing.get(name, "") for name in ("type", "reason", "reportingComponent", "reportingController")}
        told |= {"source": thing.get("source", {}).get("component", ""), "status.phase": status.get("phase", "")}
        told |= {"spec.unschedulable": str(thing.get("spec", {}).get("unschedulable", False)).lower()}
        return told | {
            "status.successful": str(status.get("succeeded", 0)),
            "status.replicas": str(status.get("replicas", 0)),
        }

    def make(self) -> dict[str, Any]:
        """See `Item`."""
        return self._object

    def row(self) -> Row:
        """See `Item`."""
        return PRINTERS[self._table](self._object, self._now), ()
