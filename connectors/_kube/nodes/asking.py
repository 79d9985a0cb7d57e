"""Answers questions about nodes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from connectors._deadline import Deadline
from connectors._errors import Refused
from connectors._kube.cluster import Cluster, Kind
from connectors._kube.diagnosis import diagnose, head
from connectors._kube.nodes.health import READY, badness, is_bad, node_of
from connectors._kube.nodes.objects import NodeObject, RequestingPod
from connectors._kube.nodes.records import Node, NodeDetail, NodeList, NodeQuestion
from connectors._kube.nodes.requests import shares
from connectors._kube.objects import seconds
from connectors._kube.questions import from_pod
from connectors._kube.records import Condition, Pod, Scope

NODES = Kind("api/v1", "nodes", NodeObject, namespaced=False)
PODS = Kind("api/v1", "pods", RequestingPod)

MOST = 500
"""Nodes that are told, unless more are wanted."""

_ANSWERS: Mapping[NodeQuestion, Callable[[Node], bool]] = {
    "all": lambda _: True,
    "notready": lambda node: not node.ready,
    "pressure": lambda node: any(trouble.endswith("Pressure") for trouble in node.troubles),
}


class Nodes:
    """Asks one cluster about its nodes.

    Args:
        cluster: the cluster.
        not_ready_after: seconds after which a pod that is not ready, or still starting, counts as failing.
    """

    def __init__(self, cluster: Cluster, not_ready_after: float) -> None:
        self._cluster, self._not_ready_after = cluster, not_ready_after

    async def find(self, question: NodeQuestion, selector: str = "", *, deadline: Deadline, most: int = MOST) -> NodeList:
        """Return the nodes that answer the question.

        Args:
            question: `all`, `notready`, or `pressure` (of memory, disk, processes).
            selector: a label selector; "" for every node.
            deadline: by when.
            most: how many are told at most.

        Raises:
            UpstreamError: see `connectors._errors`.
        """
        found = await self._cluster.find(NODES, Scope("", selector), deadline)
        # In a thread: with thousands of nodes this takes longer than the event loop may be held.
        nodes = await asyncio.to_thread(lambda: sorted(map(node_of, found.items), key=badness))
        answers = {name: [node for node in nodes if is_one(node)] for name, is_one in _ANSWERS.items()}
        return NodeList(
            question=question,
            looked_at=len(nodes),
            not_ready=len(answers["notready"]),
            pressed=len(answers["pressure"]),
            found=len(answers[question]),
            nodes=tuple(answers[question][:most]),
        )

    async def one(self, name: str, *, deadline: Deadline) -> NodeDetail:
        """Return one node with what its pods ask of it; pods that the bot may not list cost their part of the answer only.

        Raises:
            Missing: there is no such node.
            UpstreamError: see `connectors._errors`.
        """
        node = await self._cluster.get(NODES, "", name, deadline)
        pods: list[RequestingPod] = []
        unread = ""
        try:
            found = await self._cluster.find(PODS, Scope(), deadline, fields=f"spec.nodeName={node.metadata.name}")
        except Refused as error:
            unread = error.reason
        else:
            pods = found.items
            unread = found.unread[0].reason if found.unread else ""
        conditions = node.status.conditions or ()
        return NodeDetail(
            node=node_of(node),
            conditions=tuple(
                Condition(c.type, c.status, c.reason, head(c.message), seconds(c.last_transition_time))
                for c in sorted(conditions, key=lambda c: (not is_bad(c), c.type != READY, c.type))
            ),
            bad=tuple(sorted(c.type for c in conditions if is_bad(c))),
            shares=shares(node, pods) if pods or not unread else (),
            pods=len(pods),
            failing=self._failing(pods),
            pods_unread=unread,
        )

    def _failing(self, pods: list[RequestingPod]) -> tuple[Pod, ...]:
        now = self._cluster.now()
        seen = ((pod, diagnose(pod)) for pod in pods)
        bad = [from_pod(pod, found, now) for pod, found in seen if found and found.is_failure(now, self._not_ready_after)]
        return tuple(sorted(bad, key=lambda pod: -(pod.since or pod.created or 0.0)))
