"""The whole picture in one message: each part of a cluster in a line."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from connectors._alerts.records import Matcher
from connectors._deadline import Deadline
from connectors._kube.records import Scope
from connectors.alertmanager import Alertmanager
from connectors.kubernetes import Kubernetes
from handlers._asks import LineAsks
from handlers._contract import Command, Invocation, Tools, UsageError
from handlers._pieces import PATIENCE, pieces
from handlers._selectors import NAMESPACE
from processors import _alert_digest, _gists
from processors._digest import condense
from processors._gists import Gist
from processors._summary import Part, Summary
from processors.status import Aspect, Picture, summary

_HALF_HOUR = 1800.0


class Look(NamedTuple):
    """One part of the picture: its name, whom it asks, and how (of one namespace, "" for all, by a deadline).

    It is left out where the target has no such upstream.
    """

    name: str
    upstream: type[Any]
    ask: Callable[[Tools, str, Deadline], Awaitable[Gist]]


async def _nodes(tools: Tools, _: str, deadline: Deadline) -> Gist:
    return _gists.of_nodes(await tools.upstream(Kubernetes).nodes.find("all", deadline=deadline))


async def _pods(tools: Tools, namespace: str, deadline: Deadline) -> Gist:
    found = await tools.upstream(Kubernetes).pods(Scope(namespace), "failed", deadline=deadline)
    return _gists.of_pods(condense(found))


async def _workloads(tools: Tools, namespace: str, deadline: Deadline) -> Gist:
    found = await tools.upstream(Kubernetes).workloads.find(Scope(namespace), "unhealthy", deadline=deadline)
    return _gists.of_workloads(found)


async def _warnings(tools: Tools, namespace: str, deadline: Deadline) -> Gist:
    found = await tools.upstream(Kubernetes).events.find(namespace, "warning", _HALF_HOUR, deadline=deadline)
    return _gists.of_warnings(found)


async def _alerts(tools: Tools, namespace: str, deadline: Deadline) -> Gist:
    matchers = (Matcher("namespace", "=", namespace),) if namespace else ()
    found = await tools.upstream(Alertmanager).alerts(matchers, suppressed=False, deadline=deadline)
    return _gists.of_alerts(_alert_digest.condense(found), ",".join(map(str, matchers)))


LOOKS = (
    Look("nodes", Kubernetes, _nodes),
    Look("pods", Kubernetes, _pods),
    Look("workloads", Kubernetes, _workloads),
    Look("warnings", Kubernetes, _warnings),
    Look("alerts", Alertmanager, _alerts),
)
"""What the picture is made of, in the order in which it is told."""


def _has(tools: Tools, upstream: type[Any]) -> bool:
    try:
        tools.upstream(upstream)
    except UsageError:
        return False
    return True


async def _load(invocation: Invocation, tools: Tools) -> Picture:
    namespace, soon = invocation.option("namespace") or "", tools.deadline.sooner(PATIENCE)
    if namespace:  # else each part would say by itself that it is not there
        await tools.upstream(Kubernetes).cluster.check_namespace(namespace, soon)
    looks = [look for look in LOOKS if _has(tools, look.upstream)]
    gists = await pieces(partial(look.ask, tools, namespace, soon) for look in looks)
    return Picture(tuple(Aspect(look.name, gist) for look, gist in zip(looks, gists, strict=True)))


def _show(invocation: Invocation, parts: Sequence[Part[Picture]]) -> Summary:
    return summary(invocation.option("namespace") or "", parts, LineAsks(invocation))


COMMANDS = (
    Command(
        name="status",
        help="the whole picture: nodes, failing pods, unhealthy workloads, warnings, alerts",
        record=Picture,
        load=_load,
        show=_show,
        asks=("kubernetes",),
        options=(NAMESPACE,),
        aliases=("overview",),
        example="status @all",
    ),
)
