"""Single-flight across replicas: one leads, the others wait for what it leaves in Redis, and take over when it dies."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from bot.cache import failure as cache_failure
from bot.cache.ask import Ask, Failed, Landed, Outcome
from bot.cache.entry import Codec
from bot.cache.flight import Flight
from bot.cache.front import Front
from bot.store.shared import Claim, SharedStore

POLL_SECONDS = 0.25
"""How often a waiter looks for itself, as news can be lost and a leader can die without any."""


class Relay:
    """Waits for the turn of this process to ask the upstream, unless another process spares it that."""

    def __init__(self, shared: SharedStore, front: Front, codec: Codec, now: Callable[[], float]) -> None:
        self._shared, self._front, self._codec, self._now = shared, front, codec, now
        self._waiting: dict[str, asyncio.Event] = {}

    async def turn(self, ask: Ask, token: str, flight: Flight[Any]) -> Outcome | None:
        """Return how another process's call ended, or None once `token` holds the lock: then it is for us to ask the
        upstream.

        It ends when the other does: a leader that lives keeps its lock, one that dies loses it within seconds.

        Raises:
            StoreAwayError: Redis is away.
        """
        met: set[str] = set()
        with self._listening(ask.text) as news:
            while True:
                news.clear()
                session = self._front.session()
                claim = await self._shared.claim(ask.text, token, max(ask.ttl, ask.keep))
                outcome = self._failure(claim, met) or self._answer(ask, claim, session, flight, met)
                leads = claim.holder == token
                if outcome is not None and leads:
                    await self._shared.release(ask.text, token)
                if outcome is not None or leads:
                    return outcome
                met.add(claim.holder)
                await _woken(news, POLL_SECONDS)

    def ended(self, key: str) -> None:
        """Wake whoever waits for the key: its call has ended."""
        if (event := self._waiting.get(key)) is not None:
            event.set()

    def _answer(self, ask: Ask, claim: Claim, session: int, flight: Flight[Any], met: set[str]) -> Outcome | None:
        held = self._front.read(ask, claim.value, session, self._codec, flight)
        if held is None:
            return None
        if held.id in met:  # we waited for this very call, so it ended after the question, whatever the replicas' clocks say
            return Landed(held, "joined")
        return Landed(held, "joined" if met else "cache") if ask.suits(held, self._now()) else None

    @staticmethod
    def _failure(claim: Claim, met: set[str]) -> Outcome | None:
        """The failure of a call that we waited for; one that we did not wait for is none of ours, and is tried again."""
        failure = cache_failure.unpack(claim.failure)
        return Failed(failure[1]) if failure is not None and failure[0] in met else None

    @contextmanager
    def _listening(self, key: str) -> Iterator[asyncio.Event]:
        event = self._waiting[key] = asyncio.Event()
        try:
            yield event
        finally:
            if self._waiting.get(key) is event:
                del self._waiting[key]


async def _woken(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return  # nobody woke us: look all the same
