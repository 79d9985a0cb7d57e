"""What all replies share: the way to Slack, how long an answer is owed, and which of the newer blocks this Slack refuses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from time import time

import structlog

from bot.blocks.message import Message, Renderer
from bot.blocks.older import older
from bot.errors import SlackRefused
from bot.persistence import Persistence
from bot.pictures import Pictures
from bot.uploads import Uploads
from bot.web import SlackWeb
from processors._summary import Summary

OWED = 900.0
"""Seconds for which an answer is worth posting late."""

Content = Callable[[frozenset[str]], Message]
"""Makes the message without the blocks that Slack has refused."""


class Delivery:
    """Makes messages, and remembers which of the newer blocks this Slack refuses.

    Args:
        web: Slack's Web API.
        renderer: makes messages of summaries.
        clock: the time, for the answer's age.
        owed: seconds for which an answer is worth posting late.
    """

    def __init__(self, web: SlackWeb, renderer: Renderer, clock: Callable[[], float] = time, owed: float = OWED) -> None:
        self.web = web
        self.persistence = Persistence(owed)
        self.uploads = Uploads(web, self.persistence, Pictures())
        self.refused: frozenset[str] = frozenset()
        self._renderer = renderer
        self._clock = clock
        self._log = structlog.get_logger("delivery")

    def message(self, summary: Summary) -> Content:
        """Return how to make the message that shows `summary`."""
        return lambda refused: self._renderer.render(summary, now=self._clock(), refused=refused)

    async def in_older_blocks(self, content: Content, send: Callable[[Message], Awaitable[None]]) -> None:
        """Send, and where Slack refuses the blocks say the same again in older ones; what helped is remembered."""
        refused: frozenset[str] | None = self.refused
        while refused is not None:
            message = content(refused)
            try:
                await send(message)
            except SlackRefused as error:
                if "block" not in error.code and error.code != "only_one_table_allowed":
                    raise
                self._log.error("blocks refused", code=error.code, details=error.details)
                refused = older(message, error, refused)
            else:
                self.refused |= refused
                return
        await send(Message(content(self.refused).text, []))
