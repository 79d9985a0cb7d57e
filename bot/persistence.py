"""Keeps trying what Slack does not take at once: as long as it is worth it, in the channel's turn, no faster than asked."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, stop_after_delay

from bot.errors import SlackAway
from bot.lanes import Lanes

T = TypeVar("T")

FIRST = 0.1
"""Seconds until the second attempt."""
SLOWEST = 1.5
"""Seconds between two attempts, at most: Slack's return is noticed within two."""


class Persistence:
    """Carries out calls of Slack until they are done.

    Args:
        owed: seconds for which a call is worth repeating.
    """

    def __init__(self, owed: float) -> None:
        self._owed = owed
        self._lanes = Lanes()
        self._log = structlog.get_logger("delivery")

    async def until_done(self, channel: str, send: Callable[[], Awaitable[T]]) -> T:
        """Send; while Slack is away, again and again. (tenacity only then: its first try costs as much as a send.)

        Args:
            channel: where it goes; Slack's rate limits are the channel's.
            send: one attempt.

        Raises:
            SlackAway: it was tried for long enough.
            SlackRefused: Slack will not.
        """
        try:
            return await self.once(channel, send)
        except SlackAway as away:
            await asyncio.sleep(max(away.retry_after or 0.0, FIRST))
            return await self._keep_trying(channel, send)

    async def _keep_trying(self, channel: str, send: Callable[[], Awaitable[T]]) -> T:
        async for attempt in AsyncRetrying(
            retry=retry_if_exception_type(SlackAway), stop=stop_after_delay(self._owed), wait=_pause, reraise=True
        ):
            with attempt:
                return await self.once(channel, send)
        raise AssertionError("unreachable: the loop ends by an answer or an error")

    async def once(self, channel: str, send: Callable[[], Awaitable[T]]) -> T:
        """Send once, in the channel's turn. Raises like `until_done`, SlackAway at the first failure."""
        try:
            async with self._lanes.turn(channel):
                return await send()
        except SlackAway as away:
            if away.retry_after:
                self._lanes.slow(channel, away.retry_after)
            self._log.warning("not delivered yet", why=str(away))
            raise


def _pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = (error.retry_after or 0.0) if isinstance(error, SlackAway) else 0.0
    return max(asked, min(SLOWEST, 0.1 * 2.0**state.attempt_number) * random.uniform(0.7, 1.0))  # noqa: S311 (jitter)
