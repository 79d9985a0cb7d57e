"""What a pod, or the worst pods of a workload, have logged."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from connectors._kube.logs.records import LogQuestion
from connectors.kubernetes import Kubernetes
from handlers._asks import LineAsks
from handlers._contract import Argument, Command, Invocation, Option, Tools, UsageError
from handlers._durations import duration, seconds
from handlers._objects import log_named, parted
from handlers._patterns import expression, level, level_of, lines
from handlers._selectors import NAMESPACE, SELECTOR, pod_name
from processors._log_digest import LogDigest
from processors._summary import Part, Summary
from processors.logs import Wanted, condense, summary

USUAL, SEARCHED = 2000, 20_000
"""Lines that are read where no number was given: to be read through, and to be searched."""


def _question(invocation: Invocation) -> LogQuestion:
    kind, name = parted(invocation.arguments[0]) if invocation.arguments else ("", "")
    selector = invocation.option("selector") or ""
    if bool(name) == bool(selector):
        raise UsageError("Whose log? Name a pod or KIND/NAME, e.g. logs deploy/web -n shop, or pick pods with -l SELECTOR.")
    searched = any(invocation.option(one) is not None for one in ("grep", "level", "since"))
    since = invocation.option("since")
    return LogQuestion(
        namespace=invocation.option("namespace") or "",
        kind=kind,
        name=name,
        selector=selector,
        container=invocation.option("container") or "",
        previous=invocation.option("previous") is not None,
        since=seconds(since) if since else 0,
        tail=int(invocation.option("tail") or (SEARCHED if searched else USUAL)),
    )


def _wanted(invocation: Invocation) -> Wanted:
    return Wanted(invocation.option("grep") or "", level_of(invocation.option("level")))


async def _load(invocation: Invocation, tools: Tools) -> LogDigest:
    answer = await tools.upstream(Kubernetes).logs.read(_question(invocation), deadline=tools.deadline)
    # In a thread: megabytes of lines take longer than the event loop may be held.
    return await asyncio.to_thread(condense, answer, _wanted(invocation))


def _show(invocation: Invocation, parts: Sequence[Part[LogDigest]]) -> Summary:
    named = invocation.arguments[0] if invocation.arguments else invocation.option("selector") or ""
    return summary(named, _wanted(invocation), parts, LineAsks(invocation))


COMMANDS = (
    Command(
        name="logs",
        help="what a pod, or a workload's worst pods, logged: errors first, the whole as a file, no secrets",
        record=LogDigest,
        load=_load,
        show=_show,
        asks=("kubernetes",),
        arguments=(Argument("POD|KIND/NAME", required=False, help="a pod, or pods of e.g. deploy/web", check=log_named),),
        options=(
            NAMESPACE,
            SELECTOR,
            Option("container", "c", "CONTAINER", "this container instead of the one most worth reading", pod_name),
            Option("previous", "p", "", "the run before the present one"),
            Option("since", "", "DURATION", "how far to look back, e.g. 10m, 1h30m", duration),
            Option("tail", "", "LINES", "the newest lines of each container; 2,000 if not given, 20,000 to search", lines),
            Option("grep", "", "EXPRESSION", "only entries that match this regular expression (RE2)", expression),
            Option("level", "", "LEVEL", "only entries at least this bad: debug, info, warning, error, fatal", level),
            Option("loki", "", "LOGQL", "what a query finds in Loki instead: `loki`, with --since alone", turns="loki"),
        ),
        aliases=("log",),
        example="logs deploy/checkout -n payments --level error",
    ),
)
