"""Pods that people delete, or evict as far as the budgets allow it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playground.kubernetes import budgets
from playground.kubernetes.control import Control
from playground.kubernetes.durations import timestamp
from playground.kubernetes.orders import Order, Thing
from playground.kubernetes.pods import pod_object
from playground.kubernetes.problems import bad_request, disrupting, not_found
from playground.kubernetes.rollouts import READY
from playground.kubernetes.states import State
from playground.kubernetes.templates import labels
from playground.kubernetes.workloads import Sketch
from playground.kubernetes.world import World
from playground.kubernetes.writeoptions import preconditions, read_body, write_options

GRACE = 30


class PodWrites:
    """Deletes and evicts pods."""

    def __init__(self, world: World, control: Control) -> None:
        self._world, self._control = world, control

    def delete(self, order: Order) -> Thing:
        """Carry out a DELETE of a pod, and return the pod as it is then: it ends in its own time.

        Raises:
            Problem: there is none, it is not the one that was meant, or an option makes no sense.
        """
        pod, body = self._find(order), read_body(order.body)
        options = write_options(order.method, order.query, order.agent, body.get("dryRun") or ())
        now = order.at
        made = pod_object(pod, self._world, now)
        preconditions(body, made["metadata"], "Pod")
        grace = int(order.query.get("gracePeriodSeconds") or body.get("gracePeriodSeconds", GRACE))
        at_once = grace == 0 or pod.node < 0
        if not options.dry_run:
            gone = self._control.delete(pod, int(now), at_once=at_once)
            made = pod_object(gone, self._world, now)
        seconds = 0 if at_once else grace
        return {"kind": "Pod", "apiVersion": "v1", **made, "metadata": _ending(made["metadata"], now, seconds)}

    def evict(self, order: Order) -> Thing:
        """Carry out an eviction, and return a Status.

        Raises:
            Problem: 429, a budget does not allow it; or there is no such pod, or the body means another.
        """
        body = read_body(order.body)
        if body.get("metadata", {}).get("name") not in (None, order.route.name):
            raise bad_request("name in URL does not match name in Eviction object")
        pod, told = self._find(order), body.get("deleteOptions") or {}
        options = write_options(order.method, order.query, order.agent, told.get("dryRun") or ())
        self._ask_budgets(pod)
        if not options.dry_run:
            self._control.delete(pod, int(order.at), at_once=pod.node < 0)
        return {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "code": 201}

    def _find(self, order: Order) -> Sketch:
        pod = self._world.find(order.route.namespace, order.route.name)
        if pod is None:
            raise not_found("pods", order.route.name)
        return pod

    def _ask_budgets(self, pod: Sketch) -> None:
        """Raise Problem 429 if a budget does not allow the eviction.

        What has not begun, or has ended, is not protected; nor is what is not ready, while the others are enough
        (pkg/registry/core/pod/storage/eviction.go).
        """
        if pod.state.phase != "Running" or pod.state in (State.TERMINATING, State.NODE_LOST):
            return
        marks = labels(pod.workload, pod.revision)
        for budget in budgets.objects(self._world, self._world.now()):
            if budget["metadata"]["namespace"] == pod.namespace and _chosen(budget, marks):
                status = budget["status"]
                healthy, needed = status["currentHealthy"], status["desiredHealthy"]
                if status["disruptionsAllowed"] == 0 and (pod.state in READY or healthy < needed):
                    raise disrupting(budget["metadata"]["name"], needed, healthy)


def _chosen(budget: Mapping[str, Any], marks: Mapping[str, str]) -> bool:
    return bool(budget["spec"]["selector"]["matchLabels"].items() <= marks.items())


def _ending(meta: Mapping[str, Any], now: float, seconds: int) -> dict[str, Any]:
    """Return a pod's metadata with the end of its grace in the place that the API gives it."""
    told = {"deletionTimestamp": timestamp(now + seconds), "deletionGracePeriodSeconds": seconds}
    found: dict[str, Any] = {}
    for name, value in meta.items():
        found[name] = value
        if name == "creationTimestamp":
            found |= told
    return found | told
