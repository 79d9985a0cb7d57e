"""Many Deployments, StatefulSets and DaemonSets: which are not as they should be, and what there is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import msgspec

from connectors._kube.records import Scope
from connectors._kube.workloads.records import WorkloadList, WorkloadQuestion
from connectors.kubernetes import Kubernetes
from handlers._asks import LineAsks
from handlers._contract import Command, Invocation, Tools, Whole
from handlers._selectors import NAMESPACE, selector_of
from handlers._whole import IN_FILE, IN_MESSAGE
from processors._summary import Part, Summary
from processors._workload_listing import listing
from processors.workloads import summary


def _load(question: WorkloadQuestion, most: int) -> Callable[[Invocation, Tools], Awaitable[WorkloadList]]:
    async def load(invocation: Invocation, tools: Tools) -> WorkloadList:
        scope = Scope(invocation.option("namespace") or "", invocation.option("selector") or "")
        return await tools.upstream(Kubernetes).workloads.find(scope, question, deadline=tools.deadline, most=most)

    return load


def _digest(found: WorkloadList) -> WorkloadList:
    return msgspec.structs.replace(found, workloads=found.workloads[:IN_MESSAGE])


def _show(invocation: Invocation, parts: Sequence[Part[WorkloadList]]) -> Summary:
    return summary(parts, LineAsks(invocation))


def _command(name: str, question: WorkloadQuestion, what: str, *aliases: str, example: str) -> Command:
    return Command(
        name=name,
        help=what,
        record=WorkloadList,
        load=_load(question, IN_MESSAGE),
        show=_show,
        asks=("kubernetes",),
        options=(NAMESPACE, selector_of("workloads")),
        aliases=aliases,
        example=example,
        whole=Whole(_load(question, IN_FILE), _digest, listing),
    )


COMMANDS = (
    _command(
        "workloads", "all", "Deployments, StatefulSets, DaemonSets: ready, updated, their rollouts",
        "workloads all", "all workloads", example="workloads -n payments",
    ),
    _command(
        "workloads unhealthy", "unhealthy", "workloads that lack pods or whose rollout is stuck, worst first",
        "unhealthy workloads", "unhealthy", example="workloads unhealthy @all",
    ),
)  # fmt: skip
