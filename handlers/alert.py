"""One alert in detail."""

from __future__ import annotations

from collections.abc import Sequence

from connectors._alerts.records import AlertDetail
from connectors.alertmanager import Alertmanager
from handlers._asks import LineAsks
from handlers._contract import Argument, Command, Invocation, Tools
from processors._summary import Part, Summary
from processors.alert import summary


async def _load(invocation: Invocation, tools: Tools) -> AlertDetail:
    return await tools.upstream(Alertmanager).alert(invocation.arguments[0], deadline=tools.deadline)


def _show(invocation: Invocation, parts: Sequence[Part[AlertDetail]]) -> Summary:
    return summary(invocation.arguments[0], parts, LineAsks(invocation))


COMMANDS = (
    Command(
        name="alert",
        help="one alert: where it fires, since when, what it says, what keeps it quiet",
        record=AlertDetail,
        load=_load,
        show=_show,
        asks=("alertmanager",),
        arguments=(Argument("NAME", required=True, help="the alert's name, as it is written", rest=True),),
        example="alert CheckoutErrors",
    ),
)
