"""Digests that are due in the same minute, while bots are killed: each once, in little more time than Slack's rates need."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from time import gmtime, time
from typing import Any

from benchmarks.child import Child, python, started
from benchmarks.redis_server import redis_server
from benchmarks.result import Row, Section
from benchmarks.run import Run
from benchmarks.serving_bot import SOCKETS, serving

DIGESTS, QUICK = 1_000, 300
CHANNELS, BOTS = 50, 3
AHEAD = 25.0
"""Seconds that the minute is ahead at the least, so that every bot is there."""
KILLS = (2.0, 8.0, 14.0, 20.0)
"""Seconds after that minute at which a bot is killed, the one after the other; each is started again."""
BURST, EACH = 4, 2
"""Messages that Slack takes at once in a channel, before it takes one a second; and messages of a run: one, and a part."""
MOST = 1.5


@dataclass(frozen=True)
class Load:
    """What came of it: how often each run was posted, when all of it was, and how often Slack refused a message."""

    due: float
    told: dict[str, Any]

    @property
    def late(self) -> list[float]:
        """How many seconds after its time each run was posted, in order."""
        return sorted(at - self.due for at in self.told["at"])

    @property
    def took(self) -> float:
        """Seconds until everything was there."""
        return float(max(*self.told["at"], self.told["last_part"])) - self.due


async def measure(run: Run) -> Section:
    """Measure it."""
    count = QUICK if run.quick else DIGESTS
    async with AsyncExitStack() as stack:
        command = python("benchmarks.digests_process", str(CHANNELS))
        slack = await stack.enter_async_context(started("digests slack", command, run.folder, serves=True))
        account, url = await slack.order("account"), await stack.enter_async_context(redis_server(run))
        due = (time() + AHEAD) // 60 * 60 + 60
        config = _config(run, account["channels"], count, due, url)
        bots = [await stack.enter_async_context(serving(run, f"digests {one}", config, account)) for one in range(BOTS)]
        await slack.order("connected", sockets=BOTS * SOCKETS)
        run.say(f"digests: {count:,} over {CHANNELS} channels, due in {due - time():.0f} s")
        await asyncio.sleep(max(0.0, due - time()))
        killing = asyncio.create_task(_kill(run, stack, bots, config, account))
        told = await slack.order("posted", runs=count, parts=count)
        await killing
    return _section(Load(due, told), count)


def _config(run: Run, channels: list[str], count: int, due: float, url: str) -> Path:
    at = gmtime(due)
    digests = [
        {
            "name": f"digest-{number}", "channel": channels[number % len(channels)], "commands": ["ping"],
            "cron": f"{at.tm_min} {at.tm_hour} * * *",
        }
        for number in range(count)
    ]  # fmt: skip
    return run.config("digests", Path("/nonexistent"), connectors={}, cache={"url": url}, digests=digests)


async def _kill(run: Run, stack: AsyncExitStack, bots: list[Child], config: Path, account: dict[str, str]) -> None:
    began = time()
    for number, at in enumerate(KILLS):
        await asyncio.sleep(max(0.0, began + at - time()))
        os.kill(bots[number % BOTS].pid, signal.SIGKILL)
        name = f"digests {BOTS + number}"
        bots[number % BOTS] = await stack.enter_async_context(serving(run, name, config, account))


def _section(load: Load, count: int) -> Section:
    section = Section(
        f"Digests: {count:,} due in the same minute over {CHANNELS} channels, {BOTS} bots, {len(KILLS)} killed"
    )
    least = (count / CHANNELS * EACH - BURST) / 1.0
    once, late = load.told["times"].count(1), load.late
    ratio = load.took / least
    section.rows = [
        Row("runs posted once", f"{once:,} of {count:,}", "", "", "all", load.told["times"] == [1] * count),
        Row(
            "until all stands, threads too", f"{load.took:.0f} s", f"Slack's rates: {least:.0f} s", f"{ratio:.2f}",
            f"at most {MOST}", ratio <= MOST,
        ),
        Row("posted after its time, median and last", f"{late[len(late) // 2]:.0f} s, {late[-1]:.0f} s"),
        Row("messages that Slack refused as too many", f"{load.told['refused']:,}", f"{count * EACH:,} taken"),
    ]  # fmt: skip
    return section
