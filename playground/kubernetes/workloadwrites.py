"""What people write into Deployments, StatefulSets and DaemonSets, and into their scales."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from playground.kubernetes.control import KINDS, Control
from playground.kubernetes.fields import changed, owned
from playground.kubernetes.orders import Order, Thing
from playground.kubernetes.problems import Problem, invalid, not_found
from playground.kubernetes.workloads import Workload
from playground.kubernetes.world import World

OF_PLURAL = {"deployments": "Deployment", "statefulsets": "StatefulSet", "daemonsets": "DaemonSet"}
IMMUTABLE = ("uid", "creationTimestamp", "namespace")
NEGATIVE = "must be greater than or equal to 0"


class WorkloadWrites:
    """Carries out what is written into workloads."""

    def __init__(self, world: World, control: Control) -> None:
        self._world, self._control = world, control

    def change(self, order: Order) -> Thing:
        """Carry out a PATCH or a PUT of a workload, and return it as it is then.

        Raises:
            Problem: there is none, or the change is refused.
        """
        work, made = self._find(order)
        wanted = order.applied({"apiVersion": "apps/v1", "kind": work.kind, **made})
        _check(work, made, wanted)
        return self._write(order, work, made, {"metadata": wanted["metadata"], "spec": wanted["spec"]}, "")

    def scale(self, order: Order) -> Thing:
        """Return a workload's Scale, after the change if the order is one.

        Raises:
            Problem: there is none, or the change is refused.
        """
        work, made = self._find(order, scale=True)
        now = _scale(made)
        if order.method == "GET":
            return now
        wanted = order.applied(now)
        replicas = wanted.get("spec", {}).get("replicas", 0)
        if not isinstance(replicas, int) or replicas < 0:
            cause = ("spec.replicas", "FieldValueInvalid", f"Invalid value: {replicas}: {NEGATIVE}")
            raise invalid("Scale", "autoscaling", work.name, [cause])
        spec = {**made["spec"], "replicas": replicas}
        return _scale(self._write(order, work, made, {"metadata": made["metadata"], "spec": spec}, "scale"))

    def _find(self, order: Order, *, scale: bool = False) -> tuple[Workload, Thing]:
        route = order.route
        work = self._world.work((OF_PLURAL[route.plural], route.namespace, route.name))
        if work is None:
            raise not_found(f"{route.plural}/scale" if scale else route.plural, route.name, route.group)
        return work, self._made(work, order.at)

    def _made(self, work: Workload, now: float) -> Thing:
        made: Thing = KINDS[work.kind].made(work, self._world, now)
        return made

    def _write(self, order: Order, work: Workload, old: Thing, new: dict[str, Any], subresource: str) -> Thing:
        """Write it, unless it is the same or only to be tried; return the whole object."""
        options, now = order.options(), order.at
        fields, known = changed(_written(old), new), old["metadata"]
        if not fields:
            return old
        generation = known["generation"] + (1 if "f:spec" in fields else 0)
        by = {"manager": options.manager, "apiVersion": "apps/v1", "at": int(now), "subresource": subresource,
              "minor": self._world.minor}  # fmt: skip
        kept = {name: known[name] for name in IMMUTABLE}
        meta = {**new["metadata"], **kept, "generation": generation}
        meta["managedFields"] = owned(known["managedFields"], fields, by)
        if options.dry_run:
            return {"metadata": meta, "spec": new["spec"], "status": old["status"]}
        meta["resourceVersion"] = str(self._world.next_version())
        self._control.write(work, {"metadata": meta, "spec": new["spec"]}, int(now))
        written = self._world.work(work.key) or work
        return self._made(written, now)


def _written(made: Thing) -> dict[str, Any]:
    """Return what of an object people write, with lists as JSON has them."""
    told = {"metadata": made["metadata"], "spec": made["spec"]}
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(told))
    return plain


def _check(work: Workload, old: Thing, new: Thing) -> None:
    """Raise Problem 422 unless a workload may be written so."""
    spec, causes = new.get("spec", {}), []
    replicas = spec.get("replicas", 0)
    if not isinstance(replicas, int):
        raise Problem(400, f'{work.kind} in version "v1" cannot be handled: spec.replicas: not a number', "BadRequest")
    if replicas < 0:
        causes.append(("spec.replicas", "FieldValueInvalid", f"Invalid value: {replicas}: {NEGATIVE}"))
    chosen, marks = spec.get("selector", {}).get("matchLabels", {}), spec["template"]["metadata"].get("labels", {})
    if not chosen.items() <= marks.items():
        why = "`selector` does not match template `labels`"
        causes.append(("spec.template.metadata.labels", "FieldValueInvalid", f"Invalid value: {_go_map(marks)}: {why}"))
    if spec.get("selector") != old["spec"]["selector"]:
        told = f"v1.LabelSelector{{MatchLabels:{_go_map(chosen)}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}}"
        causes.append(("spec.selector", "FieldValueInvalid", f"Invalid value: {told}: field is immutable"))
    if not spec["template"]["spec"].get("containers"):
        causes.append(("spec.template.spec.containers", "FieldValueRequired", "Required value"))
    if causes:
        raise invalid(work.kind, "apps", work.name, causes)


def _go_map(told: Mapping[str, str]) -> str:
    return "map[string]string{" + ", ".join(f'"{name}":"{value}"' for name, value in sorted(told.items())) + "}"


def _scale(made: Thing) -> dict[str, Any]:
    meta, chosen = made["metadata"], made["spec"]["selector"]["matchLabels"]
    kept = ("name", "namespace", "uid", "resourceVersion", "creationTimestamp")
    return {
        "kind": "Scale",
        "apiVersion": "autoscaling/v1",
        "metadata": {name: meta[name] for name in kept},
        "spec": {"replicas": made["spec"]["replicas"]},
        "status": {
            "replicas": made["status"].get("replicas", 0),
            "selector": ",".join(f"{name}={value}" for name, value in sorted(chosen.items())),
        },
    }
