"""A digest paused and resumed over two replicas with one Redis: what one was told, both keep to."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from time import time

import pytest
from bot_processes import BotProcess
from chatting import pressed, said
from digest_past import DAY, daily, lately, settled_until
from servers import RedisServer
from staging import Stage

pytestmark = pytest.mark.redis
MORNING = '"event":"digest","digest":"morning"'
"""What stands in the log of a replica that has run it."""


class Pair:
    """Two replicas, a digest `morning` in #ops that was made in chat, and a digest `witness` of the configuration.

    Whatever comes of the witness shows that somebody has looked at what is due, the other digest too.
    """

    def __init__(self, stage: Stage, redis: RedisServer) -> None:
        self.stage, self._redis, self.due = stage, redis, lately()
        self.bots: Sequence[BotProcess] = ()

    async def open(self) -> None:
        """Start both, and make the digest."""
        settled_until(self._redis, {"witness": time()})
        self.bots = await asyncio.gather(self._bot(), self._bot())
        draft = await said(self.stage, f'digest add ping "{daily(self.due)}" UTC --name morning', channel="ops")
        await pressed(self.stage, draft, "Save", channel="ops")

    async def _bot(self) -> BotProcess:
        channel = self.stage.slack.channels["ops"]
        witness = {"name": "witness", "channel": channel, "cron": daily(self.due), "commands": ["ping"]}
        bot = await self.stage.process(cache={"url": self._redis.url}, connectors={}, digests=[witness])
        await bot.said("SREHub is ready.")
        return bot

    def comes(self, *names: str) -> None:
        """Let digests be due, as if nobody had been there at their time."""
        settled_until(self._redis, dict.fromkeys(names, self.due - DAY))

    async def who(self, what: str) -> tuple[BotProcess, BotProcess]:
        """Return the one that has written `what` into its log, once it has, and the other."""
        telling = {asyncio.create_task(bot.said(what)): bot for bot in self.bots}
        try:
            done, _ = await asyncio.wait(telling, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in telling:
                task.cancel()
            ended = await asyncio.gather(*telling, return_exceptions=True)
        assert None in ended, f"neither has said {what}:\n" + "\n".join(bot.err for bot in self.bots)
        one = telling[next(iter(done))]
        return one, next(bot for bot in self.bots if bot is not one)

    def posted(self) -> Counter[str]:
        """Return how often each run stands in the channel."""
        metadata = [said.metadata for said in self.stage.slack.messages("ops") if said.metadata]
        return Counter(one["event_payload"]["key"] for one in metadata if one["event_type"] == "srehub_digest")


@pytest.fixture
async def pair(stage: Stage, redis_url: str, redis_server: RedisServer) -> Pair:
    """Two replicas that are ready, and the digest between them."""
    pair = Pair(stage, redis_server)
    await pair.open()
    return pair


async def test_what_one_replica_was_told_the_other_keeps_to_when_it_is_gone(pair: Pair) -> None:
    """It has heard of the pause through Redis alone."""
    slack = pair.stage.slack
    await said(pair.stage, "digest pause morning", channel="ops")
    told, other = await pair.who("digest paused")
    told.process.terminate()
    assert await told.ended() == 0
    pair.comes("morning", "witness")
    await slack.wait(lambda: pair.posted(), seconds=20)
    other.process.terminate()
    assert await other.ended() == 0
    assert pair.posted() == {f"witness:{pair.due:.0f}": 1}


async def test_resumed_it_comes_once_though_both_have_looked(pair: Pair) -> None:
    """The one that has not posted it has looked, too, and left it alone."""
    slack = pair.stage.slack
    rests = await said(pair.stage, "digest pause morning", channel="ops")
    await pressed(pair.stage, rests, "Resume", channel="ops")
    pair.comes("morning")
    await slack.wait(lambda: pair.posted(), seconds=20)
    one, _ = await pair.who(MORNING)
    one.process.terminate()
    assert await one.ended() == 0
    pair.comes("witness")
    await slack.wait(lambda: len(pair.posted()) == 2, seconds=20)
    assert pair.posted() == {f"morning:{pair.due:.0f}": 1, f"witness:{pair.due:.0f}": 1}
    assert [bot for bot in pair.bots if MORNING in bot.err] == [one]
