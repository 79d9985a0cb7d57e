"""Alerts: which fire, and which are kept quiet."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from connectors.alertmanager import Alertmanager
from handlers._asks import LineAsks
from handlers._contract import Argument, Command, Invocation, Tools
from handlers._matchers import matchers, parsed
from processors._alert_digest import AlertDigest
from processors._summary import Part, Summary
from processors.alerts import condense, summary


def _load(what: str) -> Callable[[Invocation, Tools], Awaitable[AlertDigest]]:
    async def load(invocation: Invocation, tools: Tools) -> AlertDigest:
        picked = parsed(" ".join(invocation.arguments))
        alertmanager = tools.upstream(Alertmanager)
        return condense(
            await alertmanager.alerts(
                picked, active=what != "silenced", suppressed=what != "firing", deadline=tools.deadline
            )
        )

    return load


def _show(what: str) -> Callable[[Invocation, Sequence[Part[AlertDigest]]], Summary]:
    def show(invocation: Invocation, parts: Sequence[Part[AlertDigest]]) -> Summary:
        return summary(what, " ".join(invocation.arguments), parts, LineAsks(invocation))

    return show


def _command(name: str, what: str, said: str, *aliases: str, example: str) -> Command:
    return Command(
        name=name,
        help=said,
        record=AlertDigest,
        load=_load(what),
        show=_show(what),
        asks=("alertmanager",),
        arguments=(
            Argument("MATCHER", required=False, help="conditions on labels: severity=critical", check=matchers, rest=True),
        ),
        aliases=aliases,
        example=example,
    )


COMMANDS = (
    _command(
        "alerts", "", "alerts that fire or are kept quiet, by name, worst first",
        "alerts all", example="alerts severity=critical",
    ),
    _command(
        "alerts firing", "firing", "alerts that fire and are not kept quiet",
        "firing", "firing alerts", example="alerts firing team=~'pay.*'",
    ),
    _command(
        "alerts silenced", "silenced", "alerts that are silenced or inhibited",
        "silenced", "silenced alerts", example="alerts silenced @all",
    ),
)  # fmt: skip
