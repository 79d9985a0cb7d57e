"""The opened targets: which there are, which a question means, and how each is."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TypeVar, cast

from connectors._contract import Connector, Upstream
from connectors._deadline import Deadline
from connectors._errors import UpstreamError
from handlers._contract import TargetHealth, UsageError

U = TypeVar("U")
ALL = "all"
"""The target that means every one."""


@dataclass(frozen=True, slots=True)
class Opened:
    """One opened target of one connector."""

    connector: Connector
    target: str
    upstream: Upstream


class Upstreams:
    """Every opened target.

    Args:
        opened: in the configuration's order; a connector's first target is its default.
        defaults: channel ID → the target that is meant there when none is named.
    """

    def __init__(self, opened: Sequence[Opened], defaults: Mapping[str, str]) -> None:
        self.opened = tuple(opened)
        self._defaults = defaults

    def meant(self, asks: Sequence[str], wanted: Sequence[str], channel: str) -> tuple[str, ...]:
        """Return the targets that a question means, in the configuration's order.

        Args:
            asks: the connectors that each target needs to have.
            wanted: the targets as asked for; empty: the channel's default, else the first.
            channel: where it is asked.

        Raises:
            UsageError: there is no such target, or none at all.
        """
        there = self._with(asks)
        if not there:
            raise UsageError(f"No {asks[0]} target is configured: add one under connectors.{asks[0]} in the configuration.")
        unknown = sorted(set(wanted) - set(there) - {ALL})
        if unknown:
            known = ", ".join(f"@{name}" for name in there)
            raise UsageError(f"There is no target @{unknown[0]} here. There is {known} (and @all).")
        if ALL in wanted:
            return there
        default = self._defaults.get(channel, "")
        chosen = set(wanted) or {default if default in there else there[0]}
        return tuple(name for name in there if name in chosen)

    def upstream(self, target: str, kind: type[U]) -> U:
        """Return the target's upstream of this type.

        Raises:
            UsageError: the target has none.
        """
        for opened in self.opened:
            if opened.target == target and opened.connector.upstream is kind:
                return cast(U, opened.upstream)
        raise UsageError(f"@{target} has no {kind.__name__} configured.")

    async def health(self, deadline: Deadline) -> tuple[TargetHealth, ...]:
        """Return how each target is, all asked at once."""
        return tuple(await asyncio.gather(*(self._look(opened, deadline) for opened in self.opened)))

    def _with(self, asks: Sequence[str]) -> tuple[str, ...]:
        has: dict[str, set[str]] = {}
        for opened in self.opened:
            has.setdefault(opened.target, set()).add(opened.connector.name)
        return tuple(target for target, names in has.items() if names.issuperset(asks))

    async def _look(self, opened: Opened, deadline: Deadline) -> TargetHealth:
        began, well = monotonic(), True
        try:
            async with deadline.timeout():
                said = await opened.upstream.ping(deadline)
        except UpstreamError as error:
            well, said = False, error.reason
        except TimeoutError:
            well, said = False, "timed out"
        took = monotonic() - began
        return TargetHealth(opened.connector.name, opened.target, well, said, took, opened.upstream.breaker)
