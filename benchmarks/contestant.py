"""One app at its workspace of Slack's stand-in, asked one line again and again, and what was seen of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import Any

from benchmarks.child import Child, ContestantFailed
from benchmarks.figures import milliseconds, quantile

ANSWERS, IN_FLIGHT = 2_000, 50
COMMANDS = 200


@dataclass
class Contestant:
    """An app, and its figures so far.

    Attributes:
        name: how it is called in the table.
        workspace: its workspace in the stand-in.
        line: what it is asked.
        app: its process.
        slack: the stand-in's process.
        rates: answers a second, one figure a round.
        cpu: seconds of its processor time an answer, one figure a round.
        acks: the seconds of each ack, one list a round.
    """

    name: str
    workspace: str
    line: str
    app: Child
    slack: Child
    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    acks: list[list[float]] = field(default_factory=list)

    async def rush(self) -> None:
        """Have it give many answers, some in flight at a time. Raises ContestantFailed."""
        before = self.app.cpu()
        told = await self._order("rush", count=ANSWERS, in_flight=IN_FLIGHT)
        self.rates.append(told["answered"] / told["seconds"])
        self.cpu.append((self.app.cpu() - before) / told["answered"])

    async def burst(self) -> None:
        """Send it many commands at once. Raises ContestantFailed."""
        self.acks.append((await self._order("burst", count=COMMANDS))["acks"])

    async def warm(self, count: int) -> list[dict[str, Any]]:
        """Have it give some answers that are not counted; return the blocks of the last."""
        told = await self.slack.order("rush", name=self.workspace, line=self.line, count=count, in_flight=IN_FLIGHT)
        blocks: list[dict[str, Any]] = told["blocks"]
        return blocks

    def rate(self) -> float:
        """Return the median of its answers a second."""
        return median(self.rates)

    def ack(self, share: float) -> float:
        """Return the median, over its bursts, of that quantile of the acks."""
        return median(quantile(burst, share) for burst in self.acks)

    def rate_told(self) -> str:
        """Return its answers a second in words."""
        spread = f"{min(self.rates):.0f}–{max(self.rates):.0f}"
        return f"{self.rate():.0f}/s ({spread}), {milliseconds(median(self.cpu))} CPU each"

    def ack_told(self) -> str:
        """Return its acks' times in words."""
        return f"p50 {milliseconds(self.ack(0.5))}, p99 {milliseconds(self.ack(0.99))}"

    async def _order(self, do: str, **arguments: int) -> dict[str, Any]:
        told = await self.slack.order(do, name=self.workspace, line=self.line, **arguments)
        if told["refused"] or told.get("unacked"):
            raise ContestantFailed(f"{self.name}: refused {told['refused']}, {told.get('unacked')} not acked")
        if told["edited"]:
            raise ContestantFailed(f"{self.name} edited {told['edited']} messages: an answer took over a second")
        return told
