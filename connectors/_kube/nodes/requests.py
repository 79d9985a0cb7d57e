"""Adds up what the pods of a node have asked for, as the scheduler does. Pure.

A pod needs what its containers need together, or what its init containers need one after the other, whichever is more; a
sidecar (an init container that is always restarted) counts with the containers, and with the init containers after it.
https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import ROUND_CEILING, Decimal

from connectors._kube.nodes.objects import NodeObject, RequestingContainer, RequestingPod
from connectors._kube.nodes.records import Share
from connectors._kube.quantities import quantity

_FIRST = ("cpu", "memory", "pods")
_DONE = ("Succeeded", "Failed")


def shares(node: NodeObject, pods: Iterable[RequestingPod]) -> tuple[Share, ...]:
    """Return what is asked for of the resources that every node has, and of others where something is asked."""
    asked: Counter[str] = Counter()
    for pod in pods:
        if pod.status.phase not in _DONE:
            for resource, amount in needs(pod).items():
                asked[resource] += whole(resource, amount)
            asked["pods"] += 1
    has = {name: whole(name, amount) for name, amount in _amounts(node.status.allocatable).items()}
    others = sorted(name for name in has if name not in _FIRST and asked[name])
    return tuple(Share(name, asked[name], has[name]) for name in (*_FIRST, *others) if name in has)


def whole(resource: str, amount: Decimal) -> int:
    """Return an amount as `records.Share` counts it, rounded up as the scheduler does."""
    return int((amount * 1000 if resource == "cpu" else amount).to_integral_value(ROUND_CEILING))


def needs(pod: RequestingPod) -> Mapping[str, Decimal]:
    """Return what one pod needs of each resource."""
    running, most = _Sum(), _Sum()
    for container in pod.spec.init_containers or ():
        if container.restart_policy == "Always":
            running.add(_asked(container))
            most.raise_to(running)
        else:
            most.raise_to(running.with_(_asked(container)))
    for container in pod.spec.containers or ():
        running.add(_asked(container))
    most.raise_to(running)
    most.add(_amounts(pod.spec.overhead))
    return most


def _asked(container: RequestingContainer) -> Mapping[str, Decimal]:
    return _amounts(container.resources.requests)


def _amounts(told: Mapping[str, str] | None) -> Mapping[str, Decimal]:
    return {name: quantity(amount) or Decimal(0) for name, amount in (told or {}).items()}


class _Sum(dict[str, Decimal]):
    """Amounts by resource."""

    def add(self, amounts: Mapping[str, Decimal]) -> None:
        for name, amount in amounts.items():
            self[name] = self.get(name, Decimal(0)) + amount

    def with_(self, amounts: Mapping[str, Decimal]) -> _Sum:
        both = _Sum(self)
        both.add(amounts)
        return both

    def raise_to(self, amounts: Mapping[str, Decimal]) -> None:
        for name, amount in amounts.items():
            self[name] = max(self.get(name, Decimal(0)), amount)
