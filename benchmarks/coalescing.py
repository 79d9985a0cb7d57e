"""What 200 people cost the cluster who ask the same at once, over three bots that share a Redis."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import Any

from benchmarks.child import Child, python, started
from benchmarks.redis_server import redis_server
from benchmarks.result import Row, Section
from benchmarks.run import Run
from benchmarks.serving_bot import SOCKETS, serving

PODS = 2_000
BOTS, PEOPLE = 3, 200
WORKSPACE = "shared"
LINES = ("pods failed", "pods pending", "pods restarting", "pods")
"""Each is asked once: nobody has its answer yet."""


async def measure(run: Run) -> Section:
    """Measure it. Raises Skipped without a Redis."""
    section = Section(f"{PEOPLE} people ask the same at once, {BOTS} bots, one Redis, {PODS:,} pods")
    kubeconfig = run.folder / "coalescing.kubeconfig"
    async with AsyncExitStack() as stack:
        demo_process = python("benchmarks.demo_process", str(PODS), str(kubeconfig))
        demo = await stack.enter_async_context(started("demo", demo_process, run.folder, serves=True))
        slack_process = python("benchmarks.slack_process", WORKSPACE)
        slack = await stack.enter_async_context(started("slack", slack_process, run.folder, serves=True))
        url = await stack.enter_async_context(redis_server(run))
        config = run.config("coalescing", kubeconfig, cache={"url": url, "ttl": {"default": 86_400}})
        account = (await slack.order("accounts"))[WORKSPACE]
        for number in range(BOTS):
            await stack.enter_async_context(serving(run, f"bot-{number}", config, account))
        await slack.order("connected", name=WORKSPACE, count=BOTS * SOCKETS)
        for line in LINES:
            run.say(f"coalescing: {line}")
            section.rows.append(await _together(line, slack, demo))
    return section


async def _together(line: str, slack: Child, demo: Child) -> Row:
    await demo.order("requests")
    told = await slack.order("burst", name=WORKSPACE, line=line, count=PEOPLE)
    counts: dict[str, int] = (await demo.order("requests"))["counts"]
    tables = {path: count for path, count in counts.items() if _is_pod_list(path)}
    return _row(line, told, tables)


def _is_pod_list(path: str) -> bool:
    return path.partition("?")[0].endswith("/pods")


def _row(line: str, told: dict[str, Any], tables: dict[str, int]) -> Row:
    most = max(tables.values(), default=0)
    said = f"{told['answered']} answers in {told['seconds']:.2f} s; {len(tables)} lists of pods, each asked for {most} ×"
    reached = most == 1 and min(tables.values()) == 1 and told["answered"] == PEOPLE and not told["unacked"]
    return Row(f"`{line}`", said, target=f"{PEOPLE} answers, each list once", reached=reached)
