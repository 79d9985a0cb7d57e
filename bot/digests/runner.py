"""One run of one digest: ask, post, put the rest into the thread, settle.

    claimed ─▶ in doubt? look for it ─▶ edit ─▶ [ still ours? ─▶ post ] for each message until Slack has it ─▶ settled

Whoever dies in between leaves a lease that ends, and a note of how far it has come.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.digests.digest import Run
from bot.digests.edition import Edition, Editor
from bot.digests.ledger import Claim, DigestLedger, Progress
from bot.digests.posts import DigestPosts
from bot.errors import SlackAway
from bot.store.redis import StoreAwayError

Outcome = Literal["posted", "quiet", "taken"]
"""What became of a run: posted; nothing to post; somebody else has it by now."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many editions are made at once, and for how many seconds one may be worked at."""

    at_once: int
    longest: float


class Before(Protocol):
    """Knows what the last edition kept."""

    async def last(self, name: str) -> bytes:
        """Return it; empty before the first."""
        ...


class Runner:
    """Carries runs out.

    Args:
        ledger: knows whose they are.
        before: knows what the last edition kept.
        editor: makes editions.
        posts: brings them to Slack.
        bounds: how many are made at once, and for how long.
    """

    def __init__(self, ledger: DigestLedger, before: Before, editor: Editor, posts: DigestPosts, bounds: Bounds) -> None:
        self._ledger, self._before, self._editor, self._posts = ledger, before, editor, posts
        self._bounds, self._room = bounds, asyncio.Semaphore(bounds.at_once)

    async def run(self, claim: Claim, finish: Callable[[Run, bytes], Awaitable[None]]) -> tuple[Outcome, Edition]:
        """Carry out a run that is ours, until it is finished.

        Args:
            claim: the run.
            finish: settles it, whatever it takes: what was posted must not be posted again.

        Raises:
            TimeoutError: the edition could not be made in time.
            SlackError: it could not be posted, or not wholly.
            StoreAwayError: it is not known whether it is ours.
        """
        run, progress = claim
        if progress.doubtful:
            progress = await self._posts.standing(run, progress)
        async with self._room, asyncio.timeout(self._bounds.longest):
            edition = await self._editor.edit(run, await self._before.last(run.digest.name))
        if not edition.quiet or progress.ts:
            try:
                await self._post(run, edition, progress)
            except _Taken:
                return "taken", edition
        await finish(run, edition.kept)
        return "quiet" if edition.quiet else "posted", edition

    async def _post(self, run: Run, edition: Edition, progress: Progress) -> None:
        """Post what is still missing of it."""
        if not progress.ts:
            around = _Attempts(self._ledger, run, progress).one
            progress = Progress(ts=await self._posts.post(run, edition, around))
            await self._ledger.note(run, progress)
            await self._posts.files(run, edition.summary, progress.ts)
        for part in edition.parts[progress.parts :]:
            await self._posts.part(run, part, progress, _Attempts(self._ledger, run, progress).one)
            progress = progress._replace(parts=progress.parts + 1)
            await self._ledger.note(run, progress)
            await self._posts.files(run, part, progress.ts)


class _Taken(Exception):
    """Somebody else has the run by now."""


class _Attempts:
    """What is around each attempt to post a message of a run: it must be ours, and is doubtful until Slack has answered."""

    def __init__(self, ledger: DigestLedger, run: Run, progress: Progress) -> None:
        self._ledger, self._run, self._progress = ledger, run, progress
        self._doubtful = False

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Make one. Raises _Taken, StoreAwayError."""
        if not await self._ledger.begin(self._run, self._progress):
            raise _Taken
        try:
            yield
        except SlackAway as away:
            self._doubtful = self._doubtful or away.maybe_done
            if not self._doubtful:
                with suppress(StoreAwayError):  # then whoever takes it looks for it in vain
                    await self._ledger.note(self._run, self._progress)
            raise
