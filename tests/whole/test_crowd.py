"""Two hundred people ask the same at once, and three bots share the work."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from staging import Stage

from playground.slack import Slack

PEOPLE, BOTS = 200, 3


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Stage]:
    """A Slack without rate limits: what is counted here is what the bots ask the cluster."""
    async with AsyncExitStack() as stack:
        yield Stage(await stack.enter_async_context(Slack(port=0, rates=False)), tmp_path, stack)


@pytest.mark.redis
async def test_two_hundred_people_over_three_bots_cost_one_sweep(hall: Stage, redis_url: str) -> None:
    """An incident must not turn the bot into a second one, for the API server."""
    cluster = await hall.cluster("prod")
    await asyncio.gather(*(hall.process(cache={"url": redis_url}) for _ in range(BOTS)))
    await hall.slack.wait(lambda: hall.slack.connections == 2 * BOTS, seconds=30)
    cluster.faults.slow(0.1)
    deliveries = await asyncio.gather(*(hall.slack.slash("ana", "incidents", "pods failed") for _ in range(PEOPLE)))
    assert all(delivery.acked for delivery in deliveries)
    answers = await hall.answered(count=PEOPLE, seconds=40)
    assert len(answers) == PEOPLE
    assert all("pods failing" in answer.text for answer in answers)
    assert {path: times for path, times in Counter(seen.path for seen in cluster.requests).items() if times > 1} == {}
