"""One pod in detail."""

from __future__ import annotations

from collections.abc import Sequence

from connectors._kube.records import PodAnswer
from connectors.kubernetes import Kubernetes
from handlers._asks import LineAsks
from handlers._contract import Argument, Command, Invocation, Tools
from handlers._selectors import NAMESPACE, pod_name
from processors._summary import Part, Summary
from processors.pod import summary


async def _load(invocation: Invocation, tools: Tools) -> PodAnswer:
    namespace = invocation.option("namespace") or ""
    return await tools.upstream(Kubernetes).pod(namespace, invocation.arguments[0], deadline=tools.deadline)


def _show(invocation: Invocation, parts: Sequence[Part[PodAnswer]]) -> Summary:
    return summary(invocation.arguments[0], parts, LineAsks(invocation))


COMMANDS = (
    Command(
        name="pod",
        help="one pod: containers, last exit, events, owner, node",
        record=PodAnswer,
        load=_load,
        show=_show,
        asks=("kubernetes",),
        arguments=(Argument("NAME", required=True, help="the pod's name", check=pod_name),),
        options=(NAMESPACE,),
        example="pod web-0 -n shop",
    ),
)
