"""Digests that are all due at once, while bots and Redis are killed: every run is posted once, and none is lost."""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from bot_processes import BotProcess
from digest_past import DAY, daily, lately, settled_until
from servers import RedisServer
from staging import Stage

from playground.slack import Slack

DIGESTS = int(os.environ.get("SREHUB_CHAOS_DIGESTS", "60"))
"""`make chaos` has 300."""
FEW = 24
"""Digests of the tests that always run: six a channel, which takes one message a second after a few."""
CHANNELS = 4
BOTS = 3


class Newsstand:
    """A Slack, bots that post digests there, and what stands in it."""

    def __init__(self, slack: Slack, stage: Stage, redis: RedisServer, count: int) -> None:
        self.slack, self._stage, self._redis = slack, stage, redis
        self.due = lately()
        self._places = [slack.direct[name] for name in slack.crowd(CHANNELS)]
        self._digests = [
            {
                "name": f"digest-{number}", "channel": self._places[number % CHANNELS], "commands": ["ping"],
                "cron": daily(self.due),
            }
            for number in range(count)
        ]  # fmt: skip
        self.bots: list[BotProcess] = []

    async def open(self) -> None:
        """Let the bots know that all of it was due while they were away, and start them."""
        await self.tell_redis()
        self.bots = list(await asyncio.gather(*(self.bot() for _ in range(BOTS))))

    async def tell_redis(self) -> None:
        """Put into Redis what it holds when bots come back after some time: until when everything was settled."""
        settled_until(self._redis, {digest["name"]: self.due - DAY for digest in self._digests})

    async def bot(self) -> BotProcess:
        """Start one."""
        bot = await self._stage.process(cache={"url": self._redis.url}, digests=self._digests, connectors={})
        await bot.said("SREHub is ready.")
        return bot

    async def kill(self, number: int) -> None:
        """Kill one at once, and start another in its place."""
        self.bots[number].process.kill()
        await self.bots[number].ended()
        self.bots[number] = await self.bot()

    def posted(self) -> Counter[str]:
        """Return how often each run stands in Slack."""
        return Counter(said["key"] for said in self._said("srehub_digest"))

    def parts(self) -> Counter[tuple[str, int]]:
        """Return how often each part stands in a thread."""
        return Counter((said["key"], said["part"]) for said in self._said("srehub_digest_part"))

    def _said(self, event: str) -> list[dict[str, Any]]:
        found = [said.metadata for place in self._places for said in self.slack.messages(place)]
        return [metadata["event_payload"] for metadata in found if metadata and metadata["event_type"] == event]

    def wanted(self) -> Counter[str]:
        """Return what should stand there: each once."""
        return Counter(f"{digest['name']}:{self.due:.0f}" for digest in self._digests)


@pytest.fixture
async def paper(redis_server: RedisServer, tmp_path: Path) -> AsyncIterator[AsyncExitStack]:
    """What is closed in the end."""
    redis_server.make_well()
    async with AsyncExitStack() as stack:
        yield stack


async def newsstand(
    stack: AsyncExitStack, folder: Path, redis: RedisServer, count: int, *, rates: bool = False
) -> Newsstand:
    """Return one that is open."""
    slack = await stack.enter_async_context(Slack(port=0, rates=rates, keep=100_000))
    stand = Newsstand(slack, Stage(slack, folder, stack), redis, count)
    await stand.open()
    return stand


@pytest.mark.redis
async def test_three_bots_post_each_run_once_also_when_one_is_killed_over_it(
    paper: AsyncExitStack, redis_server: RedisServer, tmp_path: Path
) -> None:
    """The one that has most in hand, at that very second."""
    stand = await newsstand(paper, tmp_path, redis_server, FEW, rates=True)
    await stand.slack.wait(lambda: len(stand.posted()) >= 3, seconds=60)
    await stand.kill(0)
    await stand.slack.wait(lambda: set(stand.posted()) == set(stand.wanted()), seconds=60)
    await stand.slack.wait(lambda: len(stand.parts()) == FEW, seconds=60)
    assert stand.posted() == stand.wanted()
    assert set(stand.parts().values()) == {1}


@pytest.mark.redis
async def test_a_bot_that_is_told_to_stop_leaves_what_it_has_to_the_others(
    paper: AsyncExitStack, redis_server: RedisServer, tmp_path: Path
) -> None:
    """A rolling update at nine o'clock."""
    stand = await newsstand(paper, tmp_path, redis_server, FEW, rates=True)
    await stand.slack.wait(lambda: len(stand.posted()) >= 3, seconds=60)
    stand.bots[0].process.terminate()
    assert await stand.bots[0].ended() == 0
    await stand.slack.wait(lambda: set(stand.posted()) == set(stand.wanted()), seconds=60)
    assert stand.posted() == stand.wanted()


@pytest.mark.redis
async def test_an_emptied_redis_makes_no_second_post(
    paper: AsyncExitStack, redis_server: RedisServer, tmp_path: Path
) -> None:
    """Failed over to a replica that knew nothing, and a bot killed with it."""
    stand = await newsstand(paper, tmp_path, redis_server, FEW, rates=True)
    await stand.slack.wait(lambda: len(stand.posted()) >= 3, seconds=60)
    redis_server.restart()
    await stand.kill(1)
    await stand.slack.wait(lambda: set(stand.posted()) == set(stand.wanted()), seconds=90)
    assert stand.posted() == stand.wanted()


@pytest.mark.chaos
@pytest.mark.redis
@pytest.mark.timeout(900)
async def test_every_run_is_posted_once_whatever_was_killed(
    paper: AsyncExitStack, redis_server: RedisServer, tmp_path: Path
) -> None:
    """Bots at random, Redis too, with all that it held; and Slack forgets which `client_msg_id`s it has seen."""
    chance = random.Random(7)
    stand = await newsstand(paper, tmp_path, redis_server, DIGESTS, rates=True)
    until, deeds = monotonic() + 600, 0
    while set(stand.posted()) != set(stand.wanted()) and monotonic() < until:
        await asyncio.sleep(chance.uniform(1, 5))
        stand.slack._state.messages._sent.clear()
        deeds += 1
        if deeds % 4 == 3:
            redis_server.restart()
        else:
            await stand.kill(chance.randrange(BOTS))
    await stand.slack.wait(lambda: len(stand.parts()) >= DIGESTS, seconds=60)
    assert stand.posted() == stand.wanted()
    assert stand.parts() == {(key, 0): 1 for key in stand.wanted()}
