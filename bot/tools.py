"""What a command's `load` is handed while it answers for one target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.catalogue import Catalogue
from bot.upstreams import Upstreams
from bot.vitals import Vitals
from connectors._deadline import Deadline
from handlers._contract import BotHealth, Command, Operation

U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class TargetTools:
    """The tools for one target; see `handlers._contract.Tools`."""

    target: str
    deadline: Deadline
    upstreams: Upstreams
    catalogue: Catalogue
    vitals: Vitals

    def until(self, deadline: Deadline) -> TargetTools:
        """Return the same tools with another deadline."""
        return replace(self, deadline=deadline)

    def upstream(self, kind: type[U]) -> U:
        """Return the target's upstream of this type; see `Upstreams.upstream`."""
        return self.upstreams.upstream(self.target, kind)

    def commands(self) -> Sequence[Command | Operation]:
        """Return every command that there is."""
        return self.catalogue.commands

    async def health(self) -> BotHealth:
        """Return how the bot is."""
        return await self.vitals.look(self.deadline)
