"""The whole bot in a company whose time is moved on, as in the playground: what is due by then comes, and once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from servers import free_port
from staging import Stage

from bot.clock import Clock
from playground.kubernetes import DemoCluster
from playground.slack import MovableClock, Slack

HOUR, DAY = 3600.0, 86_400.0
PAYMENTS = "pods failed -n payments"
NEXT = "srehub_digest_next_timestamp_seconds "
POSTED = 'srehub_digest_runs_total{outcome="posted"} '
STORES = ["", pytest.param("redis", marks=pytest.mark.redis)]


@dataclass
class Company:
    """A Slack, a cluster and a bot that live by one clock."""

    stage: Stage
    cluster: DemoCluster
    clock: MovableClock
    bots: Clock
    settings: dict[str, Any]

    async def begin(self, **sections: Any) -> None:
        """Start the bot."""
        await self.stage.bot(self.bots, **self.settings, **sections)

    def move(self, to: float) -> None:
        """Let it be this time, in seconds since 1970."""
        self.clock.move(to)
        self.bots.move(self.clock.ahead)

    def next_at(self, hour: int, zone: str) -> float:
        """Return when it is this hour there next, in seconds since 1970."""
        now = datetime.fromtimestamp(self.clock.now(), ZoneInfo(zone))
        at = now.replace(hour=hour, minute=0, second=0, microsecond=0)
        return (at if at > now else at + timedelta(days=1)).timestamp()

    async def figure(self, name: str, at_least: float) -> float:
        """Return one of the bot's metrics as soon as it is so much."""
        url = f"http://127.0.0.1:{self.settings['http']['port']}/metrics"
        async with asyncio.timeout(30), aiohttp.ClientSession() as http:
            while True:
                async with http.get(url) as answer:
                    lines = (await answer.text()).splitlines()
                found = max((float(line.removeprefix(name)) for line in lines if line.startswith(name)), default=0.0)
                if found >= at_least:
                    return found


@pytest.fixture(params=STORES)
async def company(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Company]:
    """One whose bot keeps what is due in its memory, or in a Redis, whose clock nobody moves."""
    clock = MovableClock()
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(Slack(clock=clock))
        stage = Stage(slack, tmp_path, stack)
        cluster = await stage.cluster("prod", now=clock.now)
        url = request.getfixturevalue("redis_url") if request.param else ""
        cache = {"url": url, "ttl": {"default": 0.1}}
        http = {"host": "127.0.0.1", "port": free_port()}
        yield Company(stage, cluster, clock, Clock(), {"http": http, "cache": cache, "notify": {"every": 0.2}})


async def test_a_digest_comes_when_its_time_does_and_once(company: Company) -> None:
    """Of the mornings that are passed, the latest comes, as after days on which no bot ran."""
    digest = {"name": "morning", "channel": company.stage.slack.channels["ops"], "cron": "0 9 * * *", "commands": [PAYMENTS]}
    await company.begin(digests=[digest])
    nine = company.next_at(9, "UTC")
    assert await company.figure(NEXT, 1) == nine
    company.move(nine)
    posted, part = await company.stage.answered("ops", 2, seconds=20)
    assert nine <= float(posted.ts) < nine + HOUR
    assert part.thread_ts == posted.ts
    assert await company.figure(NEXT, nine + 1) == nine + DAY
    company.move(nine + 3 * DAY + HOUR / 2)
    assert await company.figure(NEXT, nine + 3 * DAY) == nine + 4 * DAY
    assert await company.figure(POSTED, 1) == 2
    said = [one for one in company.stage.answers("ops") if one.thread_ts is None]
    assert [float(one.ts) >= nine + 3 * DAY for one in said] == [False, True]


async def test_what_is_kept_for_the_morning_is_told_in_the_morning(company: Company) -> None:
    """The night of whoever asked for quiet ends by the clock by which everybody lives."""
    world, slack = company.cluster.world, company.stage.slack
    failing = [pod for pod in world.pods if pod.namespace == "payments" and not pod.state.uneventful]
    world.change(gone=failing)
    await company.begin()
    zone = "Europe/London"  # ana's own
    company.move(company.next_at(23, zone))
    await slack.slash("ana", "incidents", f"notify me when {PAYMENTS} after 1s quiet 22:00-07:00")
    [noted] = await company.stage.answered("incidents")
    world.change(new=failing)
    looks = sum("payments" in seen.path for seen in company.cluster.requests)
    await asyncio.wait_for(company.cluster.asked("payments", looks + 20), 30)
    assert company.stage.answers("ana") == []
    company.move(company.next_at(7, zone))
    [alarm] = await company.stage.answered("ana", seconds=20)
    assert "pods failing" in alarm.text
    assert float(alarm.ts) - float(noted.ts) > 7 * HOUR
