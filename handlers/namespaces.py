"""What stands in the namespaces."""

from __future__ import annotations

from collections.abc import Sequence

from connectors._kube.spaces.records import SpaceList
from connectors.kubernetes import Kubernetes
from handlers._asks import LineAsks
from handlers._contract import Command, Invocation, Tools
from handlers._selectors import scope, selector_of
from processors._summary import Part, Summary
from processors.spaces import summary


async def _load(invocation: Invocation, tools: Tools) -> SpaceList:
    return await tools.upstream(Kubernetes).spaces.all(scope(invocation), deadline=tools.deadline)


def _show(invocation: Invocation, parts: Sequence[Part[SpaceList]]) -> Summary:
    return summary(parts, LineAsks(invocation))


COMMANDS = (
    Command(
        name="namespaces",
        help="namespaces: pods in each, how many fail, and what keeps one from being deleted",
        record=SpaceList,
        load=_load,
        show=_show,
        asks=("kubernetes",),
        options=(selector_of("namespaces"),),
        aliases=("namespace", "ns"),
        example="namespaces -l team=shop",
    ),
)
