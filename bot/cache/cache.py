"""The read-through cache: an answer is asked for once, however many people want it, on however many replicas.

    through ── front: a fresh copy here? ── look: fresh in Redis? ── call: one flight, here and across replicas ── load
                                                                        └─ failed, target unwell: the last good answer

A copy in this process is used without asking Redis only while the news (see `bot.store.news`) prove that no drop was missed,
so a drop holds everywhere within their lease at worst, and at once as a rule. Without Redis, or while it is away, this
process's memory is the whole cache.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from functools import partial
from time import monotonic, time
from typing import Generic, TypeVar

import msgspec

from bot.cache.ask import Ask, Failed, Origin, Outcome
from bot.cache.caller import Caller
from bot.cache.entry import Codec, Held
from bot.cache.failure import hides
from bot.cache.flight import Flight, Flights
from bot.cache.front import Front
from bot.cache.key import Key, prefix, starting
from bot.cache.relay import Relay
from bot.store.memory import Shelf
from bot.store.news import Message, News
from bot.store.redis import Link, StoreAwayError
from bot.store.seen import Seen
from bot.store.shared import SharedStore
from connectors._deadline import Deadline
from connectors._errors import TimedOut

__all__ = ["Cache", "Found", "Key", "Seen"]

R = TypeVar("R")
LOCAL_BYTES = 16 << 20


class Found(msgspec.Struct, Generic[R], frozen=True):
    """An answer.

    Attributes:
        records: what `load` returned; the same object for as long as it is the same answer.
        at: when it was true, in epoch seconds: the moment when its call ended.
        origin: `asked`: called for this asker; `joined`: somebody's call was under way; `cache`: still fresh; `kept`: the
            last good answer, as the target fails now.
        took: how long the call took, in seconds; None for an answer that nobody waited for just now.
        shared: how many askers in this process the call has served so far, this one included.
        trouble: why there is nothing newer; None unless `kept`. Hostile text, as it may quote the upstream.
        retry_after: seconds until it is worth asking again, where known.
    """

    records: R
    at: float
    origin: Origin
    took: float | None = None
    shared: int = 1
    trouble: str | None = None
    retry_after: float | None = None


class Cache:
    """Opened and closed as an asynchronous context; it owns its tasks, and closing ends them.

    Args:
        url: of the Redis; "" for this process's memory alone.
        keep_last_good: seconds for which an answer is kept for when the target fails.
        local_bytes: how much this process keeps, in encoded bytes.
        now: the wall clock, in epoch seconds.
        clock: the monotonic clock, in seconds.
        look_every: seconds between two looks at a Redis that is away.

    Raises:
        ValueError: the URL is none of a Redis.
    """

    def __init__(
        self,
        url: str = "",
        *,
        keep_last_good: float = 3600.0,
        local_bytes: int = LOCAL_BYTES,
        now: Callable[[], float] = time,
        clock: Callable[[], float] = monotonic,
        look_every: float = 1.0,
    ) -> None:
        self._now, self._keep = now, keep_last_good
        self._codec = Codec()
        self._looks: Flights[Held | None] = Flights("look up")
        self._calls: Flights[Outcome] = Flights("load")
        self._link = Link(url, look_every=look_every) if url else None
        self._news = News(url, self._heard) if url else None
        self._front = Front(Shelf(local_bytes), self._link, self._news, now)
        self._shared = SharedStore(self._link) if self._link else None
        self._relay = Relay(self._shared, self._front, self._codec, now) if self._shared else None
        replicas = (self._shared, self._relay) if self._shared and self._relay else None
        self._caller = Caller(self._front, self._codec, replicas, now, clock)
        self._stack = AsyncExitStack()

    @property
    def link(self) -> Link | None:
        """The link to Redis, for what else is shared there; None without Redis."""
        return self._link

    @property
    def trouble(self) -> str:
        """One plain phrase for the footer, e.g. `cache away: connection refused`; "" when all is well."""
        return f"cache away: {self._link.reason}" if self._link and self._link.reason else ""

    async def __aenter__(self) -> Cache:
        for part in (self._link, self._news, self._shared):
            if part is not None:
                await self._stack.enter_async_context(part)
        self._stack.push_async_callback(self._calls.close)
        self._stack.push_async_callback(self._looks.close)
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._stack.aclose()

    async def health(self) -> tuple[bool, str]:
        """Return whether it works as configured, and a phrase: `Redis, 0.4 ms`, `in memory`, `Redis away: timed out`."""
        return await self._link.health() if self._link else (True, "in memory")

    async def through(
        self,
        key: Key,
        record: type[R],
        load: Callable[[Deadline], Awaitable[R]],
        *,
        ttl: float,
        fresh: bool,
        deadline: Deadline,
    ) -> Found[R]:
        """Return the answer: from the cache when it is fresh, else from one call of `load` for all who ask, on all replicas.

        Args:
            key: names the answer.
            record: the type of what `load` returns, which msgspec encodes.
            load: asks the upstream, until the deadline that it is handed. It goes on when this asker is cancelled or gives
                up.
            ttl: seconds for which an answer is fresh.
            fresh: take no stored answer; a call that is under way is joined all the same (see `Ask.suits`).
            deadline: until when to wait.

        Raises:
            UpstreamError: what `load` raised. If the target is unwell, only without a last good answer; TimedOut at the
                deadline.
            FlightCancelledError: the cache is being closed.
        """
        ask = Ask(key, record, load, ttl, self._keep, fresh, self._now(), deadline)
        if self._shared is not None:
            await self._shared.pay()
        held = None if fresh else self._front.hit(ask) or await self._look(ask)
        if held is not None:
            held.served += 1
            return Found(held.records, held.at, "cache", None, held.served)
        return await self._joined(ask)

    async def peek(self, key: Key, record: type[R]) -> Found[R] | None:
        """Return the answer that is stored, however old, without asking for a newer one; None if there is none.

        It is for what may be a little wrong, such as names to complete; never for an answer.
        """
        held = self._front.last(key.text, record)
        if held is None and self._shared is not None:
            try:
                held = self._codec.unpack(await self._shared.fetch(key.text), record)
            except StoreAwayError:
                return None
        if held is None or self._now() - held.at >= self._keep:
            return None
        return Found(held.records, held.at, "cache")

    async def drop(self, what: Key | str) -> None:
        """Forget answers that are no longer true, here and on every replica, with the last good ones and the calls under
        way.

        Who asked before still gets what those calls bring; who asks from now on does not. While Redis is away, the other
        replicas hear of it when it is back.

        Args:
            what: a key; or a family of commands, as the first word of their lines (`pods`); or that on one target
                (`pods@prod`).
        """
        start = prefix(what)
        self._forget(start)
        if self._shared is not None:
            await self._shared.drop(start)

    async def _joined(self, ask: Ask) -> Found[R]:
        began = self._now()
        while True:
            flight, started = self._calls.join(ask.text, partial(self._caller.call, ask))
            if not await flight.wait(ask.deadline.left()):
                late = TimedOut(ask.key.target, f"no answer within {self._now() - began:.0f} s")
                return self._last_good(ask, Failed(late))
            outcome = flight.result()
            if isinstance(outcome, Failed):
                return self._last_good(ask, outcome)
            if started or outcome.origin == "asked" or ask.suits(outcome.held, self._now()):
                return self._landed(outcome.held, outcome.origin if started else "joined", flight)

    async def _look(self, ask: Ask) -> Held | None:
        """Look into Redis, once for all who ask at this moment."""
        if self._shared is None:
            return None
        flight, _ = self._looks.join(ask.text, partial(self._fetch, self._shared, ask))
        await flight.wait()
        held = flight.result()
        return held if held is not None and ask.suits(held, self._now()) else None

    async def _fetch(self, shared: SharedStore, ask: Ask, flight: Flight[Held | None]) -> Held | None:
        session = self._front.session()
        try:
            data = await shared.fetch(ask.text)
        except StoreAwayError:
            return self._front.hit(ask)
        return self._front.read(ask, data, session, self._codec, flight)

    def _landed(self, held: Held, origin: Origin, flight: Flight[Outcome]) -> Found[R]:
        held.served = max(held.served, flight.askers)
        return Found(held.records, held.at, origin, None if origin == "cache" else held.took, held.served)

    def _last_good(self, ask: Ask, failed: Failed) -> Found[R]:
        """Return the last good answer with the error's words, or raise the error."""
        error = failed.error
        held = self._front.last(ask.text, ask.record) if hides(error) else None
        if held is None or not self._now() - held.at < self._keep:
            raise error.with_traceback(failed.traceback)
        return Found(held.records, held.at, "kept", None, 1, error.reason, error.retry_after)

    def _heard(self, message: Message) -> None:
        if message.verb == "ended" and self._relay is not None:
            self._relay.ended(message.key)
        elif message.verb == "drop" and self._shared is not None and message.sender != self._shared.sender:
            self._forget(message.key)

    def _forget(self, start: str) -> None:
        matches = starting(start)
        self._looks.detach(matches)
        self._calls.detach(matches)
        self._front.drop(matches)
