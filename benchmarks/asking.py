"""The bot's process as the run sees it: opened on one cluster, asked, and what its answers cost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.child import Child, python, started
from benchmarks.figures import megabytes, milliseconds, quantile
from benchmarks.result import Row

COLD = "pods failed"
MOST_MEMORY = 64 << 20
LONGEST_BLOCK = 0.050


@dataclass
class Asker:
    """Asks one bot, and keeps what it saw.

    Attributes:
        idle: the bytes that the bot held when it was ready, before its first answer.
        peak: the most that it held during any answer.
        late: by how many seconds each turn of the event loop came late, over all watched answers.
        own: how much of that was its own work (see Ticker).
        title: the first line of the last answer.
    """

    child: Child
    idle: int
    peak: int = 0
    late: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)
    title: str = ""

    async def cold(self, line: str = COLD, *, watch: bool = False) -> float:
        """Have it answer `line` from the cluster; return the seconds."""
        told = await self.child.order("ask", line=f"{line} --fresh", watch=watch)
        self.peak = max(self.peak, told["peak"])
        self.late += told["late"]
        self.own += told["own"]
        self.title = told["title"]
        return float(told["seconds"])

    def memory(self, at: str) -> Row:
        """Return the row about memory; `at` is what it was asked about, e.g. `20,000 pods`."""
        above = self.peak - self.idle
        said = f"{megabytes(above)} above {megabytes(self.idle)} idle"
        return Row(f"memory at {at}", said, target="at most 64 MB", reached=above <= MOST_MEMORY)

    def loop(self, at: str) -> Row:
        """Return the row about the event loop; `at` as in `memory`."""
        longest, usual = max(self.own), quantile(self.own, 0.999)
        said = f"longest {milliseconds(longest)}, p99.9 {milliseconds(usual)} ({milliseconds(max(self.late))} late at most)"
        return Row(f"event loop blocked at {at}", said, target="at most 50 ms", reached=longest <= LONGEST_BLOCK)


@asynccontextmanager
async def asker(config: Path, folder: Path) -> AsyncIterator[Asker]:
    """Run a bot for the life of the context, authenticated and idle."""
    async with started("bot", python("benchmarks.bot_process", str(config)), folder, serves=True) as child:
        yield Asker(child, int((await child.order("idle"))["resident"]))
