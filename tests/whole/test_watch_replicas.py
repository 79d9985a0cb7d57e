"""A watch goes on when its replica dies, sleeps or stops; without a Redis it ends with its bot."""

from __future__ import annotations

import signal

import pytest
from bot_processes import BotProcess
from staging import Stage
from watching import OFTEN, SHORT, Words, edited, later, watched

from playground.slack import Message


async def pair(stage: Stage, redis_url: str) -> tuple[BotProcess, Message, BotProcess]:
    """Return a bot, the message of the watch that it has, and another bot that has come after it."""
    await stage.cluster("prod")
    cache = SHORT | {"url": redis_url}
    first = await stage.process(**OFTEN, cache=cache)
    await stage.slack.wait(lambda: stage.slack.connections == 2, seconds=20)
    message = await watched(stage)
    second = await stage.process(**OFTEN, cache=cache)
    await stage.slack.wait(lambda: stage.slack.connections == 4, seconds=20)
    return first, message, second


async def test_without_redis_a_watch_ends_with_its_bot_and_says_so(stage: Stage, words: Words) -> None:
    """Nobody goes on looking at a message that nobody keeps up to date."""
    await stage.cluster("prod")
    bot = await stage.bot(**OFTEN)
    await watched(stage)
    bot.stop.set()
    await edited(stage, "the bot was stopped", words)


@pytest.mark.redis
async def test_another_replica_goes_on_when_one_is_killed(stage: Stage, redis_url: str, words: Words) -> None:
    """SIGKILL in the middle of an incident: the same message goes on, and there is no second one."""
    first, message, second = await pair(stage, redis_url)
    first.process.kill()
    await second.said("taking over a watch")
    later(stage, 60)
    changed = await edited(stage, "restarts was", words)
    assert changed.ts == message.ts
    await stage.slack.wait(lambda: stage.slack.connections == 2, seconds=20)
    await stage.slack.click("ben", message.ts, "Stop", "incidents")
    await edited(stage, "stopped by", words)
    assert "Traceback" not in second.err


@pytest.mark.redis
async def test_a_replica_that_was_asleep_does_not_edit_what_another_took(stage: Stage, redis_url: str, words: Words) -> None:
    """A machine that was suspended wakes up and believes that nothing has happened."""
    first, _, second = await pair(stage, redis_url)
    first.process.send_signal(signal.SIGSTOP)
    await second.said("taking over a watch")
    first.process.send_signal(signal.SIGCONT)
    await first.said("no longer ours")
    later(stage, 60)
    await edited(stage, "restarts was", words)
    assert "taking over" not in first.err


@pytest.mark.redis
async def test_a_replica_that_is_told_to_stop_hands_its_watch_over_at_once(
    stage: Stage, redis_url: str, words: Words
) -> None:
    """A rolling update is not seen in the channel; a bot that starts later finds the watch, too."""
    await stage.cluster("prod")
    cache = SHORT | {"url": redis_url}
    first = await stage.process(**OFTEN, cache=cache)
    await stage.slack.wait(lambda: stage.slack.connections == 2, seconds=20)
    message = await watched(stage)
    first.process.send_signal(signal.SIGTERM)
    assert await first.ended() == 0
    assert "Watching until" in words(stage.answers()[0])
    second = await stage.process(**OFTEN, cache=cache)
    await second.said("taking over a watch")
    later(stage, 60)
    assert (await edited(stage, "restarts was", words)).ts == message.ts


@pytest.mark.redis
@pytest.mark.parametrize("how", ["the target", "the person"])
async def test_a_rule_that_is_withdrawn_ends_the_watch(stage: Stage, redis_url: str, words: Words, how: str) -> None:
    """Who lost the right to ask must not be shown the answer for another half hour; the last look is the last."""
    cluster = await stage.cluster("prod")
    cache = SHORT | {"url": redis_url}
    ana, ben = stage.slack.users["ana"], stage.slack.users["ben"]
    first = await stage.process(**OFTEN, cache=cache, access=[{"users": [ana]}])
    await stage.slack.wait(lambda: stage.slack.connections == 2, seconds=20)
    message = await watched(stage)
    first.process.send_signal(signal.SIGTERM)
    assert await first.ended() == 0
    asked = len(cluster.requests)
    withdrawn = {"the target": [{"users": [ana], "targets": ["staging"]}], "the person": [{"users": [ben]}]}
    second = await stage.process(**OFTEN, cache=cache, access=withdrawn[how])
    ended = await edited(stage, "who asked for it may not see it any more", words)
    assert ended.ts == message.ts
    assert "Watched until" in words(ended)
    assert len(cluster.requests) == asked
    assert "Traceback" not in second.err


@pytest.mark.redis
async def test_a_stop_reaches_the_replica_that_has_the_watch(stage: Stage, redis_url: str, words: Words) -> None:
    """The click is delivered to any of them."""
    await stage.cluster("prod")
    for _ in range(3):
        await stage.bot(**OFTEN, cache=SHORT | {"url": redis_url})
    await stage.slack.wait(lambda: stage.slack.connections == 6)
    message = await watched(stage)
    await stage.slack.click("ben", message.ts, "Stop", "incidents")
    await edited(stage, "stopped by", words)
