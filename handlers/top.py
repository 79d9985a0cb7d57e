"""Who uses most."""

from __future__ import annotations

from collections.abc import Sequence

from connectors._kube.usage.records import UseList
from connectors.kubernetes import Kubernetes
from handlers._asks import LineAsks
from handlers._contract import Command, Invocation, Tools
from handlers._selectors import NAMESPACE, SELECTOR, scope, selector_of
from processors._summary import Part, Summary
from processors.usage import summary


async def _load_pods(invocation: Invocation, tools: Tools) -> UseList:
    return await tools.upstream(Kubernetes).usage.pods(scope(invocation), deadline=tools.deadline)


async def _load_nodes(invocation: Invocation, tools: Tools) -> UseList:
    return await tools.upstream(Kubernetes).usage.nodes(scope(invocation), deadline=tools.deadline)


def _show(invocation: Invocation, parts: Sequence[Part[UseList]]) -> Summary:
    return summary(parts, LineAsks(invocation))


COMMANDS = (
    Command(
        name="top pods",
        help="pods that use most CPU or memory, beside what they request and may have",
        record=UseList,
        load=_load_pods,
        show=_show,
        asks=("kubernetes",),
        options=(NAMESPACE, SELECTOR),
        aliases=("top", "top pod"),
        example="top pods -n shop",
    ),
    Command(
        name="top nodes",
        help="nodes by what is used of them",
        record=UseList,
        load=_load_nodes,
        show=_show,
        asks=("kubernetes",),
        options=(selector_of("nodes"),),
        aliases=("top node",),
        example="top nodes @all",
    ),
)
