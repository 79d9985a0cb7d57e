"""The incident channels: those of the configuration, and those that people have made so.

srehub:v1:incident-channels    each channel's ID, with the user ID of who made it one
"""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

from redis.asyncio import Redis

from bot.store.redis import Link, StoreAwayError

KEY = "srehub:v1:incident-channels"


class IncidentChannels:
    """Knows them; without Redis those made by people last as long as this process.

    Args:
        configured: the channels' IDs in the configuration, which nobody can take away from chat.
        link: the Redis, where there is one.
    """

    def __init__(self, configured: Collection[str], link: Link | None) -> None:
        self.configured = frozenset(configured)
        self._link = link
        self._made: dict[str, str] = {}

    async def has(self, channel: str) -> bool:
        """Return whether it is one; while Redis is away, by what this process knew last."""
        return channel in self.configured or await self._maker(channel) is not None

    async def add(self, channel: str, user: str) -> None:
        """Make it one, by this user ID. Raises StoreAwayError."""
        if self._link is not None:
            await self._link.call(lambda redis: _set(redis, channel, user))
        self._made[channel] = user

    async def remove(self, channel: str) -> None:
        """Make it none, unless the configuration says that it is. Raises StoreAwayError."""
        if self._link is not None:
            await self._link.call(lambda redis: _remove(redis, channel))
        self._made.pop(channel, None)

    async def _maker(self, channel: str) -> str | None:
        if self._link is None:
            return self._made.get(channel)
        try:
            found = await self._link.call(lambda redis: _get(redis, channel))
        except StoreAwayError:
            return self._made.get(channel)
        if found is None:
            self._made.pop(channel, None)
        else:
            self._made[channel] = found
        return found


async def _get(redis: Redis, channel: str) -> str | None:
    [found] = cast(list[bytes | None], await redis.hmget(KEY, [channel]))
    return found.decode(errors="replace") if found is not None else None


async def _set(redis: Redis, channel: str, user: str) -> None:
    await redis.hset(KEY, channel, user)


async def _remove(redis: Redis, channel: str) -> None:
    await redis.hdel(KEY, channel)
