"""Prints what surrounds workloads as table cells, as pkg/printers/internalversion/printers.go does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from playground.kubernetes.durations import human_duration, moment

NONE, UNKNOWN, UNSET = "<none>", "<unknown>", "<unset>"
MODES = {"ReadWriteOnce": "RWO", "ReadOnlyMany": "ROX", "ReadWriteMany": "RWX", "ReadWriteOncePod": "RWOP"}


def age(thing: dict[str, Any], now: float) -> str:
    """Return the Age cell."""
    return human_duration(now - moment(thing["metadata"]["creationTimestamp"]))


def event(thing: dict[str, Any], now: float) -> list[Any]:
    """Return the cells of an event, in whichever form of the API it is written."""
    about = thing.get("involvedObject") or thing.get("regarding", {})
    source = thing.get("source") or thing.get("deprecatedSource") or {}
    times = [
        thing.get(name) or thing.get(f"deprecated{name[0].upper()}{name[1:]}")
        for name in ("firstTimestamp", "lastTimestamp")
    ]
    count = thing.get("count") or thing.get("deprecatedCount") or 1
    first = _since(times[0] or thing.get("eventTime"), now)
    last = _since(times[1], now) if times[1] else first
    if thing.get("series"):
        last, count = _since(thing["series"]["lastObservedTime"], now), thing["series"]["count"]
    reporter = thing.get("reportingComponent") or thing.get("reportingController") or ""
    instance = source.get("host") or thing.get("reportingInstance") or ""
    sender = ", ".join(part for part in (source.get("component") or reporter, instance) if part)
    said = [thing["type"], thing["reason"], f"{about['kind'].lower()}/{about['name']}", about.get("fieldPath", "")]
    message = (thing["message"] if "message" in thing else thing["note"]).strip()
    return [last, *said, sender, message, first, count, thing["metadata"]["name"]]


def _since(at: str | None, now: float) -> str:
    return human_duration(now - datetime.fromisoformat(at).timestamp()) if at else UNKNOWN


def cronjob(thing: dict[str, Any], now: float) -> list[Any]:
    """Return the cells of a CronJob."""
    spec, status = thing["spec"], thing["status"]
    boxes = spec["jobTemplate"]["spec"]["template"]["spec"]["containers"]
    last = status.get("lastScheduleTime")
    counted = [str(spec["suspend"]), len(status.get("active", ())), _since(last, now) if last else NONE, age(thing, now)]
    wide = [",".join(box["name"] for box in boxes), ",".join(box["image"] for box in boxes), NONE]
    return [thing["metadata"]["name"], spec["schedule"], *counted, *wide]


def claim(thing: dict[str, Any], now: float) -> list[Any]:
    """Return the cells of a PersistentVolumeClaim."""
    meta, spec, status = thing["metadata"], thing["spec"], thing["status"]
    phase = "Terminating" if meta.get("deletionTimestamp") else status["phase"]
    room, modes = "", ""
    if spec.get("volumeName"):
        room = status.get("capacity", {}).get("storage", "")
        modes = ",".join(MODES[mode] for mode in status.get("accessModes", ()))
    wide = [age(thing, now), spec.get("volumeMode", UNSET)]
    return [meta["name"], phase, spec.get("volumeName", ""), room, modes, spec.get("storageClassName", ""), *wide]


def storage_class(thing: dict[str, Any], now: float) -> list[Any]:
    """Return the cells of a StorageClass."""
    notes = thing["metadata"].get("annotations", {})
    default = " (default)" if notes.get("storageclass.kubernetes.io/is-default-class") == "true" else ""
    binding, expands = thing.get("volumeBindingMode", UNSET), bool(thing.get("allowVolumeExpansion"))
    told = [thing["provisioner"], thing.get("reclaimPolicy", "Delete"), binding, expands, age(thing, now)]
    return [thing["metadata"]["name"] + default, *told]


def quota(thing: dict[str, Any], now: float) -> list[Any]:
    """Return the cells of a ResourceQuota."""
    hard, used = thing["status"]["hard"], thing["status"].get("used", {})
    told = {name: f"{name}: {used.get(name, '0')}/{most}" for name, most in sorted(hard.items())}
    requests = ", ".join(text for name, text in told.items() if not name.startswith("limits."))
    limits = ", ".join(text for name, text in told.items() if name.startswith("limits."))
    return [thing["metadata"]["name"], age(thing, now), requests, limits]


def budget(thing: dict[str, Any], now: float) -> list[Any]:
    """Return the cells of a PodDisruptionBudget."""
    rules = [str(thing["spec"].get(name, "N/A")) for name in ("minAvailable", "maxUnavailable")]
    return [thing["metadata"]["name"], *rules, thing["status"]["disruptionsAllowed"], age(thing, now)]


def revision(thing: dict[str, Any], now: float) -> list[Any]:
    """Return the cells of a ControllerRevision."""
    owner = next((one for one in thing["metadata"].get("ownerReferences", ()) if one.get("controller")), None)
    group = owner["apiVersion"].split("/")[0] if owner and "/" in owner["apiVersion"] else ""
    named = f"{owner['kind'].lower()}{'.' + group if group else ''}/{owner['name']}" if owner else NONE
    return [thing["metadata"]["name"], named, thing["revision"], age(thing, now)]


def autoscaler(thing: dict[str, Any], now: float) -> list[Any]:
    """Return the cells of a HorizontalPodAutoscaler, in whichever form of the API it is written."""
    spec, status, meta = thing["spec"], thing["status"], thing["metadata"]
    target = f"{spec['scaleTargetRef']['kind']}/{spec['scaleTargetRef']['name']}"
    counted = [str(spec.get("minReplicas", UNSET)), spec["maxReplicas"], status["currentReplicas"], age(thing, now)]
    return [meta["name"], target, _targets(spec, status), *counted]


def _targets(spec: Mapping[str, Any], status: Mapping[str, Any]) -> str:
    if "metrics" not in spec:
        if "targetCPUUtilizationPercentage" not in spec:
            return NONE
        used = status.get("currentCPUUtilizationPercentage")
        return f"{UNKNOWN if used is None else f'{used}%'}/{spec['targetCPUUtilizationPercentage']}%"
    current = status.get("currentMetrics") or []
    return ", ".join(_target(one, current[n] if n < len(current) else None) for n, one in enumerate(spec["metrics"]))


def _target(wanted: Mapping[str, Any], current: Mapping[str, Any] | None) -> str:
    kind = wanted["type"].lower()
    target, found = wanted[kind]["target"], current[kind]["current"] if current else {}
    if "averageUtilization" in target:
        used = found.get("averageUtilization")
        return f"{UNKNOWN if used is None else f'{used}%'}/{target['averageUtilization']}%"
    return f"{found.get('averageValue', UNKNOWN)}/{target['averageValue']} (avg)"


def usage(thing: dict[str, Any], now: float) -> list[Any]:  # noqa: ARG001 - the same signature for every kind
    """Return the cells of NodeMetrics or PodMetrics, as metrics-server prints them."""
    used = thing["usage"] if "usage" in thing else _sum([box["usage"] for box in thing["containers"]])
    return [thing["metadata"]["name"], used["cpu"], used["memory"], thing["window"]]


def _sum(parts: list[dict[str, str]]) -> dict[str, str]:
    units = {"cpu": "n", "memory": "Ki"}
    return {name: f"{sum(int(part[name].removesuffix(unit)) for part in parts)}{unit}" for name, unit in units.items()}
