"""The link to Redis: short patience, and a short circuit while Redis is away."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from time import perf_counter
from typing import TypeVar

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, OutOfMemoryError, ReadOnlyError, RedisError, ResponseError
from redis.exceptions import TimeoutError as RedisTimeoutError

T = TypeVar("T")

CONNECTIONS = 16
TICKS = 5
FIRST_LOOK_SECONDS = 0.05
PROBE = "srehub:v1:probe"


class StoreAwayError(Exception):
    """Redis cannot be used at the moment. Its text is one plain phrase, e.g. `connection refused`."""


def connect(url: str) -> Redis:
    """Return a client of its own pool that tries once, and leaves waiting and trying again to its caller.

    It speaks RESP2, which every Redis and every proxy understands; RESP3 would only add pushes that are not used here.
    It has no socket timeout: redis-py 8 would put each write into `asyncio.wait_for`, which in Python 3.11 loses a
    cancellation that comes when the write is done already. So whoever calls sets a time.

    Raises:
        ValueError: it is no URL of a Redis.
    """
    pool = BlockingConnectionPool.from_url(
        url,
        protocol=2,
        max_connections=CONNECTIONS,
        timeout=1.0,
        socket_timeout=None,
        socket_connect_timeout=1.0,
        health_check_interval=30,
        retry=Retry(NoBackoff(), 0),
    )
    return Redis.from_pool(pool)


async def stop(task: asyncio.Task[None]) -> None:
    """Cancel the task until it has ended: a library may lose a cancellation, or take it for an error."""
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=0.1)


class Link:
    """One Redis, used by everything in this process that shares state with other replicas.

    A call costs at most `patience` seconds. The first that fails marks Redis as away: from then on calls are refused at
    once, and a look is taken in the background until a write succeeds again. So an outage costs each answer `patience` once
    at most.

    Args:
        url: `redis://`, `rediss://` or `unix://`; may hold a password, which is never shown.
        patience: how long a call may take, in seconds in which our own event loop was free to notice the reply.
        look_every: seconds between two looks while it is away.
    """

    def __init__(self, url: str, *, patience: float = 0.25, look_every: float = 1.0) -> None:
        self.url = url
        self._redis = connect(url)
        self._patience = patience
        self._look_every = look_every
        self._slots = asyncio.Semaphore(CONNECTIONS)
        self._lost = asyncio.Event()
        self._reason = ""
        self._looker: asyncio.Task[None] | None = None

    @property
    def reason(self) -> str:
        """Why Redis is not used at the moment, e.g. `connection refused`; "" when it is."""
        return self._reason

    async def __aenter__(self) -> Link:
        await self._well()
        self._looker = asyncio.create_task(self._look(), name="Redis link")
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self._looker is not None:
            await stop(self._looker)
        await self._redis.aclose()

    async def call(self, command: Callable[[Redis], Awaitable[T]]) -> T:
        """Return what the command returns.

        Raises:
            StoreAwayError: Redis is away, or was found to be just now.
        """
        async with self._slots:  # a queue of our own making is not Redis being slow
            if self._reason:
                raise StoreAwayError(self._reason)
            return await self._try(command)

    async def health(self) -> tuple[bool, str]:
        """Ask it now, and return whether it is well and a phrase, e.g. `Redis, 0.4 ms`."""
        began = perf_counter()
        try:
            await self.call(_ping)
        except StoreAwayError:
            return False, f"Redis away: {self._reason}"
        return True, f"Redis, {(perf_counter() - began) * 1000:.1f} ms"

    async def _try(self, command: Callable[[Redis], Awaitable[T]]) -> T:
        try:
            async with _patience(self._patience):
                return await command(self._redis)
        except (RedisError, OSError) as error:  # OSError: also the TimeoutError of our own patience
            self._reason = _phrase(error)
            self._lost.set()
            raise StoreAwayError(self._reason) from error

    async def _look(self) -> None:
        while True:
            await self._lost.wait()
            await asyncio.sleep(FIRST_LOOK_SECONDS)  # a restart that is over already shows at once
            while not await self._well():  # noqa: ASYNC110 (nobody outside tells us that it is back)
                await asyncio.sleep(self._look_every)

    async def _well(self) -> bool:
        try:
            await self._try(_probe)
        except StoreAwayError:
            return False
        self._reason = ""
        self._lost.clear()
        return True


async def _ping(redis: Redis) -> None:
    await redis.ping()


async def _probe(redis: Redis) -> None:
    """Write, as a replica that only reads and a full server answer a ping all the same."""
    await redis.set(PROBE, b"", px=1000)


@asynccontextmanager
async def _patience(seconds: float) -> AsyncIterator[None]:
    """Raise TimeoutError after so many seconds, counted in short ticks.

    A plain timeout would blame Redis for our own event loop: when that is kept busy, the timer and the reply are both late,
    and the timer wins. A tick that comes late counts once.
    """
    loop = asyncio.get_running_loop()
    timer: asyncio.TimerHandle
    async with asyncio.timeout(None) as limit:

        def tick(left: int) -> None:
            nonlocal timer
            if left:
                timer = loop.call_later(seconds / TICKS, tick, left - 1)
            else:
                limit.reschedule(loop.time())

        timer = loop.call_later(seconds / TICKS, tick, TICKS - 1)
        try:
            yield
        finally:
            timer.cancel()


def _phrase(error: BaseException) -> str:
    """Return what is wrong in words that fit into a footer: no address, no number, no password."""
    known = {TimeoutError: "timed out", RedisTimeoutError: "timed out", AuthenticationError: "the password is wrong"}
    known |= {ReadOnlyError: "it only reads", OutOfMemoryError: "its memory is full"}
    for kind, phrase in known.items():
        if isinstance(error, kind):
            return phrase
    said = str(error)
    number = re.match(r"Error (-?\d+) ", said)  # redis-py's own text, which begins with the errno of the OSError behind it
    if number:
        return os.strerror(int(number[1])).lower() if int(number[1]) > 0 else "its host is not known"
    if isinstance(error, ResponseError):
        return said[:100]
    if "refused" in said.lower():  # several addresses were tried, and asyncio made one text of their errors
        return "connection refused"
    return "connection lost"
