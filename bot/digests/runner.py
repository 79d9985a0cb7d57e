"""One run of one digest: ask, post, put the rest into the thread, settle.

    claimed ─▶ was it begun? look for it ─▶ edit ─▶ still ours? ─▶ post ─▶ thread ─▶ settled

Whoever dies in between leaves a lease that ends, and where it mattered a mark that a post was begun.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Literal, Protocol

from bot.digests.digest import Run
from bot.digests.edition import Edition, Editor
from bot.digests.ledger import Claim, DigestLedger
from bot.digests.posts import DigestPosts

Outcome = Literal["posted", "quiet", "taken"]
"""What became of a run: posted; nothing to post; somebody else has it by now."""


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
        longest: seconds that making one may take.
    """

    def __init__(self, ledger: DigestLedger, before: Before, editor: Editor, posts: DigestPosts, longest: float) -> None:
        self._ledger, self._before, self._editor, self._posts = ledger, before, editor, posts
        self._longest = longest

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
        run, ts = claim.run, ""
        if claim.begun:
            ts = await self._posts.find(run)
        async with asyncio.timeout(self._longest):
            edition = await self._editor.edit(run, await self._before.last(run.digest.name))
        if edition.quiet and not ts:
            await finish(run, edition.kept)
            return "quiet", edition
        if not ts:
            if not await self._ledger.begin(run):
                return "taken", edition
            ts = await self._posts.post(run, edition.summary)
        await self._posts.tell_more(run, edition, ts, looking=claim.begun)
        await finish(run, edition.kept)
        return "posted", edition
