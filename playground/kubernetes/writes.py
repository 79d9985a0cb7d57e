"""Requests that change something, and who carries them out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from playground.kubernetes.control import Control
from playground.kubernetes.encoding import encode
from playground.kubernetes.nodewrites import NodeWrites
from playground.kubernetes.orders import Order, Thing
from playground.kubernetes.podwrites import PodWrites
from playground.kubernetes.problems import wrong_method
from playground.kubernetes.replies import Reply, reply
from playground.kubernetes.resources import Resource
from playground.kubernetes.rights import Rights
from playground.kubernetes.workloadwrites import OF_PLURAL, WorkloadWrites
from playground.kubernetes.world import World

CHANGE = ("PATCH", "PUT")
SCALED = ("deployments", "statefulsets")


class Writes:
    """Carries out what may be changed here: see the table in the README."""

    def __init__(self, world: World, control: Control, rights: Rights) -> None:
        self._rights = rights
        workloads, nodes, pods = WorkloadWrites(world, control), NodeWrites(world, control), PodWrites(world, control)
        self._known: Mapping[tuple[str, str, str], Callable[[Order], Thing]] = {
            **{(method, plural, ""): workloads.change for method in CHANGE for plural in OF_PLURAL},
            **{(method, plural, "scale"): workloads.scale for method in ("GET", *CHANGE) for plural in SCALED},
            **{(method, "nodes", ""): nodes.change for method in CHANGE},
            ("DELETE", "pods", ""): pods.delete,
            ("POST", "pods", "eviction"): pods.evict,
        }

    def knows(self, method: str, resource: Resource, sub: str) -> bool:
        """Return whether a resource, or what is below it, can be asked for with this method."""
        return resource.group in ("", "apps") and (method, resource.plural, sub) in self._known

    def carry_out(self, order: Order, resource: Resource, user: str) -> Reply:
        """Carry out an order of this user, and return the answer.

        Raises:
            Problem: it is refused.
        """
        route = order.route
        if not self.knows(order.method, resource, route.sub):
            raise wrong_method()
        what = f"{route.plural}/{route.sub}" if route.sub else route.plural
        verb = "get" if order.method == "GET" else order.verb
        self._rights.check(user, verb, what, route.group, route.namespace, route.name)
        thing = self._known[order.method, route.plural, route.sub](order)
        whole = thing if "kind" in thing else {"kind": resource.kind, "apiVersion": resource.api_version, **thing}
        return reply(encode(whole) + b"\n", 201 if order.method == "POST" else 200)
