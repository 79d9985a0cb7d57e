"""The bot is told to stop, as every deployment does to it, at the worst moments; and it cannot always start."""

from __future__ import annotations

import asyncio
import signal
import socket
from typing import TYPE_CHECKING

from bot_processes import BotProcess

if TYPE_CHECKING:
    from staging import Stage


async def started(stage: Stage, **sections: object) -> BotProcess:
    """Start a bot and wait until both of its connections stand."""
    bot = await stage.process(**sections)
    await stage.slack.wait(lambda: stage.slack.connections == 2, seconds=20)
    return bot


async def test_what_is_in_hand_is_finished_after_sigterm(stage: Stage) -> None:
    """A rolling update in the middle of an incident costs nobody an answer."""
    cluster = await stage.cluster("prod")
    bot = await started(stage)
    cluster.faults.hang()
    lines = ("pods failed", "pods pending", "pods restarting -n payments")
    asked = [
        stage.slack.slash("ana", channel, line) for channel, line in zip(("incidents", "ops", "general"), lines, strict=True)
    ]
    assert all(delivery.acked for delivery in await asyncio.gather(*asked, stage.slack.dm("ben", "pods")))
    await cluster.asked(times=1)
    bot.process.send_signal(signal.SIGTERM)
    await stage.slack.wait(lambda: stage.slack.connections == 0)
    cluster.faults.clear()
    for place in ("incidents", "ops", "general", stage.slack.direct["ben"]):
        assert len(await stage.answered(place, seconds=15)) == 1
    assert await bot.ended() == 0
    assert "Traceback" not in bot.err


async def test_an_answer_owed_is_paid_if_slack_returns_within_the_grace_time(stage: Stage) -> None:
    """Slack and a deployment fail together sooner or later."""
    cluster = await stage.cluster("prod")
    bot = await started(stage)
    cluster.faults.hang()
    await stage.slack.slash("ana", "incidents", "pods failed")
    await stage.slack.down()
    bot.process.send_signal(signal.SIGTERM)
    await bot.said("stopping")
    cluster.faults.clear()
    await bot.said("not delivered yet")
    await stage.slack.up()
    assert len(await stage.answered(seconds=15)) == 1
    assert await bot.ended() == 0
    assert "Traceback" not in bot.err


async def test_it_ends_by_itself_while_slack_stays_away(stage: Stage) -> None:
    """After the grace time it goes, well, and says what it could not deliver; nobody has to kill it."""
    bot = await started(stage, grace=0.5)
    await stage.slack.down()
    await bot.said("socket not open")
    bot.process.send_signal(signal.SIGTERM)
    assert await bot.ended() == 0
    assert "Traceback" not in bot.err


async def test_it_can_be_stopped_before_it_ever_reached_slack(stage: Stage) -> None:
    """A pod that waits for Slack is not stuck in termination."""
    await stage.slack.down()
    bot = await stage.process()
    await bot.said("Slack does not answer yet")
    bot.process.send_signal(signal.SIGTERM)
    assert await bot.ended() == 0


async def test_a_taken_port_is_said_in_one_line(stage: Stage) -> None:
    """Two bots on one machine is the commonest mistake; a traceback would hide what to do."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        bot = await stage.process(http={"host": "127.0.0.1", "port": port})
        assert await bot.ended() == 1
    assert [line for line in bot.err.splitlines() if f"cannot listen on 127.0.0.1:{port}" in line] == bot.err.splitlines()


async def test_a_refused_token_ends_it_with_what_to_do(stage: Stage) -> None:
    """The exit code says that restarting will not help."""
    stage.slack.revoke()
    bot = await stage.process()
    assert await bot.ended() == 2
    assert "SLACK_BOT_TOKEN is refused" in bot.err
    assert "Traceback" not in bot.err


async def test_nothing_secret_is_ever_logged(stage: Stage) -> None:
    """Who reads the log must not be able to post, nor to listen: no token, no ticket, no response URL, even at `debug`."""
    cluster = await stage.cluster("prod")
    bot = await started(stage, log={"level": "debug"})
    stage.slack.faults.refuse("response_url", status=500, times=2)
    stage.slack.faults.refuse("chat.postMessage", status=500, times=1)
    await stage.slack.slash("ana", "random", "pods faild")
    await stage.slack.slash("ana", "random", "pods failed")
    await stage.slack.drop()
    await cluster.faults.down()
    await stage.slack.wait(lambda: stage.slack.connections == 2)
    await stage.slack.slash("ana", "incidents", "pods failed --fresh")
    await stage.answered("random", count=2)
    await stage.answered()
    bot.process.send_signal(signal.SIGTERM)
    assert await bot.ended() == 0
    assert "not delivered yet" in bot.err
    assert "socket closed" in bot.err
    for secret in (stage.slack.bot_token, stage.slack.app_token, "ticket=", "/commands/T", "/actions/T"):
        assert secret not in bot.err.replace("ticket=***", "")
