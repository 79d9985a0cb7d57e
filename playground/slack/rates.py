"""Slack's rate limits, as token buckets.

Slack states its tiers as so many calls a minute and allows bursts; `chat.postMessage` is about one a second in a
channel. See https://docs.slack.dev/apis/web-api/rate-limits/
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from playground.slack.clock import Clock


class Tier(Enum):
    """How many calls are allowed: the burst, and how many more a second."""

    POST = (4, 1.0)
    """`chat.postMessage`: one a second for each channel, with a short burst."""
    FEW = (20, 20 / 60)
    SOME = (50, 50 / 60)
    MANY = (100, 100 / 60)
    HUNDREDS = (600, 10.0)
    """`auth.test` and the methods that Slack leaves open: hundreds a minute."""


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class Rates:
    """Counts calls. `enabled` can be switched at any time."""

    def __init__(self, clock: Clock, *, enabled: bool) -> None:
        self.enabled = enabled
        self._clock = clock
        self._buckets: dict[tuple[str, str], _Bucket] = {}

    def take(self, method: str, channel: str, tier: Tier) -> float:
        """Count one call.

        Returns:
            0 when it may go on, else the seconds after which the next one may.
        """
        if not self.enabled:
            return 0.0
        burst, rate = tier.value
        now = self._clock.now()
        bucket = self._buckets.setdefault((method, channel if tier is Tier.POST else ""), _Bucket(burst, now))
        bucket.tokens = min(burst, bucket.tokens + (now - bucket.at) * rate)
        bucket.at = now
        if bucket.tokens < 1:
            return (1 - bucket.tokens) / rate
        bucket.tokens -= 1
        return 0.0
