"""How the bot itself is."""

from __future__ import annotations

from collections.abc import Sequence

from handlers._contract import BotHealth, Command, Invocation, Tools
from handlers._line import line
from processors._summary import Part, Summary
from processors.ping import summary


async def _load(_: Invocation, tools: Tools) -> BotHealth:
    return await tools.health()


def _show(invocation: Invocation, parts: Sequence[Part[BotHealth]]) -> Summary:
    return summary(parts[0].records, line(invocation))


COMMANDS = (
    Command(
        name="ping",
        help="how the bot is, its targets and its cache",
        record=BotHealth,
        load=_load,
        show=_show,
        aliases=("health",),
        example="ping",
    ),
)
