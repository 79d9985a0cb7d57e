"""Prints workloads and nodes as table cells, as pkg/printers/internalversion/printers.go does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from playground.kubernetes import cells
from playground.kubernetes.cells import NONE, UNKNOWN, age
from playground.kubernetes.durations import human_duration, moment

Cells = Callable[[dict[str, Any], float], list[Any]]


@cache
def columns() -> Mapping[str, list[dict[str, Any]]]:
    """Return the column definitions of each resource's Table, by the resource's name."""
    read: dict[str, list[dict[str, Any]]] = yaml.safe_load(files(__package__).joinpath("columns.yaml").read_text())
    return read


def columns_of(plural: str, restarts_as_number: bool) -> list[dict[str, Any]]:
    """Return the column definitions of a resource's Table, in the form of servers before v1.22 or of later ones."""
    found = columns()[plural]
    if plural != "pods" or restarts_as_number:
        return found
    return [column | {"type": "string"} if column["name"] == "Restarts" else column for column in found]


def _template(thing: dict[str, Any]) -> tuple[str, str]:
    """Return the names and the images of a workload's containers."""
    boxes = thing["spec"]["template"]["spec"]["containers"]
    return ",".join(box["name"] for box in boxes), ",".join(box["image"] for box in boxes)


def _selector(thing: dict[str, Any]) -> str:
    return ",".join(f"{name}={value}" for name, value in sorted(thing["spec"]["selector"]["matchLabels"].items()))


def _deployment(thing: dict[str, Any], now: float) -> list[Any]:
    spec, status = thing["spec"], thing["status"]
    counts = [f"{status.get('readyReplicas', 0)}/{spec['replicas']}", status.get("updatedReplicas", 0)]
    counts.append(status.get("availableReplicas", 0))
    return [thing["metadata"]["name"], *counts, age(thing, now), *_template(thing), _selector(thing)]


def _replicaset(thing: dict[str, Any], now: float) -> list[Any]:
    status = thing["status"]
    counts = thing["spec"]["replicas"], status["replicas"], status.get("readyReplicas", 0)
    return [thing["metadata"]["name"], *counts, age(thing, now), *_template(thing), _selector(thing)]


def _statefulset(thing: dict[str, Any], now: float) -> list[Any]:
    ready = f"{thing['status'].get('readyReplicas', 0)}/{thing['spec']['replicas']}"
    return [thing["metadata"]["name"], ready, age(thing, now), *_template(thing)]


def _daemonset(thing: dict[str, Any], now: float) -> list[Any]:
    status = thing["status"]
    counts = [status[name] for name in ("desiredNumberScheduled", "currentNumberScheduled", "numberReady")]
    counts += [status.get(name, 0) for name in ("updatedNumberScheduled", "numberAvailable")]
    return [thing["metadata"]["name"], *counts, NONE, age(thing, now), *_template(thing), _selector(thing)]


def _job(thing: dict[str, Any], now: float) -> list[Any]:
    status = thing["status"]
    ended = moment(status["completionTime"]) if "completionTime" in status else now
    took = human_duration(ended - moment(status["startTime"]))
    done = f"{status.get('succeeded', 0)}/{thing['spec']['completions']}"
    return [thing["metadata"]["name"], done, took, age(thing, now), *_template(thing), _selector(thing)]


def _node(thing: dict[str, Any], now: float) -> list[Any]:
    ready = any(one["type"] == "Ready" and one["status"] == "True" for one in thing["status"]["conditions"])
    state = ("Ready" if ready else "NotReady") + (",SchedulingDisabled" if thing["spec"].get("unschedulable") else "")
    info, addresses = thing["status"]["nodeInfo"], {one["type"]: one["address"] for one in thing["status"]["addresses"]}
    wide = [addresses.get("InternalIP", NONE), addresses.get("ExternalIP", NONE)]
    wide += [info[name] or UNKNOWN for name in ("osImage", "kernelVersion", "containerRuntimeVersion")]
    return [thing["metadata"]["name"], state, NONE, age(thing, now), info["kubeletVersion"], *wide]


def _namespace(thing: dict[str, Any], now: float) -> list[Any]:
    return [thing["metadata"]["name"], thing["status"]["phase"], age(thing, now)]


PRINTERS: Mapping[str, Cells] = {
    "deployments": _deployment,
    "replicasets": _replicaset,
    "statefulsets": _statefulset,
    "daemonsets": _daemonset,
    "jobs": _job,
    "nodes": _node,
    "namespaces": _namespace,
    "events": cells.event,
    "cronjobs": cells.cronjob,
    "persistentvolumeclaims": cells.claim,
    "storageclasses": cells.storage_class,
    "resourcequotas": cells.quota,
    "poddisruptionbudgets": cells.budget,
    "controllerrevisions": cells.revision,
    "horizontalpodautoscalers": cells.autoscaler,
    "metrics": cells.usage,
}
"""By the name of the resource; `metrics` are those of nodes and pods alike."""
