"""One Deployment, StatefulSet or DaemonSet in detail."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from connectors._deadline import Deadline
from connectors._errors import Missing
from connectors._kube.events.records import About
from connectors._kube.records import Scope
from connectors._kube.together import task_group
from connectors._kube.workloads.records import Named
from connectors.kubernetes import Kubernetes
from handlers._asks import LineAsks
from handlers._contract import Argument, Command, Invocation, Tools
from handlers._objects import parted, workload_named
from handlers._pieces import PATIENCE, piece
from handlers._selectors import NAMESPACE
from processors._digest import PodDigest, condense
from processors._summary import Part, Summary
from processors.workload import WorkloadReport, summary

_HOUR = 3600.0
"""Seconds of which the events are told: so long a server remembers them."""


async def _load(invocation: Invocation, tools: Tools) -> WorkloadReport:
    cluster = tools.upstream(Kubernetes)
    kind, name = parted(invocation.arguments[0])
    namespace = invocation.option("namespace") or ""
    found = await cluster.workloads.named(kind, name, namespace, deadline=tools.deadline)
    if len(found) > 1:
        return WorkloadReport(candidates=tuple(one.standing for one in found))
    named, one = found[0], found[0].standing
    soon = tools.deadline.sooner(PATIENCE)
    async with task_group() as group:
        happened = partial(cluster.events.find, one.namespace, "all", _HOUR, About(one.kind, one.name), deadline=soon)
        pods = group.create_task(piece(partial(_pods, cluster, named, soon)))
        rollouts = group.create_task(piece(partial(cluster.rollouts.of, named, deadline=soon)))
        events = group.create_task(piece(happened))
    return WorkloadReport(named=named, pods=pods.result(), rollouts=rollouts.result(), events=events.result())


async def _pods(cluster: Kubernetes, named: Named, deadline: Deadline) -> PodDigest:
    """Return its failing pods. Raises Missing where the workload does not tell which these are: no selector is all pods."""
    if not named.selector:
        raise Missing(cluster.target, "the workload has no selector")
    scope = Scope(named.standing.namespace, named.selector)
    return condense(await cluster.pods(scope, "failed", deadline=deadline))


def _show(invocation: Invocation, parts: Sequence[Part[WorkloadReport]]) -> Summary:
    return summary(invocation.arguments[0], parts, LineAsks(invocation))


COMMANDS = (
    Command(
        name="workload",
        help="one workload: its rollout, its pods by reason, its revisions, its events",
        record=WorkloadReport,
        load=_load,
        show=_show,
        asks=("kubernetes",),
        arguments=(
            Argument("KIND/NAME", required=True, help="e.g. deploy/web, sts/db, ds/agent or web", check=workload_named),
        ),
        options=(NAMESPACE,),
        example="workload deploy/web -n shop",
    ),
)
