"""Digests of one process: what it forgets at its end, it finds again in the channels' histories."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from time import time

from bot.digests.digest import Digest, Run
from bot.digests.ledger import JUST, Claim, Glance, Progress, Standing
from bot.digests.standing import Digests, starts_anew


class MemoryDigests:
    """See `DigestStore` and `DigestLedger`.

    Args:
        configured: the digests of the configuration.
        clock: the time, seconds since 1970.
    """

    lasting = False

    def __init__(self, configured: Iterable[Digest] = (), clock: Callable[[], float] = time) -> None:
        self._digests, self._clock = Digests(configured), clock
        self._back = clock()
        self._stored: dict[str, Digest] = {}
        self._settled: dict[str, float] = {}
        self._kept: dict[str, bytes] = {}
        self._begun: dict[str, tuple[str, Progress]] = {}
        self._in_hand: set[str] = set()
        self._again: dict[str, float] = {}
        self._known: set[str] = set()

    async def all(self) -> Sequence[Digest]:
        """Return every digest, those of the configuration too, by name."""
        return tuple(self._digests.all(self._stored).values())

    async def get(self, name: str) -> Digest | None:
        """Return the digest of this name, if there is one."""
        return self._digests.one(name, self._stored.get(name))

    async def add(self, digest: Digest) -> bool:
        """Take a new digest; False if its name is taken."""
        if digest.name in self._digests or digest.name in self._stored:
            return False
        self._stored[digest.name] = digest
        self._settled[digest.name] = self._clock()
        return True

    async def change(self, name: str, revision: int, into: Callable[[Digest], Digest]) -> Digest | None:
        """Return the digest as it is after the change; None if it is gone or no longer of this revision."""
        before = await self.get(name)
        if before is None or before.revision != revision:
            return None
        after = self._stored[name] = self._digests.changed(before, into)
        if starts_anew(before, after):
            await self.settle({name: self._clock()})
        return after

    async def remove(self, name: str, revision: int) -> bool:
        """Forget a digest made in chat; False if it is gone or no longer of this revision."""
        before = self._stored.get(name)
        if before is None or before.revision != revision or name in self._digests:
            return False
        for kept in (self._stored, self._settled, self._kept, self._begun, self._again):
            kept.pop(name, None)
        return True

    async def last(self, name: str) -> bytes:
        """Return what the last edition kept; empty before the first."""
        return self._kept.get(name, b"")

    async def glance(self) -> Glance:
        """Return what there is."""
        standing = {name: Standing(one, self._settled.get(name)) for name, one in self._digests.all(self._stored).items()}
        return Glance(self._clock(), self._back, "", True, frozenset(self._known), standing)

    async def settle(self, until: Mapping[str, float]) -> Sequence[str]:
        """Note of digests that their runs are settled until then; return the names of those for which that is news."""
        forward = [name for name, at in until.items() if at > self._settled.get(name, 0.0)]
        self._settled |= {name: until[name] for name in forward}
        return forward

    async def reopen(self, run: Run, ts: str) -> None:
        """Note that this run is owed, and none before it: its message stands, and of its thread something is missing."""
        name = run.digest.name
        if self._settled.get(name, 0.0) >= run.due:
            return
        await self.settle({name: run.due - JUST})
        if name not in self._in_hand and self._begun.get(name, ("",))[0] != run.key:
            self._begun[name] = (run.key, Progress(ts, doubtful=True))

    async def make_known(self, channel: str, life: str) -> None:  # noqa: ARG002 (the protocol's: there is one life)
        """Note that the channel's history was read."""
        self._known.add(channel)

    async def claim(
        self, runs: Sequence[Run], most: int, room: Mapping[str, int], life: str,  # noqa: ARG002 (the protocol's)
    ) -> Sequence[Claim]:  # fmt: skip
        """Take at most so many of these runs."""
        found, left = list[Claim](), dict(room)
        for run in runs:
            name, channel = run.digest.name, run.digest.channel
            if len(found) < most and left[channel] > 0 and await self._is_free(run):
                left[channel] -= 1
                self._in_hand.add(name)
                key, progress = self._begun.get(name, ("", Progress()))
                found.append(Claim(run, progress if key == run.key else Progress()))
        return tuple(found)

    async def _is_free(self, run: Run) -> bool:
        name, now, digest = run.digest.name, self._clock(), await self.get(run.digest.name)
        current = digest is not None and digest.revision == run.digest.revision
        owed = bool(run.asked_by) or self._settled.get(name, 0.0) < run.due
        return current and owed and name not in self._in_hand and max(run.due, self._again.get(name, 0.0)) <= now

    async def keep(self, runs: Sequence[Run]) -> Sequence[Run]:  # noqa: ARG002 (the protocol's: here nobody else takes them)
        """Return none."""
        return ()

    async def begin(self, run: Run, progress: Progress) -> bool:
        """Note that the next message of it is about to be posted; it is always ours."""
        self._begun[run.digest.name] = (run.key, progress._replace(doubtful=True))
        return True

    async def note(self, run: Run, progress: Progress) -> None:
        """Note how far it has come."""
        self._begun[run.digest.name] = (run.key, progress)

    async def finish(self, run: Run, kept: bytes | None) -> None:
        """Settle it and give it back."""
        name = run.digest.name
        self._in_hand.discard(name)
        self._begun.pop(name, None)
        if await self.get(name) is None:
            return
        if not run.asked_by:
            await self.settle({name: run.due})
        if kept is not None:
            self._kept[name] = kept

    async def release(self, run: Run, seconds: float) -> None:
        """Give it back undone."""
        self._in_hand.discard(run.digest.name)
        self._again[run.digest.name] = self._clock() + seconds
