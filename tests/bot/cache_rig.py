"""What the tests of the cache share: records, an upstream that can be held up and made to fail, and a clock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from bot.cache.cache import Cache, Found, Key
from connectors._deadline import Deadline

FAILED = Key("pods failed", "prod")
LONG = 20.0
"""Seconds after which a test gives up waiting."""


class Pods(msgspec.Struct, frozen=True):
    """Some records."""

    number: int
    names: tuple[str, ...] = ("web-0", "web-1")


class Nodes(msgspec.Struct, frozen=True):
    """Records of another type."""

    number: int
    ready: bool


@dataclass
class Clock:
    """A wall clock that stands still until it is moved."""

    at: float = 1_000_000.0

    def __call__(self) -> float:
        return self.at


@dataclass
class Upstream:
    """Answers with a number that counts its calls; waits while `open` is not set; fails with `error` if there is one."""

    error: Exception | None = None
    calls: int = 0
    open: asyncio.Event = field(default_factory=asyncio.Event)

    async def load(self, _: Deadline) -> Pods:
        """Answer one call."""
        self.calls += 1
        number = self.calls
        await self.open.wait()
        if self.error is not None:
            raise self.error
        return Pods(number)


def quick(error: Exception | None = None) -> Upstream:
    """Return an upstream that answers, or fails, at once."""
    upstream = Upstream(error)
    upstream.open.set()
    return upstream


async def ask(cache: Cache, upstream: Upstream, key: Key = FAILED, *, ttl: float = 30, fresh: bool = False) -> Found[Pods]:
    """Put one question."""
    return await cache.through(key, Pods, upstream.load, ttl=ttl, fresh=fresh, deadline=Deadline.after(LONG))


def asking(cache: Cache, upstream: Upstream, key: Key = FAILED, *, fresh: bool = False) -> asyncio.Task[Found[Pods]]:
    """Put one question in a task of its own."""
    return asyncio.create_task(ask(cache, upstream, key, fresh=fresh))


async def until(condition: Callable[[], Any]) -> None:
    """Wait until the condition holds; TimeoutError if it does not within `LONG` seconds."""
    async with asyncio.timeout(LONG):
        while not condition():  # noqa: ASYNC110 (what is waited for has no event)
            await asyncio.sleep(0.005)
