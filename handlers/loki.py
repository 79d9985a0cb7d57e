"""Log lines from Loki; `logs --loki LOGQL` is the same."""

from __future__ import annotations

from collections.abc import Sequence

from connectors.loki import LogLines, Loki
from handlers._asks import LineAsks
from handlers._contract import Argument, Command, Invocation, Tools, UsageError
from handlers._durations import looked_back, since
from processors._summary import Part, Summary
from processors.loki import summary

_USUAL = "1h"
_LINES = 500


def _query(value: str) -> str:
    """Return the query. Raises UsageError if it picks no streams."""
    text = value.strip()
    if "{" not in text:
        raise UsageError(f'“{text[:60]}” picks no streams: write e.g. loki \'{{app="checkout"}} |= "error"\'.')
    return text


async def _load(invocation: Invocation, tools: Tools) -> LogLines:
    back = looked_back(invocation, _USUAL)
    return await tools.upstream(Loki).lines(invocation.arguments[0], back, _LINES, deadline=tools.deadline)


def _show(invocation: Invocation, parts: Sequence[Part[LogLines]]) -> Summary:
    return summary(invocation.arguments[0], looked_back(invocation, _USUAL), parts, LineAsks(invocation))


COMMANDS = (
    Command(
        name="loki",
        help="the last log lines that a LogQL query finds",
        record=LogLines,
        load=_load,
        show=_show,
        asks=("loki",),
        arguments=(Argument("LOGQL", required=True, help="the query, in single quotes", check=_query, rest=True),),
        options=(since(_USUAL),),
        aliases=("logql",),
        example='loki \'{app="checkout"} |= "error"\' --since 30m',
    ),
)
