"""Slack's rate limits, kept by waiting: one lane a channel, held back only once Slack has asked for it.

Slack allows about one message a second in a channel, with bursts, and answers 429 with `Retry-After` beyond. Pacing ahead of
that would slow down what Slack lets through, so a lane is free until the first 429; for a while after it, its calls go one
by one.
Source: https://docs.slack.dev/apis/web-api/rate-limits
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic

from cachetools import TLRUCache

REMEMBERED = 60.0
"""Seconds that a lane stays in single file after its last 429."""


class _Lane:
    def __init__(self) -> None:
        self.one = asyncio.Lock()
        self.not_before = 0.0


class Lanes:
    """Which channels Slack has asked us to be slow in."""

    def __init__(self) -> None:
        self._lanes: TLRUCache[str, _Lane] = TLRUCache(maxsize=10_000, ttu=_until, timer=monotonic)

    def slow(self, channel: str, seconds: float) -> None:
        """Note that Slack wants nothing in `channel` for `seconds`."""
        lane = self._lanes.get(channel) or _Lane()
        lane.not_before = max(lane.not_before, monotonic() + seconds)
        self._lanes[channel] = lane

    def __len__(self) -> int:
        return len(self._lanes)

    @asynccontextmanager
    async def turn(self, channel: str) -> AsyncIterator[None]:
        """Wait for one's turn in `channel`: none while the lane is free."""
        lane = self._lanes.get(channel)
        if lane is None:
            yield
            return
        async with lane.one:
            await asyncio.sleep(max(0.0, lane.not_before - monotonic()))
            yield


def _until(_: str, lane: _Lane, now: float) -> float:
    """Return when a lane is forgotten: a while after the wait that Slack asked for, however long that is."""
    return max(now, lane.not_before) + REMEMBERED
