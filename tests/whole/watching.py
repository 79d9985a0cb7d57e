"""Watches that somebody has begun, and what their messages say by now."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from staging import Stage

from playground.slack import Message

Words = Callable[[Message], str]
OFTEN: dict[str, Any] = {"watch": {"every": 0.2}}
"""Looks as often as a test has patience for."""
SHORT = {"ttl": {"default": 0.2}}


def later(stage: Stage, minutes: float) -> None:
    """Let so much time pass in the cluster: what crash-loops has restarted meanwhile."""
    stage.clusters["prod"].world.now = lambda: time.time() + minutes * 60


async def watched(stage: Stage, line: str = 'watch "pods restarting -n payments"', channel: str = "incidents") -> Message:
    """Begin to watch as ana, and return the message. Who asks for restarts is told of each; elsewhere they are no news."""
    await stage.slack.slash("ana", channel, line)
    [message] = await stage.answered(channel)
    return message


async def edited(stage: Stage, text: str, words: Words, seconds: float = 20) -> Message:
    """Wait until the one message of the bot's in the channel says `text`; return it."""

    def there() -> Message | None:
        [message] = stage.answers()
        return message if text in words(message) else None

    return await stage.slack.wait(there, seconds=seconds)
