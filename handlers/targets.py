"""What Prometheus scrapes."""

from __future__ import annotations

from collections.abc import Sequence

from connectors._prom.records import TargetReport
from connectors.prometheus import Prometheus
from handlers._asks import LineAsks
from handlers._contract import Command, Invocation, Tools
from processors._summary import Part, Summary
from processors.targets import summary


async def _load(_: Invocation, tools: Tools) -> TargetReport:
    return await tools.upstream(Prometheus).targets(deadline=tools.deadline)


def _show(invocation: Invocation, parts: Sequence[Part[TargetReport]]) -> Summary:
    return summary(parts, LineAsks(invocation))


COMMANDS = (
    Command(
        name="targets down",
        help="targets that Prometheus cannot scrape, and why",
        record=TargetReport,
        load=_load,
        show=_show,
        asks=("prometheus",),
        aliases=("targets", "down targets"),
        example="targets down @prod",
    ),
)
