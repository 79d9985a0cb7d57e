"""Many pods: which fail, which wait, which restart, and what there is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from connectors._kube.records import PodList, Question, Scope
from connectors.kubernetes import Kubernetes
from handlers._asks import LineAsks
from handlers._contract import Command, Invocation, Tools, Whole
from handlers._selectors import NAMESPACE, SELECTOR
from processors._digest import PodDigest
from processors._pod_listing import listing
from processors._summary import Part, Summary
from processors.pods import condense, summary

IN_FILE = 25_000
"""Pods of one cluster that a file holds at most: some 3 MB of text, and about 30 MB of memory while it is made."""


def _load(question: Question) -> Callable[[Invocation, Tools], Awaitable[PodDigest]]:
    async def load(invocation: Invocation, tools: Tools) -> PodDigest:
        scope = Scope(invocation.option("namespace") or "", invocation.option("selector") or "")
        return condense(await tools.upstream(Kubernetes).pods(scope, question, deadline=tools.deadline))

    return load


def _all(question: Question) -> Whole:
    async def load(invocation: Invocation, tools: Tools) -> PodList:
        scope = Scope(invocation.option("namespace") or "", invocation.option("selector") or "")
        return await tools.upstream(Kubernetes).pods(scope, question, deadline=tools.deadline, most=IN_FILE)

    return Whole(load, condense, listing)


def _show(invocation: Invocation, parts: Sequence[Part[PodDigest]]) -> Summary:
    return summary(parts, LineAsks(invocation))


def _command(name: str, question: Question, what: str, *aliases: str, example: str) -> Command:
    return Command(
        name=name,
        help=what,
        record=PodDigest,
        load=_load(question),
        show=_show,
        asks=("kubernetes",),
        options=(NAMESPACE, SELECTOR),
        aliases=aliases,
        example=example,
        whole=_all(question),
    )


COMMANDS = (
    _command(
        "pods failed", "failed", "pods that fail, by workload, worst first",
        "pods failing", "failed pods", "failing pods", "failed", "failing", example="pods failed -n payments",
    ),
    _command(
        "pods pending", "pending", "pods that wait, and for what",
        "pending pods", "pending", example="pods pending -l app=web",
    ),
    _command(
        "pods restarting", "restarting", "pods that restarted within the hour, most restarts first",
        "pods restarts", "restarting pods", "restarting", "restarts", example="pods restarting @all",
    ),
    _command("pods", "all", "all pods, by workload", "pods all", "all pods", "po", example="pods -n payments"),
)  # fmt: skip
