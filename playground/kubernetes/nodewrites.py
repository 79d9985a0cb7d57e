"""What people write into nodes: cordons, labels, annotations, taints."""

from __future__ import annotations

from playground.kubernetes import nodes
from playground.kubernetes.control import Control
from playground.kubernetes.fields import changed, owned
from playground.kubernetes.orders import Order, Thing
from playground.kubernetes.problems import bad_request, not_found
from playground.kubernetes.world import World

AUTOMATIC = "node.kubernetes.io/"
"""What the taints begin with that the node controller sets and takes away itself."""


class NodeWrites:
    """Carries out what is written into nodes."""

    def __init__(self, world: World, control: Control) -> None:
        self._world, self._control = world, control

    def change(self, order: Order) -> Thing:
        """Carry out a PATCH or a PUT of a node, and return it as it is then.

        Raises:
            Problem: there is none, or the change is refused.
        """
        world, now = self._world, order.at
        number = next((n for n in range(world.nodes) if world.node_name(n) == order.route.name), None)
        if number is None:
            raise not_found("nodes", order.route.name)
        old = nodes.made(world, number, now)
        wanted, options = order.applied({"apiVersion": "v1", "kind": "Node", **old}), order.options()
        cordoned = wanted["spec"].get("unschedulable", False)
        if not isinstance(cordoned, bool):
            raise bad_request('Node in version "v1" cannot be handled: spec.unschedulable: not true or false')
        new = {"metadata": wanted["metadata"], "spec": wanted["spec"]}
        fields = changed({"metadata": old["metadata"], "spec": old["spec"]}, new)
        if not fields:
            return old
        by = {"manager": options.manager, "apiVersion": "v1", "at": int(now), "subresource": "", "minor": world.minor}
        meta = {**wanted["metadata"], "uid": old["metadata"]["uid"]}
        meta["managedFields"] = owned(old["metadata"].get("managedFields", ()), fields, by)
        if options.dry_run:
            return {**old, "metadata": meta, "spec": wanted["spec"]}
        meta["resourceVersion"] = str(world.next_version())
        taints = [taint for taint in wanted["spec"].get("taints", ()) if not taint["key"].startswith(AUTOMATIC)]
        world.machines.written[number] = {"metadata": meta, "taints": taints}
        self._control.cordon(number, int(now), cordoned=cordoned)
        return nodes.made(world, number, now)
