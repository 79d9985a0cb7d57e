"""Suggests names for the form: from the cluster through the cache, as far as the person may ask for them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence

from bot.ask import Ask
from bot.errors import Denied
from bot.flow import Flow
from bot.forms.command_form import NAMED, NAMESPACE, Form
from bot.forms.interaction import Interaction
from bot.talk.names import KnownNames, named
from connectors._errors import UpstreamError
from handlers._contract import UsageError
from processors._things import Kind, Thing

WAIT = 2.0
"""Seconds for which the systems are waited for: Slack waits three."""
MOST, LONGEST = 100, 150
"""Options that a menu takes, and characters of one's value."""
_SOURCES: Mapping[Kind, tuple[str, ...]] = {
    "namespace": ("namespaces",), "workload": ("workloads",), "pod": ("pods failed", "pods"), "node": ("nodes",),
    "alert": ("alerts firing",),
}  # fmt: skip
"""The lines whose answers name things of each kind."""


class Suggestions:
    """Suggests.

    Args:
        flow: answers the lines that name things.
        known: the names that are known already, for when the systems are slow.
    """

    def __init__(self, flow: Flow, known: KnownNames) -> None:
        self._flow, self._known = flow, known

    async def of(self, interaction: Interaction, form: Form) -> Sequence[str]:
        """Return what the menu that asks may offer: names that hold what was typed, those that begin with it first."""
        kind: Kind = "namespace" if interaction.action == NAMESPACE else NAMED.get(form.command, "workload")
        lines = [self._line(source, kind, form) for source in _SOURCES[kind]]
        found: list[Thing] = []
        for things in await asyncio.gather(*(self._asked(line, interaction) for line in lines)):
            found += (thing for thing in things if thing.kind == kind)
        return tuple(_fitting(found, interaction.typed, form))[:MOST]

    @staticmethod
    def _line(source: str, kind: Kind, form: Form) -> str:
        where = f" -n {form.namespace}" if form.namespace and kind in ("workload", "pod") else ""
        return f"{source}{where}{f' @{form.target}' if form.target else ''}"

    async def _asked(self, line: str, interaction: Interaction) -> Sequence[Thing]:
        """Return what the answer to a line names; what is known if it comes late, nothing where one may not ask."""
        ask = Ask(interaction.id, line, "form", interaction.user, interaction.team)
        try:
            plan = self._flow.plan(ask)
            async with asyncio.timeout(WAIT):
                answered = await self._flow.carry_out(plan)
        except TimeoutError:
            names = await self._known.now()
            return [thing for things in names.things.values() for thing in things]
        except (UsageError, Denied, UpstreamError):
            return ()
        return [thing for part in answered.parts for thing in named(part.records)]


def _fitting(found: Sequence[Thing], typed: str, form: Form) -> Iterator[str]:
    wanted = typed.strip().lower()
    names = sorted({_name(thing, form) for thing in found if wanted in thing.name.lower()})
    names.sort(key=lambda name: not name.rpartition("/")[2].lower().startswith(wanted))
    return (name for name in names if len(name) <= LONGEST)


def _name(thing: Thing, form: Form) -> str:
    """Return how a thing is offered: with its namespace where that is not chosen."""
    placed = thing.kind in ("workload", "pod") and thing.namespace and not form.namespace
    return f"{thing.namespace}/{thing.name}" if placed else thing.name
