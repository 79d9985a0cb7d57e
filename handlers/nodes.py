"""Many nodes: which are not ready, which are under pressure, and what there is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import msgspec

from connectors._kube.nodes.records import NodeList, NodeQuestion
from connectors.kubernetes import Kubernetes
from handlers._asks import LineAsks
from handlers._contract import Command, Invocation, Tools, Whole
from handlers._selectors import selector_of
from handlers._whole import IN_FILE, IN_MESSAGE
from processors._node_listing import listing
from processors._summary import Part, Summary
from processors.nodes import summary


def _load(question: NodeQuestion, most: int) -> Callable[[Invocation, Tools], Awaitable[NodeList]]:
    async def load(invocation: Invocation, tools: Tools) -> NodeList:
        labels = invocation.option("selector") or ""
        return await tools.upstream(Kubernetes).nodes.find(question, labels, deadline=tools.deadline, most=most)

    return load


def _digest(found: NodeList) -> NodeList:
    return msgspec.structs.replace(found, nodes=found.nodes[:IN_MESSAGE])


def _show(invocation: Invocation, parts: Sequence[Part[NodeList]]) -> Summary:
    return summary(parts, LineAsks(invocation))


def _command(name: str, question: NodeQuestion, what: str, *aliases: str, example: str) -> Command:
    return Command(
        name=name,
        help=what,
        record=NodeList,
        load=_load(question, IN_MESSAGE),
        show=_show,
        asks=("kubernetes",),
        options=(selector_of("nodes"),),
        aliases=aliases,
        example=example,
        whole=Whole(_load(question, IN_FILE), _digest, listing),
    )


COMMANDS = (
    _command("nodes", "all", "all nodes, unwell ones first", "nodes all", "all nodes", example="nodes -l pool=gpu"),
    _command(
        "nodes notready", "notready", "nodes that are not ready, and since when",
        "nodes not ready", "notready nodes", "notready", example="nodes notready @all",
    ),
    _command(
        "nodes pressure", "pressure", "nodes short of memory, disk or processes",
        "pressure", example="nodes pressure @prod",
    ),
)  # fmt: skip
