"""One node in detail."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from connectors._kube.events.records import About
from connectors._kube.together import task_group
from connectors.kubernetes import Kubernetes
from handlers._asks import LineAsks
from handlers._contract import Argument, Command, Invocation, Tools
from handlers._pieces import PATIENCE, piece
from handlers._selectors import object_name
from processors._summary import Part, Summary
from processors.node import NodeReport, summary

_HOUR = 3600.0
"""Seconds of which the warnings are told: so long a server remembers them."""


async def _load(invocation: Invocation, tools: Tools) -> NodeReport:
    cluster, name = tools.upstream(Kubernetes), invocation.arguments[0]
    soon = tools.deadline.sooner(PATIENCE)
    async with task_group() as group:
        warnings = partial(cluster.events.find, "", "warning", _HOUR, About("Node", name), deadline=soon)
        events = group.create_task(piece(warnings))
        detail = await cluster.nodes.one(name, deadline=tools.deadline)
    return NodeReport(detail, events.result())


def _show(invocation: Invocation, parts: Sequence[Part[NodeReport]]) -> Summary:
    return summary(parts, LineAsks(invocation))


COMMANDS = (
    Command(
        name="node",
        help="one node: conditions, taints, what is asked of it, the pods that fail on it",
        record=NodeReport,
        load=_load,
        show=_show,
        asks=("kubernetes",),
        arguments=(Argument("NAME", required=True, help="the node's name", check=object_name),),
        example="node node-007",
    ),
)
