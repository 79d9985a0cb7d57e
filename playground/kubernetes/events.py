"""Makes the objects of events, as the core API shows them and as `events.k8s.io` does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playground.kubernetes.durations import timestamp
from playground.kubernetes.happenings import happenings
from playground.kubernetes.told import About, Happening
from playground.kubernetes.workloads import uid
from playground.kubernetes.world import World

FIRST_VERSION = 900_000
NEWER = frozenset({"default-scheduler"})
"""Programs that write events through `events.k8s.io`: the core API shows those without first and last times and a count."""


def objects(world: World, now: float) -> Iterator[dict[str, Any]]:
    """Yield the events as the core API shows them. As on a real server one is gone an hour after it was last seen."""
    return (_event(one) for one in happenings(world, now))


def notes(world: World, now: float) -> Iterator[dict[str, Any]]:
    """Yield the same events as `events.k8s.io` shows them."""
    return (_note(one) for one in happenings(world, now))


def _event(one: Happening) -> dict[str, Any]:
    newer = one.source in NEWER
    return {
        "metadata": _metadata(one),
        "involvedObject": _reference(one.about),
        "reason": one.reason,
        "message": one.message,
        "source": {} if newer else _source(one),
        "firstTimestamp": None if newer else timestamp(one.first),
        "lastTimestamp": None if newer else timestamp(one.last),
        **({} if newer else {"count": one.count}),
        "type": one.kind,
        "eventTime": _micro(one.first) if newer else None,
        **(_series(one) if newer else {}),
        **({"action": _action(one)} if newer else {}),
        "reportingComponent": one.source if newer else "",
        "reportingInstance": f"{one.source}-control-0" if newer else "",
    }


def _note(one: Happening) -> dict[str, Any]:
    newer = one.source in NEWER
    old = {
        "deprecatedSource": _source(one), "deprecatedFirstTimestamp": timestamp(one.first),
        "deprecatedLastTimestamp": timestamp(one.last), "deprecatedCount": one.count,
    }  # fmt: skip
    new = {"reportingController": one.source, "reportingInstance": f"{one.source}-control-0", "action": _action(one)}
    return {
        "metadata": _metadata(one),
        "eventTime": _micro(one.first) if newer else None,
        **(_series(one) | new if newer else {}),
        "reason": one.reason,
        "regarding": _reference(one.about),
        "note": one.message,
        "type": one.kind,
        **({"deprecatedSource": {}, "deprecatedFirstTimestamp": None, "deprecatedLastTimestamp": None} if newer else old),
    }


def _action(one: Happening) -> str:
    """Return what the scheduler was doing when it said so."""
    return "Binding" if one.reason == "Scheduled" else "Scheduling"


def _metadata(one: Happening) -> dict[str, Any]:
    namespace = one.about.namespace or "default"
    name = f"{one.about.name}.{int(uid(one.about.uid, one.reason, one.message)[:8], 16) << 20 | one.first & 0xFFFFF:016x}"
    return {
        "name": name,
        "namespace": namespace,
        "uid": uid("Event", namespace, name),
        "resourceVersion": str(FIRST_VERSION + one.last % 100_000),
        "creationTimestamp": timestamp(one.first),
    }


def _reference(about: About) -> dict[str, str]:
    told = {"kind": about.kind, "namespace": about.namespace, "name": about.name, "uid": about.uid}
    told |= {"apiVersion": about.api_version, "fieldPath": about.path}
    return {name: value for name, value in told.items() if value}


def _source(one: Happening) -> dict[str, str]:
    return {"component": one.source, **({"host": one.node} if one.node else {})}


def _series(one: Happening) -> dict[str, Any]:
    return {"series": {"count": one.count, "lastObservedTime": _micro(one.last)}} if one.count > 1 else {}


def _micro(at: int) -> str:
    """Return a moment as the API writes it where it counts microseconds."""
    return timestamp(at).replace("Z", ".000000Z")
