"""Reads the bot's own metrics: where its answers came from, and how its circuit breakers stand. See docs/metrics.md."""

from __future__ import annotations

from collections import Counter

import aiohttp
import msgspec
from prometheus_client.parser import text_string_to_metric_families

PATIENCE = aiohttp.ClientTimeout(total=1.0)
STATES = ("closed", "half-open", "open")
"""What the values of the breakers' gauge mean, in order."""
ANSWERS, BREAKER = "srehub_cache_answers_total", "srehub_breaker_state"
COMING = "srehub_digest_next_timestamp_seconds"
ORIGINS = {"asked": "asked", "joined": "joined", "cache": "cached", "kept": "cached"}


class Reading(msgspec.Struct, frozen=True):
    """What the bot says of itself.

    Attributes:
        asked, joined, cached: how many parts of answers came from an upstream's call, from a call that somebody else had
            under way, and from the cache.
        breakers: the state of each target's breaker: `closed`, `half-open` or `open`.
        coming: when the next digest is due, in seconds since 1970; 0 where none is, or nobody knows.
    """

    asked: int = 0
    joined: int = 0
    cached: int = 0
    breakers: tuple[tuple[str, str], ...] = ()
    coming: float = 0.0


class Meter:
    """Reads the metrics of a bot.

    Args:
        url: where they are, e.g. `http://127.0.0.1:8080/metrics`; "" where nobody knows.

    Attributes:
        last: what it said last.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self.last = Reading()

    async def read(self) -> Reading:
        """Return what the bot says; what it said last while it does not answer."""
        if not self._url:
            return self.last
        try:
            async with aiohttp.ClientSession(timeout=PATIENCE) as http, http.get(self._url) as answer:
                if answer.status == 200:
                    self.last = parse(await answer.text())
        except (aiohttp.ClientError, TimeoutError, ValueError):
            pass  # it starts, or it has ended, or somebody else listens there
        return self.last


def parse(text: str) -> Reading:
    """Return what stands in metrics of the text format."""
    answers: Counter[str] = Counter()
    breakers: dict[str, str] = {}
    coming = 0.0
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if sample.name == ANSWERS:
                answers[ORIGINS.get(sample.labels["origin"], "")] += int(sample.value)
            elif sample.name == BREAKER:
                breakers[sample.labels["target"]] = STATES[int(sample.value)]
            elif sample.name == COMING:
                coming = sample.value
    return Reading(answers["asked"], answers["joined"], answers["cached"], tuple(sorted(breakers.items())), coming)
