"""Bots that take alerts, and what they have said."""

from __future__ import annotations

from typing import Any

from alerting import TOKEN
from servers import free_port
from staging import Stage

from playground.slack import Message


async def alerting(stage: Stage, **sections: Any) -> int:
    """Start a bot that takes webhooks into #incidents; return its port."""
    port, channel = free_port(), stage.slack.channels["incidents"]
    usual = {
        "slack": {"incident_channels": [channel]},
        "http": {"host": "127.0.0.1", "port": port},
        "webhooks": {"alertmanager": {"token": TOKEN}},
        "alerts": {"default_channel": channel},
    }
    await stage.bot(**(usual | sections))
    return port


def roots(stage: Stage) -> list[Message]:
    """Return the bot's messages in the channel that are no replies."""
    return [one for one in stage.answers() if one.thread_ts is None]


def replies(stage: Stage) -> list[Message]:
    """Return what the bot said in threads."""
    return [one for one in stage.answers() if one.thread_ts is not None and one.ephemeral_to is None]


async def standing(stage: Stage, text: str) -> Message:
    """Return the bot's only root message, once it begins with the text."""
    [found] = await stage.slack.wait(lambda: [one for one in roots(stage) if one.text.startswith(text)], seconds=15)
    assert len(roots(stage)) == 1
    return found
