"""The rules of Prometheus."""

from __future__ import annotations

from collections.abc import Sequence

from connectors._prom.records import RuleReport
from connectors.prometheus import Prometheus
from handlers._asks import LineAsks
from handlers._contract import Command, Invocation, Tools
from processors._summary import Part, Summary
from processors.rules import summary


async def _load(_: Invocation, tools: Tools) -> RuleReport:
    return await tools.upstream(Prometheus).rules(deadline=tools.deadline)


def _show(invocation: Invocation, parts: Sequence[Part[RuleReport]]) -> Summary:
    return summary(parts, LineAsks(invocation))


COMMANDS = (
    Command(
        name="rules failing",
        help="rules that Prometheus cannot evaluate, and groups that are too slow",
        record=RuleReport,
        load=_load,
        show=_show,
        asks=("prometheus",),
        aliases=("rules failed", "rules", "failing rules"),
        example="rules failing @all",
    ),
)
