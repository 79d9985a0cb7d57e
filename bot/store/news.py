"""What the replicas tell each other at once, through one Redis channel: a call has ended, an answer is no longer true."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Any, Literal

import msgspec
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from bot.store.redis import connect, stop

CHANNEL = "srehub:v1:news"
PING_EVERY = 1.0
LEASE_SECONDS = 2.5
"""How old the last proof may be that every message has reached us."""


class Message(msgspec.Struct, array_like=True, frozen=True):
    """One piece of news.

    Attributes:
        sender: the process that tells it.
        verb: `ended`: the call for `key` is over, look into Redis; `drop`: forget every key that starts with `key`.
    """

    sender: str
    verb: Literal["ended", "drop"]
    key: str


class News:
    """Hears the channel over a connection of its own, which heals itself.

    Messages can be lost while it is cut, so nothing rests on one alone: who waits for a call looks into Redis now and then,
    and copies of answers are trusted only while `live`. Redis answers a ping on this connection after all messages that it
    sent before; so a pong proves that nothing published before its ping is missing.

    Attributes:
        session: the number of the subscription. Another number than before: something may have been missed in between.
    """

    def __init__(self, url: str, hear: Callable[[Message], None], *, clock: Callable[[], float] = monotonic) -> None:
        self.session = 0
        self._redis = connect(url)
        self._hear = hear
        self._clock = clock
        self._proved: float | None = None
        self._pinged: float | None = None
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> News:
        self._task = asyncio.create_task(self._run(), name="Redis news")
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self._task is not None:
            await stop(self._task)
        await self._redis.aclose()

    @property
    def live(self) -> bool:
        """Whether every message of this session that is older than `LEASE_SECONDS` has certainly been heard."""
        return self._proved is not None and self._clock() - self._proved < LEASE_SECONDS

    async def _run(self) -> None:
        while True:
            self._proved = self._pinged = None
            self.session += 1
            try:
                async with self._redis.pubsub() as pubsub:
                    async with asyncio.timeout(PING_EVERY):
                        await pubsub.subscribe(CHANNEL)
                    await self._listen(pubsub)
            except (RedisError, OSError):  # away; whoever calls it says so, we only come back
                self._proved = None
            await asyncio.sleep(PING_EVERY)

    async def _listen(self, pubsub: PubSub) -> None:
        ping_at = self._clock()
        while True:
            if self._clock() >= ping_at:
                await self._ping(pubsub)
                ping_at = self._clock() + PING_EVERY
            message = await pubsub.get_message(timeout=max(0.001, ping_at - self._clock()))
            if message is not None:
                self._take(message)

    async def _ping(self, pubsub: PubSub) -> None:
        if self._pinged is not None and self._clock() - self._pinged > LEASE_SECONDS:
            raise TimeoutError("no pong")
        if self._pinged is None:
            self._pinged = self._clock()
            await pubsub.ping("srehub")

    def _take(self, message: dict[str, Any]) -> None:
        if message["type"] == "pong":
            self._proved, self._pinged = self._pinged, None
        elif message["type"] == "message":
            try:
                self._hear(msgspec.msgpack.decode(message["data"], type=Message))
            except (msgspec.MsgspecError, ValueError):
                return  # no message of ours
