"""What the replicas share in Redis: answers, and for each key the lock of whoever asks the upstream for all of them.

    srehub:v1:value:KEY     the answer (see `bot.cache.entry`), kept as long as the last good one is worth something
    srehub:v1:lock:KEY      the token of the call under way; expires soon after its process died
    srehub:v1:failure:KEY   how a call failed, for those who waited for it; a few seconds
    srehub:v1:keys          every KEY, with the time when it may be forgotten, so that a drop finds them without a scan

Each step is one script (see `bot.store.scripts`). They reach keys that they do not declare: a Redis Cluster is not
supported.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from typing import cast
from uuid import uuid4

import msgspec
from redis.asyncio import Redis

from bot.store.news import CHANNEL, Message
from bot.store.redis import Link, StoreAwayError, stop
from bot.store.scripts import CLAIM, DROP, END, EXTEND

PREFIX = "srehub:v1:"
LOCK_MS = 2000
EXTEND_EVERY = LOCK_MS / 3000
FAILURE_MS = 5000
INDEX_SLACK = 60
STORED_BYTES_MAX = 8 << 20
"""Answers above are not shared: they would take longer than the patience with Redis."""


class Claim(msgspec.Struct, frozen=True):
    """What stood there when the lock was asked for.

    Attributes:
        holder: the token of the call that is under way; it is ours if we lead.
        value: the stored answer's bytes, however old.
        failure: how the last call failed, if that was just now.
    """

    holder: str
    value: bytes | None
    failure: bytes | None


class SharedStore:
    """Answers and locks in Redis. Everything here raises StoreAwayError when Redis is away.

    Args:
        link: the Redis.
    """

    def __init__(self, link: Link) -> None:
        self.sender = uuid4().hex
        self._link = link
        self._mine: dict[str, str] = {}
        self._owed: set[str] = set()
        self._keeper: asyncio.Task[None] | None = None

    async def __aenter__(self) -> SharedStore:
        self._keeper = asyncio.create_task(self._keep(), name="Redis locks")
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self._keeper is not None:
            await stop(self._keeper)

    async def fetch(self, key: str) -> bytes | None:
        """Return the stored answer's bytes, however old."""

        async def get(redis: Redis) -> bytes | None:
            found = await redis.mget([f"{PREFIX}value:{key}"])  # unlike GET, minds no other type
            return cast(bytes | None, found[0])

        return await self._link.call(get)

    async def claim(self, key: str, token: str, seconds: float) -> Claim:
        """Take the key's lock unless somebody has it, and return what stands there.

        Whoever gets the lock may store an answer for `seconds`; for that long the key is remembered for drops.
        """
        keys = [*self._keys(key), f"{PREFIX}keys"]
        arguments: list[str | bytes | int] = [token, LOCK_MS, key, int(seconds) + INDEX_SLACK]
        holder, value, failure = await self._link.call(lambda redis: CLAIM(redis, keys, arguments))
        claim = Claim(holder.decode(errors="replace"), value, failure)
        if claim.holder == token:
            self._mine[key] = token
        return claim

    async def store(self, key: str, token: str, value: bytes, seconds: float) -> bool:
        """Store the answer for `seconds`, give the lock back and tell everybody.

        Returns False, and has done nothing, when the lock was lost meanwhile: then somebody else leads, or the key was
        dropped and the answer may be false.
        """
        if len(value) > STORED_BYTES_MAX:
            await self.release(key, token)
            return False
        return await self._end(key, token, "value", value, max(1, int(seconds * 1000)))

    async def fail(self, key: str, token: str, failure: bytes) -> None:
        """Leave the failure for those who wait, give the lock back and tell everybody."""
        await self._end(key, token, "failure", failure, FAILURE_MS)

    async def release(self, key: str, token: str) -> None:
        """Give the lock back and tell everybody: whoever waits may try."""
        await self._end(key, token, "nothing", b"", 0)

    async def drop(self, prefix: str) -> None:
        """Forget the answers of all keys that start so, keep their calls under way from storing any, and tell everybody.

        When Redis is away, this is owed and made good as soon as it is back; it never raises.
        """
        self._owed.add(prefix)
        await self.pay()

    async def pay(self) -> None:
        """Make the drops good that are owed, if any and if Redis is there."""
        for prefix in list(self._owed):
            news = msgspec.msgpack.encode(Message(self.sender, "drop", prefix))
            arguments: list[str | bytes | int] = [prefix, PREFIX, CHANNEL, news]
            try:
                await self._link.call(partial(DROP, keys=[f"{PREFIX}keys"], arguments=arguments))
            except StoreAwayError:
                return
            self._owed.discard(prefix)

    async def _keep(self) -> None:
        """Extend the locks that we hold, again and again. A lock that was lost stays lost."""
        while True:
            await asyncio.sleep(EXTEND_EVERY)
            await self.pay()
            for key, token in list(self._mine.items()):
                await self._extend_one(key, token)

    async def _extend_one(self, key: str, token: str) -> None:
        keys = self._keys(key)[:1]
        arguments: list[str | bytes | int] = [token, LOCK_MS]
        with suppress(StoreAwayError):
            if not await self._link.call(lambda redis: EXTEND(redis, keys, arguments)):
                self._mine.pop(key, None)

    async def _end(self, key: str, token: str, what: str, data: bytes, ms: int) -> bool:
        self._mine.pop(key, None)
        news = msgspec.msgpack.encode(Message(self.sender, "ended", key))
        arguments: list[str | bytes | int] = [token, what, data, ms, CHANNEL, news]
        return bool(await self._link.call(lambda redis: END(redis, self._keys(key), arguments)))

    @staticmethod
    def _keys(key: str) -> list[str]:
        return [f"{PREFIX}lock:{key}", f"{PREFIX}value:{key}", f"{PREFIX}failure:{key}"]
