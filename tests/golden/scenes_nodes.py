"""Situations of nodes."""

from golden.asked import HOUR, MINUTE, NOW, asks, shown, silent, source

from connectors._kube.events.records import EventGroup, EventList
from connectors._kube.nodes.records import Node, NodeDetail, NodeList, NodeQuestion, Share
from connectors._kube.records import Condition, Pod
from handlers._asks import LineAsks
from handlers._contract import Invocation
from processors import node, nodes
from processors._piece import Piece
from processors._summary import Part, Summary
from processors.node import NodeReport


def well(number: int) -> Node:
    """Return a node that is well."""
    return Node(name=f"node-{number:03d}", ready=True, version="v1.29.4", created=NOW - 40 * 24 * HOUR)


def lost(number: int) -> Node:
    """Return a node that nobody has heard of for a while; what is said of it is hostile."""
    return Node(
        name=f"node-{number:03d}",
        ready=False,
        reason="NodeStatusUnknown",
        message="Kubelet stopped posting node status. <!channel>",
        since=NOW - 15 * MINUTE,
        taints=("dedicated=gpu:NoSchedule",),
        version="v1.28.9",
        created=NOW - 40 * 24 * HOUR,
    )


def pressed(number: int) -> Node:
    """Return a node that is short of memory and has been cordoned."""
    return Node(
        name=f"node-{number:03d}",
        ready=True,
        troubles=("MemoryPressure",),
        reason="KubeletHasInsufficientMemory",
        since=NOW - 5 * MINUTE,
        cordoned=True,
        version="v1.29.4",
        created=NOW - 3 * HOUR,
    )


def listed(found: list[Node], question: NodeQuestion = "all", looked_at: int = 60, target: str = "prod") -> Part[NodeList]:
    """Return one target's answer with these nodes."""
    away, short = sum(not one.ready for one in found), sum(bool(one.troubles) for one in found)
    return Part(target, NodeList(question, looked_at, away, short, len(found), tuple(found)), NOW)


def detail() -> NodeDetail:
    """Return a node that is lost, with the pods that fail on it."""
    failing = Pod(
        namespace="payments",
        name="svc-014-7b6ef5dfc-x2x4z",
        reason="NodeLost",
        ready="1/2",
        restarts=3,
        since=NOW - 10 * MINUTE,
    )
    return NodeDetail(
        node=lost(7),
        conditions=(
            Condition("Ready", "Unknown", "NodeStatusUnknown", "Kubelet stopped posting node status.", NOW - 15 * MINUTE),
            Condition("MemoryPressure", "Unknown", "NodeStatusUnknown", "", NOW - 15 * MINUTE),
        ),
        bad=("Ready",),
        shares=(
            Share("cpu", 6450, 15_000),
            Share("memory", 8 << 30, 60 << 30),
            Share("pods", 32, 110),
            Share("nvidia.com/gpu", 2, 4),
        ),
        pods=32,
        failing=(failing,),
    )


def warned() -> EventList:
    """Return what was said of that node."""
    group = EventGroup(
        type="Warning", reason="NodeNotReady", kind="Node", namespace="", name="node-007", times=3, objects=1,
        sample="node-007", first=NOW - 16 * MINUTE, last=NOW - 15 * MINUTE, message="Node status is now: NodeNotReady",
        source="node-controller",
    )  # fmt: skip
    return EventList(question="warning", since=NOW - HOUR, looked_at=3, found=1, times=3, groups=(group,))


def situations() -> dict[str, Summary]:
    """Return what people see of nodes in each situation, by the situation's name."""
    bad = [lost(7), lost(23), pressed(11), *(well(number) for number in range(3))]
    one = LineAsks(Invocation("node", ("node-007",), (), ("prod",)))
    fine = NodeDetail(node=well(1), conditions=(), bad=(), pods_unread="the bot may not list pods there")
    everywhere = [listed(bad), listed([lost(1)], target="staging")]
    return {
        "nodes_healthy": shown(nodes.summary([listed([well(n) for n in range(3)], looked_at=3)], asks("nodes"))),
        "nodes_unwell": shown(nodes.summary([listed(bad)], asks("nodes"))),
        "nodes_notready": shown(nodes.summary([listed([lost(7)], "notready")], asks("nodes notready"))),
        "nodes_notready_none": shown(nodes.summary([listed([], "notready")], asks("nodes notready"))),
        "nodes_pressure": shown(nodes.summary([listed([pressed(11)], "pressure")], asks("nodes pressure"))),
        "nodes_none": shown(nodes.summary([listed([], looked_at=0)], asks("nodes", selector="pool=gpu"))),
        "nodes_partial": shown(
            nodes.summary(everywhere, asks("nodes", "eu-west", "prod", "staging")), source(), source("staging"), silent()
        ),
        "nodes_thousands": shown(
            nodes.summary([listed([lost(n) for n in range(300)], "notready", 5000)], asks("nodes notready"))
        ),
        "node_lost": shown(node.summary([Part("prod", NodeReport(detail(), Piece(warned())), NOW)], one)),
        "node_unread": shown(
            node.summary([Part("prod", NodeReport(fine, Piece(None, "the bot may not list events")), NOW)], one)
        ),
        "node_which": shown(
            node.summary([Part(name, NodeReport(detail(), Piece(warned())), NOW) for name in ("prod", "staging")], one),
            source(),
            source("staging"),
        ),
    }
