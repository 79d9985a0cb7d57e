"""Digests that all replicas share, in Redis.

    srehub:v1:digests            name → the digest, for those made in chat; for those of the configuration whether they rest
    srehub:v1:digests-revisions  name → its revision
    srehub:v1:digests-settled    name → the time until which its runs are settled
    srehub:v1:digests-kept       name → what its last edition kept
    srehub:v1:digests-begun      name → the run in hand, its message, its parts that stand, whether one more may stand there
    srehub:v1:digests-leases     name → until when, and whose
    srehub:v1:digests-life       what one life of this Redis has: when it began, since when replicas are there, …
    srehub:v1:digests-known      the channels whose history was read in this life

Times are Redis' own, as far ahead as the bot's clock was moved. A replica remembers what it has seen, and tells it again to
a Redis that was emptied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from time import monotonic
from typing import Any, NamedTuple
from uuid import uuid4

import msgspec

from bot.digests import scripts
from bot.digests.digest import Digest, Run
from bot.digests.ledger import GAP, JUST, LEASE, Claim, Glance, Progress, Standing
from bot.digests.standing import Digests, starts_anew
from bot.store.redis import Link
from bot.store.scripts import Script

PREFIX = "srehub:v1:digests"
PAUSE = LEASE
"""Seconds of a new life in which nothing is run: replicas tell what they remember, or let go of what they have."""

_PARTS = ("", "-revisions", "-settled", "-kept", "-begun", "-leases", "-life", "-known")
Arguments = Sequence[str | bytes | int]


class _Seen(NamedTuple):
    """What we saw last: which life and state of Redis, since when replicas have been there, and all that there was."""

    life: str = ""
    state: str = ""
    back: str = ""
    at: float = float("-inf")
    stored: Mapping[str, Digest] = {}
    settled: Mapping[str, float] = {}
    known: frozenset[str] = frozenset()


class SharedDigests:
    """See `DigestStore` and `DigestLedger`.

    Args:
        link: the Redis.
        configured: the digests of the configuration.
        pause: seconds at the beginning of a life in which nothing is run.
        ahead: returns how many seconds our time is ahead of Redis' own; the same for all replicas.
    """

    lasting = True

    def __init__(
        self, link: Link, configured: Iterable[Digest] = (), pause: float = PAUSE, ahead: Callable[[], float] = lambda: 0.0
    ) -> None:
        self._link, self._digests, self._pause, self._ahead = link, Digests(configured), pause, ahead
        self._token = uuid4().hex
        self._seen = _Seen()
        self._kept: dict[str, tuple[float, bytes]] = {}
        self._begun: dict[str, str] = {}

    async def all(self) -> Sequence[Digest]:
        """Return every digest, those of the configuration too, by name."""
        return tuple(standing.digest for standing in (await self.glance()).digests.values())

    async def get(self, name: str) -> Digest | None:
        """Return the digest of this name, if there is one."""
        standing = (await self.glance()).digests.get(name)
        return standing.digest if standing else None

    async def clashing(self) -> frozenset[str]:
        """Return the names that the configuration has taken from digests made in chat."""
        await self.glance()
        return self._digests.clashing(self._seen.stored)

    async def add(self, digest: Digest) -> bool:
        """Take a new digest; False if its name is taken."""
        return digest.name not in self._digests and bool(
            await self._run(scripts.ADD, digest.name, msgspec.msgpack.encode(digest))
        )

    async def change(self, name: str, revision: int, into: Callable[[Digest], Digest]) -> Digest | None:
        """Return the digest as it is after the change; None if it is gone or no longer of this revision."""
        before = await self.get(name)
        if before is None or before.revision != revision:
            return None
        after = self._digests.changed(before, into)
        anew = "1" if starts_anew(before, after) else ""
        packed = msgspec.msgpack.encode(after)
        return after if await self._run(scripts.CHANGE, name, str(revision), packed, str(after.revision), anew) else None

    async def remove(self, name: str, revision: int) -> bool:
        """Forget a digest made in chat; False if it is gone or no longer of this revision."""
        return name not in self._digests and bool(await self._run(scripts.REMOVE, name, str(revision)))

    async def last(self, name: str) -> bytes:
        """Return what the last edition kept; empty before the first."""
        return await self._link.call(lambda redis: redis.hget(f"{PREFIX}-kept", name)) or b""  # type: ignore[arg-type,return-value]  # the library types its client as both kinds

    async def glance(self) -> Glance:
        """Return what there is, and leave a sign that we are there.

        A Redis that was emptied, restarted or failed over is told first what there was: its last writes may be missing.
        """
        seen, lately = self._seen, monotonic() - self._seen.at < GAP
        told = await self._run(scripts.GLANCE, uuid4().hex, seen.state, seen.back if lately else "", str(GAP))
        if seen.life and told[1].decode() != seen.life and lately:
            await self._restore(seen)
            told = await self._run(scripts.GLANCE, uuid4().hex, "", seen.back, str(GAP))
        now, life, born, back, state = (part.decode() for part in told[:5])
        self._seen = self._read(told[5:])._replace(life=life, state=state, back=back, at=monotonic())
        return self._glanced(float(now), float(born), float(back))

    def _read(self, told: Sequence[Any]) -> _Seen:
        """Return what we saw last with what has changed."""
        if not told:
            return self._seen
        stored, settled, known = told
        digests = ((name.decode(), _unpacked(data)) for name, data in _pairs(stored))
        return self._seen._replace(
            stored={name: digest for name, digest in digests if digest is not None},
            settled={name.decode(): float(at) for name, at in _pairs(settled)},
            known=frozenset(channel.decode() for channel in known),
        )

    def _glanced(self, now: float, born: float, back: float) -> Glance:
        seen = self._seen
        standing = {name: Standing(one, seen.settled.get(name)) for name, one in self._digests.all(seen.stored).items()}
        return Glance(now, back, seen.life, now >= born + self._pause, seen.known, standing)

    async def _restore(self, seen: _Seen) -> None:
        arguments = list[str | bytes | int]()
        for name in self._digests.all(seen.stored):
            stored, settled = seen.stored.get(name), seen.settled.get(name)
            finished, kept = self._kept.get(name, (None, b""))
            packed = msgspec.msgpack.encode(stored) if stored else b""
            until = "" if settled is None else str(settled)
            arguments += [name, packed, stored.revision if stored else 0, until, kept if finished == settled else b""]
        await self._run(scripts.RESTORE, *arguments)

    async def settle(self, until: Mapping[str, float]) -> Sequence[str]:
        """Note of digests that their runs are settled until then; return the names of those for which that is news."""
        parts = (part for name, at in until.items() for part in (name, str(at)))
        return [name.decode() for name in await self._run(scripts.SETTLE, *parts)]

    async def reopen(self, run: Run, ts: str) -> None:
        """Note that this run is owed, and none before it: its message stands, and of its thread something is missing."""
        mark = _mark(run, Progress(ts, doubtful=True))
        await self._run(scripts.REOPEN, run.digest.name, _due(run), str(run.due - JUST), run.key, mark)

    async def make_known(self, channel: str, life: str) -> None:
        """Note that the channel's history was read, unless that was in another life."""
        await self._run(scripts.KNOWN, channel, life)

    async def claim(self, runs: Sequence[Run], most: int, room: Mapping[str, int], life: str) -> Sequence[Claim]:
        """Take at most so many of these runs."""
        arguments = list[str | bytes | int]()
        for run in runs:
            digest, asked = run.digest, "1" if run.asked_by else ""
            arguments += [digest.name, digest.channel, str(digest.revision), str(run.due), run.key, asked]
        rooms = msgspec.json.encode(room)
        said = await self._run(scripts.CLAIM, self._token, str(LEASE), most, rooms, life, *arguments)
        by_key = {run.key: run for run in runs}
        return tuple(Claim(by_key[key.decode()], _progress(mark.decode(), key.decode())) for key, mark in _pairs(said))

    async def keep(self, runs: Sequence[Run]) -> Sequence[Run]:
        """Say that we still have these in hand; return those that are no longer ours."""
        parts = (part for run in runs for part in (run.digest.name, _due(run), run.key, self._begun.get(run.key, "")))
        lost = await self._run(scripts.KEEP, self._token, str(LEASE), *parts)
        return tuple(run for run in runs if run.key.encode() in lost)

    async def begin(self, run: Run, progress: Progress) -> bool:
        """Note that the next message of it is about to be posted: it is doubtful now; False if it is no longer ours."""
        return await self._mark(run, progress._replace(doubtful=True))

    async def note(self, run: Run, progress: Progress) -> None:
        """Note how far it has come, without a doubt."""
        await self._mark(run, progress)

    async def _mark(self, run: Run, progress: Progress) -> bool:
        mark = self._begun[run.key] = _mark(run, progress)
        return bool(await self._run(scripts.MARK, self._token, str(LEASE), run.digest.name, mark))

    async def finish(self, run: Run, kept: bytes | None) -> None:
        """Settle it and give it back."""
        name, new = run.digest.name, "" if kept is None else "1"
        self._begun.pop(run.key, None)
        await self._run(scripts.FINISH, self._token, name, run.key, _due(run), new, kept or b"")
        if kept is not None:
            self._kept[name] = (run.due, kept)

    async def release(self, run: Run, seconds: float) -> None:
        """Give it back undone."""
        self._begun.pop(run.key, None)
        await self._run(scripts.RELEASE, self._token, run.digest.name, f"{seconds:g}")

    async def _run(self, script: Script, *arguments: str | bytes | int) -> Any:
        keys = [f"{PREFIX}{part}" for part in _PARTS]
        return await self._link.call(lambda redis: script(redis, keys, [*arguments, f"{self._ahead():.3f}"]))


def _due(run: Run) -> str:
    return "" if run.asked_by else str(run.due)


def _mark(run: Run, progress: Progress) -> str:
    """Return what is stored of how far a run has come."""
    return f"{run.key} {progress.ts or '-'} {progress.parts} {int(progress.doubtful)}"


def _progress(mark: str, key: str) -> Progress:
    """Return how far a run has come, by the mark that it or another run of its digest left."""
    marked, ts, parts, doubtful = mark.split(" ") if mark else ("", "", "0", "0")
    return Progress("" if ts == "-" else ts, int(parts), doubtful == "1") if marked == key else Progress()


def _pairs(flat: Sequence[bytes]) -> Sequence[tuple[bytes, bytes]]:
    return list(zip(flat[::2], flat[1::2], strict=True))


def _unpacked(data: bytes) -> Digest | None:
    """Return the digest; None for what another release wrote in another shape."""
    try:
        return msgspec.msgpack.decode(data, type=Digest)
    except (msgspec.MsgspecError, ValueError):
        return None
