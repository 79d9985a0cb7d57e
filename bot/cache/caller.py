"""Makes the one call to the upstream that answers everybody, and leaves its answer where they find it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from uuid import uuid4

from bot.cache import failure as cache_failure
from bot.cache.ask import Ask, Failed, Landed, Outcome
from bot.cache.entry import UNPROVEN, Codec, Held
from bot.cache.flight import Flight
from bot.cache.front import Front
from bot.cache.relay import Relay
from bot.store.redis import StoreAwayError
from bot.store.shared import SharedStore
from connectors._deadline import Deadline
from connectors._errors import TimedOut, UpstreamError

LOAD_SECONDS = 20.0
"""How long a call may go on at least, though its first asker may wait for less: others join it, or find its answer later."""


class Caller:
    """Carries out calls.

    Args:
        front: where the answers are kept here.
        codec: how they are encoded.
        replicas: what the calls are made together with; None when this process is the only one.
        now: the wall clock, in epoch seconds.
        clock: the monotonic clock, in seconds.
    """

    def __init__(
        self,
        front: Front,
        codec: Codec,
        replicas: tuple[SharedStore, Relay] | None,
        now: Callable[[], float],
        clock: Callable[[], float],
    ) -> None:
        self._front, self._codec, self._replicas, self._now, self._clock = front, codec, replicas, now, clock

    async def call(self, ask: Ask, flight: Flight[Outcome]) -> Outcome:
        """Return how the call ended, ours or another replica's.

        Errors of the upstream are returned, not raised, as they are for many; what else `load` raises is raised.
        """
        token = uuid4().hex
        if self._replicas is not None:
            shared, relay = self._replicas
            with suppress(StoreAwayError):  # then we are alone, whatever the others do
                return await relay.turn(ask, token, flight) or await self._lead(shared, ask, token, flight)
        outcome, _ = await self._load(ask, token, flight)
        return outcome

    async def _lead(self, shared: SharedStore, ask: Ask, token: str, flight: Flight[Outcome]) -> Outcome:
        outcome, data = None, b""
        try:
            outcome, data = await self._load(ask, token, flight)
        finally:  # also when it was cancelled or broke: nobody shall wait for the lock to expire
            with suppress(StoreAwayError):
                await self._hand_over(shared, ask, token, outcome, data, flight)
        return outcome

    async def _hand_over(
        self, shared: SharedStore, ask: Ask, token: str, outcome: Outcome | None, data: bytes, flight: Flight[Outcome]
    ) -> None:
        if isinstance(outcome, Landed):
            session = self._front.session()
            if await shared.store(ask.text, token, data, max(ask.ttl, ask.keep)):
                self._front.put(ask.text, outcome.held, session, flight)
        elif isinstance(outcome, Failed):
            await shared.fail(ask.text, token, cache_failure.pack(token, outcome.error))
        else:
            await shared.release(ask.text, token)

    async def _load(self, ask: Ask, token: str, flight: Flight[Outcome]) -> tuple[Outcome, bytes]:
        """Ask the upstream, keep a copy here, and return the outcome and the answer's bytes."""
        began = self._clock()
        deadline = Deadline.after(max(LOAD_SECONDS, ask.deadline.left()))
        try:
            async with deadline.timeout() as limit:
                records = await ask.load(deadline)
        except UpstreamError as error:
            return Failed(error, error.__traceback__), b""
        except TimeoutError as error:
            if not limit.expired():
                raise
            late = TimedOut(ask.key.target, f"no answer within {self._clock() - began:.0f} s")
            return Failed(late, error.__traceback__), b""
        held = Held(records, ask.record, self._now(), self._clock() - began, token)
        data = self._codec.pack(held)
        held.size = len(data)
        self._front.put(ask.text, held, UNPROVEN, flight)
        return Landed(held, "asked"), data
