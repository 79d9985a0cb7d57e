"""Where the last turn of each conversation is kept: in Redis for every replica, else in this process's memory.

srehub:v1:turn:CHANNEL:THREAD    the turn; THREAD is empty for a DM itself
"""

from __future__ import annotations

from typing import Protocol, cast

import msgspec
from cachetools import TTLCache
from redis.asyncio import Redis

from bot.store.notes import Notes
from bot.store.redis import Link, StoreAwayError
from bot.talk.turn import Turn

PREFIX = "srehub:v1:turn:"
SECONDS = 3600
"""For how long a conversation is remembered after its last answer."""
REMEMBERED = 2000
"""Conversations in memory at most."""


class TurnStore(Protocol):
    """Keeps turns. Raises nothing: a conversation that is forgotten is begun again."""

    async def last(self, conversation: str) -> Turn | None:
        """Return the last turn of a conversation, if it is remembered."""
        ...

    async def keep(self, conversation: str, turn: Turn) -> None:
        """Remember the turn instead of the one before."""
        ...


class MemoryTurns:
    """Turns of one process."""

    def __init__(self) -> None:
        self._turns: TTLCache[str, Turn] = TTLCache(maxsize=REMEMBERED, ttl=SECONDS)

    async def last(self, conversation: str) -> Turn | None:
        """Return the last turn of a conversation, if it is remembered."""
        return self._turns.get(conversation)

    async def keep(self, conversation: str, turn: Turn) -> None:
        """Remember the turn instead of the one before."""
        self._turns[conversation] = turn


class SharedTurns:
    """Turns of all replicas; those of this one also while Redis is away.

    Args:
        link: the Redis.
    """

    def __init__(self, link: Link) -> None:
        self._link, self._notes, self._here = link, Notes(link), MemoryTurns()

    async def last(self, conversation: str) -> Turn | None:
        """Return the last turn of a conversation, if it is remembered."""

        async def get(redis: Redis) -> bytes | None:
            return cast(bytes | None, (await redis.mget([PREFIX + conversation]))[0])

        try:
            return _unpacked(await self._link.call(get))
        except StoreAwayError:
            return await self._here.last(conversation)

    async def keep(self, conversation: str, turn: Turn) -> None:
        """Remember the turn instead of the one before."""
        await self._here.keep(conversation, turn)
        packed = msgspec.msgpack.encode(turn)
        await self._notes.write(lambda steps: steps.set(PREFIX + conversation, packed, ex=SECONDS))


def _unpacked(data: bytes | None) -> Turn | None:
    """Return the turn; None for nothing, and for what another release wrote in another shape."""
    try:
        return msgspec.msgpack.decode(data, type=Turn) if data is not None else None
    except (msgspec.MsgspecError, ValueError):
        return None
