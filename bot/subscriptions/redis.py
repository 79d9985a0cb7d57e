"""Subscriptions of all replicas, in Redis.

    srehub:v1:notify          id → the subscription
    srehub:v1:notify-course   id → how it stands
    srehub:v1:notify-due      each id, with the time of its next look in ms
    srehub:v1:notify-taken    id → the token of the look that has it
    srehub:v1:notify-life     there since the first of them: where it is missing, Redis was emptied

A replica remembers what it has seen there, and tells it again to a Redis that was emptied.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import uuid4

import msgspec

from bot.store.redis import Link
from bot.store.scripts import Script
from bot.subscriptions.scripts import ALL, PUT, REMOVE, SAVE, TAKE
from bot.subscriptions.store import LEASE
from bot.subscriptions.subscription import Claim, Subscription
from processors._turns import Course

T = TypeVar("T")
PREFIX = "srehub:v1:notify"


class SharedSubscriptions:
    """Raises StoreAwayError while Redis is away.

    Args:
        link: the Redis.
        ahead: returns how many seconds our time is ahead of Redis' own; the same for all replicas.
    """

    lasting = True

    def __init__(self, link: Link, ahead: Callable[[], float] = lambda: 0.0) -> None:
        self._link, self._ahead = link, ahead
        self._token = uuid4().hex
        self._seen: Sequence[Claim] = ()

    async def add(self, subscription: Subscription, course: Course, first_look: float) -> bool:
        """Take a new one, to be looked at in so many seconds; False if there is one with its ID."""
        return await self._put([Claim(subscription=subscription, course=course)], first_look) > 0

    async def all(self) -> Sequence[Claim]:
        """Return every one; a Redis that was emptied is told first what was there."""
        life, whats, courses = await self._run(ALL)
        if not life and self._seen:
            await self._put(self._seen, 0.0)
            life, whats, courses = await self._run(ALL)
        how = dict(_pairs(courses))
        read = (_claim(what, how.get(id_, b"")) for id_, what in _pairs(whats))
        self._seen = tuple(claim for claim in read if claim is not None)
        return self._seen

    async def remove(self, id_: str) -> bool:
        """Forget one; False if there was none."""
        self._seen = tuple(claim for claim in self._seen if claim.subscription.id != id_)
        return await self._run(REMOVE, id_) is not None

    async def take(self, most: int) -> Sequence[Claim]:
        """Return those that are due; they are ours for `LEASE` seconds."""
        parts = await self._run(TAKE, most, self._token, int(LEASE * 1000))
        read = (_claim(parts[i + 1], parts[i + 2], self._token) for i in range(0, len(parts), 3))
        return tuple(claim for claim in read if claim is not None)

    async def save(self, claim: Claim, course: Course, next_look: float) -> bool:
        """Store how it stands; False if it is gone, or not ours any more."""
        packed = msgspec.msgpack.encode(course)
        return bool(await self._run(SAVE, claim.subscription.id, claim.token, packed, int(next_look * 1000)))

    async def _put(self, claims: Sequence[Claim], first_look: float) -> int:
        """Store what is not there yet; return how many that were."""
        arguments: list[str | bytes | int] = [uuid4().hex]
        for claim in claims:
            what, course = msgspec.msgpack.encode(claim.subscription), msgspec.msgpack.encode(claim.course)
            arguments += [claim.subscription.id, what, course, int(first_look * 1000)]
        return int(await self._run(PUT, *arguments))

    async def _run(self, script: Script, *arguments: str | bytes | int) -> Any:
        keys = [f"{PREFIX}{part}" for part in ("", "-course", "-due", "-taken", "-life")]
        return await self._link.call(lambda redis: script(redis, keys, [*arguments, int(self._ahead() * 1000)]))


def _pairs(flat: list[bytes]) -> Sequence[tuple[bytes, bytes]]:
    return list(zip(flat[::2], flat[1::2], strict=True))


def _claim(what: bytes, course: bytes, token: str = "") -> Claim | None:
    """Return what was stored; None where another release wrote it in another shape."""
    subscription = _unpacked(what, Subscription)
    if subscription is None:
        return None
    return Claim(subscription=subscription, course=_unpacked(course, Course) or Course(), token=token)


def _unpacked(data: bytes, kind: type[T]) -> T | None:
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except (msgspec.MsgspecError, ValueError):
        return None
