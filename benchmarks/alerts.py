"""Webhooks at a steady rate, beside a server that only decodes them: none lost, memory flat, and what each costs."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import aiohttp

from benchmarks.child import Child, python, started
from benchmarks.redis_server import redis_server
from benchmarks.result import Row, Section
from benchmarks.run import Run
from benchmarks.serving_bot import serving

RATE, SECONDS, QUICK = 200, 60, 10
GROUPS, CHANGES = 400, 10
"""Groups, and how often each changes while it fires; then all are resolved."""
TOKEN = "a-token-of-the-benchmark"
PATIENCE = 30.0
MOST_GROWTH = 0.15


@dataclass
class Load:
    """What came of the webhooks: how many were sent and taken, how long each took, in seconds, and how memory went."""

    sent: int = 0
    taken: int = 0
    took: list[float] = field(default_factory=list)
    cpu: float = 0.0
    early: int = 0
    late: int = 0


async def measure(run: Run) -> Section:
    """Measure it."""
    seconds = QUICK if run.quick else SECONDS
    async with AsyncExitStack() as stack:
        run.say(f"alerts: {RATE} webhooks a second for {seconds} s, bare server")
        port = _free()
        bare = await stack.enter_async_context(
            started("bare webhooks", python("benchmarks.bare_webhooks", str(port)), run.folder)
        )
        await _listening(port)
        theirs = await _loaded(bare, port, seconds)
    async with AsyncExitStack() as stack:
        run.say(f"alerts: {RATE} webhooks a second for {seconds} s, the bot with Redis")
        bot, slack, port = await _bot(run, stack)
        ours = await _loaded(bot, port, seconds)
        settled = await slack.order("settled", groups=min(GROUPS, RATE * seconds))
    return _section(ours, theirs, settled, seconds)


async def _bot(run: Run, stack: AsyncExitStack) -> tuple[Child, Child, int]:
    slack = await stack.enter_async_context(
        started("alerts slack", python("benchmarks.alerts_process"), run.folder, serves=True)
    )
    account, url, port = await slack.order("account"), await stack.enter_async_context(redis_server(run)), _free()
    config = run.config(
        "alerts", Path("/nonexistent"), http={"host": "127.0.0.1", "port": port}, connectors={}, cache={"url": url},
        webhooks={"alertmanager": {"token": TOKEN}}, alerts={"default_channel": account["channel"], "storm": 100_000},
    )  # fmt: skip
    bot = await stack.enter_async_context(serving(run, "alerts", config, account))
    await slack.order("connected")
    await _listening(port)
    return bot, slack, port


async def _loaded(child: Child, port: int, seconds: int) -> Load:
    """Post at a steady pace for so long; then the end of each group."""
    load, began, cpu = Load(), perf_counter(), child.cpu()
    async with _posting(port) as http, asyncio.TaskGroup() as posts:
        total = RATE * seconds
        for number in range(total):
            await asyncio.sleep(max(0.0, began + number / RATE - perf_counter()))
            posts.create_task(_post(http, load, _webhook(number % GROUPS, number, ended=number >= total - GROUPS)))
            if number == total // 4:
                load.early = _resident(child)
            elif number == total - GROUPS - 1:
                load.late = _resident(child)
    load.cpu = child.cpu() - cpu
    return load


async def _post(http: aiohttp.ClientSession, load: Load, body: Any) -> None:
    """Post one until it is taken, as Alertmanager does."""
    load.sent += 1
    begin = perf_counter()
    while perf_counter() - begin < PATIENCE:
        async with http.post("/webhooks/alertmanager", json=body) as answer:
            if answer.status == 200:
                load.taken += 1
                break
        await asyncio.sleep(0.1)
    load.took.append(perf_counter() - begin)


def _webhook(group: int, number: int, *, ended: bool) -> Any:
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=group)
    pods = 1 + (number // GROUPS) % CHANGES
    labels = {"alertname": f"Load{group:04}", "severity": "warning", "service": f"svc-{group % 7}"}
    end = (start + timedelta(seconds=number + 1)).isoformat() if ended else "0001-01-01T00:00:00Z"
    alerts = [
        {
            "status": "resolved" if ended else "firing", "labels": labels | {"pod": f"pod-{pod}"},
            "annotations": {"summary": "load"}, "startsAt": start.isoformat(), "endsAt": end,
            "generatorURL": "", "fingerprint": f"{group}-{pod}",
        }
        for pod in range(CHANGES if ended else pods)
    ]  # fmt: skip
    return {
        "version": "4", "groupKey": f"{{}}:{{alertname=\"{labels['alertname']}\"}}", "truncatedAlerts": 0, "receiver": "b",
        "status": "resolved" if ended else "firing", "groupLabels": {"alertname": labels["alertname"]},
        "commonLabels": labels, "commonAnnotations": {}, "externalURL": "http://alertmanager", "alerts": alerts,
    }  # fmt: skip


@asynccontextmanager
async def _posting(port: int) -> AsyncIterator[aiohttp.ClientSession]:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}", headers=headers) as http:
        yield http


async def _listening(port: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                return


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _resident(child: Child) -> int:
    fields = Path(f"/proc/{child.pid}/statm").read_text().split()  # proc(5): pages, the second is what is resident
    return int(fields[1]) * 4096


def _section(ours: Load, theirs: Load, settled: dict[str, Any], seconds: int) -> Section:
    section = Section(f"Alerts: {RATE} webhooks a second for {seconds} s, {GROUPS} groups, rates off")
    growth = (ours.late - ours.early) / ours.early
    whole = settled["stand"] == settled["over"] == min(GROUPS, RATE * seconds)
    section.rows = [
        Row("webhooks taken", f"{ours.taken:,} of {ours.sent:,}", "", "", "all", ours.taken == ours.sent),
        Row("messages that say the end", f"{settled['over']} of {settled['stand']}", "", "", "each group one", whole),
        Row(
            "answered, median and 99 %", _told(ours), f"decoding alone: {_told(theirs)}",
            f"{_at(ours, 0.5) / _at(theirs, 0.5):.1f}",
        ),
        Row(
            "processor time a webhook", _each(ours), f"decoding alone: {_each(theirs)}", f"{ours.cpu / theirs.cpu:.1f}",
            "below one core", ours.cpu < seconds,
        ),
        Row(
            "memory held, after a quarter and at the end", f"{ours.early / 1e6:.0f} MB, {ours.late / 1e6:.0f} MB",
            "", f"{growth:+.0%}", f"at most {MOST_GROWTH:+.0%}", growth <= MOST_GROWTH,
        ),
    ]  # fmt: skip
    return section


def _at(load: Load, share: float) -> float:
    return sorted(load.took)[int(len(load.took) * share)]


def _told(load: Load) -> str:
    return f"{_at(load, 0.5) * 1000:.1f} ms, {_at(load, 0.99) * 1000:.1f} ms"


def _each(load: Load) -> str:
    return f"{load.cpu / max(1, load.sent) * 1000:.2f} ms"
