"""What happened lately."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import msgspec

from connectors._kube.events.records import EventList, EventQuestion
from connectors.kubernetes import Kubernetes
from handlers._asks import LineAsks
from handlers._contract import Command, Invocation, Tools, Whole
from handlers._durations import looked_back, since
from handlers._objects import FOR, about
from handlers._selectors import NAMESPACE
from handlers._whole import IN_FILE, IN_MESSAGE
from processors._event_listing import listing
from processors._summary import Part, Summary
from processors.events import summary

_USUAL = "30m"


def _load(question: EventQuestion, most: int) -> Callable[[Invocation, Tools], Awaitable[EventList]]:
    async def load(invocation: Invocation, tools: Tools) -> EventList:
        namespace, seconds = invocation.option("namespace") or "", looked_back(invocation, _USUAL)
        wanted, events = about(invocation.option("for")), tools.upstream(Kubernetes).events
        return await events.find(namespace, question, seconds, wanted, deadline=tools.deadline, most=most)

    return load


def _digest(found: EventList) -> EventList:
    left_out = found.left_out + max(0, len(found.groups) - IN_MESSAGE)
    return msgspec.structs.replace(found, groups=found.groups[:IN_MESSAGE], left_out=left_out)


def _show(invocation: Invocation, parts: Sequence[Part[EventList]]) -> Summary:
    return summary(parts, LineAsks(invocation))


def _command(name: str, question: EventQuestion, what: str, *aliases: str, example: str) -> Command:
    return Command(
        name=name,
        help=what,
        record=EventList,
        load=_load(question, IN_MESSAGE),
        show=_show,
        asks=("kubernetes",),
        options=(NAMESPACE, since(_USUAL), FOR),
        aliases=aliases,
        example=example,
        whole=Whole(_load(question, IN_FILE), _digest, listing),
    )


COMMANDS = (
    _command(
        "events", "all", "what happened lately, by reason and workload, newest first",
        "events all", "all events", "ev", example="events --for deploy/web -n shop",
    ),
    _command(
        "events warning", "warning", "warnings of the last half hour, by reason and workload",
        "events warnings", "warning events", "warnings", example="events warning --since 2h",
    ),
)  # fmt: skip
