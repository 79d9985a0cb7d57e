"""What keeps alerts quiet."""

from __future__ import annotations

from collections.abc import Sequence

from connectors._alerts.records import SilenceList
from connectors.alertmanager import Alertmanager
from handlers._asks import LineAsks
from handlers._contract import Command, Invocation, Tools
from processors._summary import Part, Summary
from processors.silences import summary


async def _load(_: Invocation, tools: Tools) -> SilenceList:
    return await tools.upstream(Alertmanager).silences(deadline=tools.deadline)


def _show(invocation: Invocation, parts: Sequence[Part[SilenceList]]) -> Summary:
    return summary(parts, LineAsks(invocation))


COMMANDS = (
    Command(
        name="silences",
        help="silences in force or to come, those that end first before the others",
        record=SilenceList,
        load=_load,
        show=_show,
        asks=("alertmanager",),
        example="silences @all",
    ),
)
