"""Where watches are kept: in Redis, where another replica finds those whose own has gone; else in this process's memory.

    srehub:v1:watches            `CHANNEL ID` of each, with the time when it may be forgotten
    srehub:v1:watch:ID           the watch
    srehub:v1:watch-lease:ID     the token of the replica that keeps it up to date; expires soon after that has died
    srehub:v1:watch-stopped:ID   the user who stopped it
    srehub:v1:watch-over:ID      its end, so that a replica that was asleep does not bring it back

While Redis is away, a replica goes on with the watches that it has: nobody else can take them then.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Protocol, cast
from uuid import uuid4

import msgspec
from redis.asyncio import Redis

from bot.store.redis import Link, StoreAwayError
from bot.store.scripts import Script
from bot.watches.scripts import BEGIN, END, KEEP, RELEASE, STOP, TAKE
from bot.watches.watch import Kept, Watch

PREFIX = "srehub:v1:watch"
LEASE_MS = 4000
AFTER = 3600
"""Seconds beyond its end for which a watch is kept, so that a bot that was away can still write that it is over."""
STATE_MS = AFTER * 2000
"""For how long a watch that is stored now stays: its half hour at most, and then `AFTER`."""


class WatchStore(Protocol):
    """Keeps watches, each in the hands of one replica at a time."""

    async def begin(self, watch: Watch, most: int) -> bool:
        """Take a new watch; False if there are `most` in its channel already."""
        ...

    async def orphans(self) -> tuple[Watch, ...]:
        """Return the watches that nobody keeps up to date; they are ours from now on."""
        ...

    async def keep(self, watch: Watch, *, new: bool) -> Kept:
        """Say that we are there, and store the watch if it is `new`; return whether it is still ours, and who stopped it."""
        ...

    async def stop(self, id_: str, user: str) -> bool:
        """Note that a user has stopped the watch; False if there is none."""
        ...

    async def end(self, watch: Watch) -> None:
        """Forget the watch, if it is ours."""
        ...

    async def release(self, watch: Watch) -> bool:
        """Give the watch to whoever wants it; False if nobody ever will."""
        ...


class MemoryWatches:
    """Watches of one process, which end with it."""

    def __init__(self) -> None:
        self._channels: dict[str, str] = {}
        self._stopped: dict[str, str] = {}

    async def begin(self, watch: Watch, most: int) -> bool:
        """Take a new watch; False if there are `most` in its channel already."""
        if list(self._channels.values()).count(watch.channel) >= most:
            return False
        self._channels[watch.id] = watch.channel
        return True

    async def orphans(self) -> tuple[Watch, ...]:
        """Return none: those of a process that has died are gone."""
        return ()

    async def keep(self, watch: Watch, *, new: bool) -> Kept:  # noqa: ARG002 (the protocol's: here nothing needs storing)
        """Return who stopped it; it is always ours."""
        self._channels.setdefault(watch.id, watch.channel)
        return Kept(True, self._stopped.get(watch.id, ""))

    async def stop(self, id_: str, user: str) -> bool:
        """Note that a user has stopped the watch; False if there is none."""
        if id_ in self._channels:
            self._stopped.setdefault(id_, user)
        return id_ in self._channels

    async def end(self, watch: Watch) -> None:
        """Forget the watch."""
        self._channels.pop(watch.id, None)
        self._stopped.pop(watch.id, None)

    async def release(self, watch: Watch) -> bool:  # noqa: ARG002 (the protocol's)
        """Return False: there is nobody else."""
        return False


class SharedWatches:
    """Watches of all replicas. Nothing here raises: what Redis cannot do for us now is done in memory.

    Args:
        link: the Redis.
    """

    def __init__(self, link: Link) -> None:
        self._link = link
        self._token = uuid4().hex
        self._here = MemoryWatches()

    async def begin(self, watch: Watch, most: int) -> bool:
        """Take a new watch; False if there are `most` in its channel already."""
        arguments: list[str | bytes | int] = [
            _member(watch), watch.channel, most, _score(watch), self._token, LEASE_MS, _packed(watch), STATE_MS
        ]  # fmt: skip
        try:
            begun = bool(await self._run(BEGIN, watch.id, arguments))
        except StoreAwayError:
            return await self._here.begin(watch, most)
        if begun:
            await self._here.begin(watch, most=1 << 30)
        return begun

    async def orphans(self) -> tuple[Watch, ...]:
        """Return the watches that nobody keeps up to date; they are ours from now on."""
        found = []
        with suppress(StoreAwayError):
            for member in await self._link.call(_members):
                id_ = member.rpartition(" ")[2]
                state = await self._run(TAKE, id_, [member, self._token, LEASE_MS])
                watch = _unpacked(state)
                if watch is not None:
                    found.append(watch)
        return tuple(found)

    async def keep(self, watch: Watch, *, new: bool) -> Kept:
        """Say that we are there, and store the watch if it is `new`; return whether it is still ours, and who stopped it."""
        here = await self._here.keep(watch, new=new)
        try:
            kept, known = await self._keep(watch, new=new)
            if kept.ours and not known:  # a Redis that was emptied is told again
                kept, _ = await self._keep(watch, new=True)
        except StoreAwayError:
            return here
        if not kept.ours:
            await self._here.end(watch)
        return kept if kept.stopped_by or not kept.ours else here

    async def _keep(self, watch: Watch, *, new: bool) -> tuple[Kept, bool]:
        state = _packed(watch) if new else b""
        arguments: list[str | bytes | int] = [_member(watch), _score(watch), self._token, LEASE_MS, state, STATE_MS]
        ours, stopped_by, known = await self._run(KEEP, watch.id, arguments)
        return Kept(bool(ours), stopped_by.decode(errors="replace")), bool(known)

    async def stop(self, id_: str, user: str) -> bool:
        """Note that a user has stopped the watch; False if there is none."""
        here = await self._here.stop(id_, user)
        try:
            return bool(await self._run(STOP, id_, [user, AFTER * 1000])) or here
        except StoreAwayError:
            return here

    async def end(self, watch: Watch) -> None:
        """Forget the watch, if it is ours."""
        await self._here.end(watch)
        with suppress(StoreAwayError):
            await self._run(END, watch.id, [_member(watch), self._token, AFTER * 1000])

    async def release(self, watch: Watch) -> bool:
        """Give the watch to whoever wants it; while Redis is away nobody hears of it, and the lease ends by itself."""
        await self._here.end(watch)
        with suppress(StoreAwayError):
            await self._run(RELEASE, watch.id, [self._token])
        return True

    async def _run(self, script: Script, id_: str, arguments: list[str | bytes | int]) -> Any:
        keys = [f"{PREFIX}es", *(f"{PREFIX}{part}:{id_}" for part in ("", "-lease", "-stopped", "-over"))]
        return await self._link.call(lambda redis: script(redis, keys, arguments))


async def _members(redis: Redis) -> list[str]:
    members = cast(list[bytes], await redis.zrange(f"{PREFIX}es", 0, -1))
    return [member.decode(errors="replace") for member in members]


def _member(watch: Watch) -> str:
    return f"{watch.channel} {watch.id}"


def _score(watch: Watch) -> int:
    return int(watch.until) + AFTER


def _packed(watch: Watch) -> bytes:
    return msgspec.msgpack.encode(watch)


def _unpacked(data: Any) -> Watch | None:
    """Return the watch; None for nothing, and for what another release wrote in another shape."""
    if not isinstance(data, bytes):
        return None
    try:
        return msgspec.msgpack.decode(data, type=Watch)
    except (msgspec.MsgspecError, ValueError):
        return None
