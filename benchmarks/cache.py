"""What a cached answer costs inside the bot's process: from the line to the Block Kit message, nothing sent."""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median

from benchmarks.asking import Asker, asker
from benchmarks.child import python, started
from benchmarks.redis_server import redis_server
from benchmarks.result import Row, Section
from benchmarks.run import FRESH_FOR, Run, Skipped

PODS = 2_000
LINE = "pods failed"
TIMES, ROUNDS = 1_000, 5


async def measure(run: Run) -> Section:
    """Measure it."""
    section = Section(f"A cached `{LINE}` inside the process, {PODS:,} pods")
    kubeconfig = run.folder / "cache.kubeconfig"
    async with AsyncExitStack() as stack:
        demo = python("benchmarks.demo_process", str(PODS), str(kubeconfig))
        await stack.enter_async_context(started("demo", demo, run.folder, serves=True))
        bots = await _bots(run, stack, kubeconfig, section)
        took: dict[str, list[float]] = {name: [] for name in bots}
        for _ in range(run.rounds(ROUNDS)):
            for name, bot in bots.items():
                took[name].append((await bot.child.order("cached", line=LINE, times=TIMES))["seconds"])
    section.rows = [Row(name, f"{median(each) * 1e6:.0f} µs") for name, each in took.items()]
    return section


async def _bots(run: Run, stack: AsyncExitStack, kubeconfig: Path, section: Section) -> dict[str, Asker]:
    bots = {"in memory": await stack.enter_async_context(asker(run.config("cache", kubeconfig), run.folder))}
    try:
        url = await stack.enter_async_context(redis_server(run))
    except Skipped as why:
        section.remarks.append(f"Not with Redis: {why}.")
        return bots
    config = run.config("cache-redis", kubeconfig, cache={"url": url, "ttl": {"default": FRESH_FOR}})
    return bots | {"with Redis": await stack.enter_async_context(asker(config, run.folder))}
