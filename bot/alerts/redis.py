"""Alert groups that all replicas share, in Redis.

    srehub:v1:alert:KEY            a group or a digest: its version, and its state
    srehub:v1:alerts:due           `CHANNEL KEY` of what is to be shown, with the time from when on
    srehub:v1:alerts:lease:…       the token of the replica that shows it just now
    srehub:v1:alerts:roster:CHANNEL the keys of what is kept of a channel, with the times of their last changes
    srehub:v1:alerts:known:CHANNEL the channel's history has been read since this Redis lost something
    srehub:v1:alerts:pace:CHANNEL  the groups that began to fire within the minute, with their times
    srehub:v1:alerts:storm:CHANNEL the digest that takes in groups now, and `…:size:CHANNEL` how many it has

A Redis that is short of memory may evict any one of these keys (`maxmemory-policy`). What is missed is then read from the
channel's history again before anything is posted there: a state that is gone stands in the roster still, and `due` and the
roster carry a mark (`known CHANNEL`, scored +inf) by which one that was begun anew is told from one that lost nothing.

Times are the replicas' own, which are taken to agree within seconds. Everything here raises StoreAwayError.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from time import time
from typing import cast
from uuid import uuid4

import msgspec
from redis.asyncio import Redis

from bot.alerts.scripts import CHANGE, CLAIM, DUE, GATHER, KNOWN, MAKE_KNOWN, RELEASE
from bot.alerts.store import LEASE, STORM_MOST, WINDOW, Claim, Edit, Kept
from bot.store.redis import Link

PREFIX = "srehub:v1:alert"
KEPT_MS = 14 * 86_400_000
"""For how long a group is kept after its last change."""
_LOOKED_AT = 200
"""Things due that are looked at to find some that nobody shows yet."""


class SharedAlerts:
    """See `bot.alerts.store.AlertStore`.

    Args:
        link: the Redis.
        clock: the time, seconds since 1970.
    """

    def __init__(self, link: Link, clock: Callable[[], float] = time) -> None:
        self._link, self._clock = link, clock

    async def get(self, keys: Sequence[str]) -> list[Kept | None]:
        """Return what is kept under these keys, in their order."""

        async def read(redis: Redis) -> list[bytes | None]:
            async with redis.pipeline(transaction=False) as pipe:
                for key in keys:
                    pipe.hget(f"{PREFIX}:{key}", "state")
                return cast(list[bytes | None], await pipe.execute())

        return [_unpacked(data) for data in await self._link.call(read)] if keys else []

    async def change(self, key: str, edit: Edit, *, due: bool = True) -> Kept | None:
        """Put the edited state in the place of the present one, make it due to be shown now, and return it."""
        while True:
            version, data = await self._link.call(lambda redis: _stored(redis, key))
            before = _unpacked(data)
            after = edit(before)
            if after is None or after is before:
                return after
            member = f"{after.channel} {key}" if due else ""
            arguments: list[str | bytes | int] = [
                version or b"", msgspec.msgpack.encode(after), KEPT_MS, member, str(self._clock()), key
            ]  # fmt: skip
            keys = [f"{PREFIX}:{key}", *_whole(after.channel)]
            if await self._link.call(lambda redis: CHANGE(redis, keys, arguments)):  # noqa: B023 (called at once)
                return after

    async def due(self, channel: str, key: str, at: float) -> None:
        """Make `key` due at `at`, or earlier if it is already."""
        await self._link.call(lambda redis: DUE(redis, [f"{PREFIX}s:due"], [f"{channel} {key}", str(at)]))

    async def claim(self, most: int) -> list[Claim]:
        """Return at most so many things that are due and that nobody has claimed; they are ours from now on."""
        token = uuid4().hex
        arguments: list[str | bytes | int] = [
            f"{PREFIX}s:lease:", token, int(LEASE * 1000), most, _LOOKED_AT, str(self._clock())
        ]  # fmt: skip
        members = await self._link.call(lambda redis: CLAIM(redis, [f"{PREFIX}s:due"], arguments))
        pairs = (member.decode().partition(" ") for member in members)
        return [Claim(key, channel, token) for channel, _, key in pairs]

    async def release(self, claim: Claim, again: float | None = None) -> bool:
        """Give a claim back; see the protocol."""
        member = f"{claim.channel} {claim.key}"
        keys = [f"{PREFIX}s:due", f"{PREFIX}s:lease:{member}"]
        when = "" if again is None else str(again)
        arguments: list[str | bytes | int] = [claim.token, member, str(self._clock()), when]
        return bool(await self._link.call(lambda redis: RELEASE(redis, keys, arguments)))

    async def gather(self, channel: str, key: str, at: float, most: int) -> str:
        """Count a group that begins to fire; return the key of the digest that it belongs in, "" while there are few."""
        keys = [f"{PREFIX}s:pace:{channel}", f"{PREFIX}s:storm:{channel}", f"{PREFIX}s:size:{channel}"]
        arguments: list[str | bytes | int] = [key, str(at), str(WINDOW), most, uuid4().hex[:16], STORM_MOST]
        return cast(bytes, await self._link.call(lambda redis: GATHER(redis, keys, arguments))).decode()

    async def known(self, channel: str) -> bool:
        """Return whether what stands in the channel has been read since this Redis lost something of it."""
        return bool(await self._link.call(lambda redis: KNOWN(redis, _whole(channel), [_mark(channel)])))

    async def make_known(self, channel: str) -> None:
        """Note that it has been read."""
        arguments: list[str | bytes | int] = [_mark(channel), channel, str(self._clock())]
        await self._link.call(lambda redis: MAKE_KNOWN(redis, _whole(channel), arguments))

    async def evicted(self, channel: str, key: str) -> bool:
        """Return whether nothing is kept under `key` although it stands in the roster."""

        async def look(redis: Redis) -> tuple[float | None, int]:
            async with redis.pipeline() as pipe:
                pipe.zscore(f"{PREFIX}s:roster:{channel}", key)
                pipe.exists(f"{PREFIX}:{key}")
                score, there = await pipe.execute()
                return score, there

        score, there = await self._link.call(look)
        return not there and score is not None and score > self._clock() - KEPT_MS / 1000


def _whole(channel: str) -> list[str]:
    """Return the keys by which it is told whether something was lost."""
    return [f"{PREFIX}s:due", f"{PREFIX}s:roster:{channel}", f"{PREFIX}s:known:{channel}"]


def _mark(channel: str) -> str:
    return f"known {channel}"


async def _stored(redis: Redis, key: str) -> tuple[bytes | None, bytes | None]:
    version, state = await cast(Awaitable[list[bytes | None]], redis.hmget(f"{PREFIX}:{key}", ["version", "state"]))
    return version, state


def _unpacked(data: bytes | None) -> Kept | None:
    """Return the state; None for nothing, and for what another release wrote in another shape."""
    try:
        return msgspec.msgpack.decode(data, type=Kept) if data else None
    except (msgspec.MsgspecError, ValueError):
        return None
