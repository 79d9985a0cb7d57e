"""What people do to make and change digests: shown first, kept once a button is pressed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import time

import structlog
from msgspec.structs import replace

from bot.ask import Ask
from bot.delivery import Delivery
from bot.digests.describing import described
from bot.digests.digest import Digest
from bot.digests.drafts import Drafts, save_line
from bot.digests.store import DigestStore
from bot.errors import Busy
from bot.flow import Perform
from bot.reply import SlackReply
from handlers._contract import Invocation, UsageError
from processors._summary import Summary
from processors.digest_plan import cancelled, draft, saved

MOST = 20
"""Digests that one person may have made."""


class DigestMaking:
    """Carries out `digest add`, `edit`, `save` and `cancel`.

    Args:
        store: where digests are kept.
        drafts: makes them of what is written.
        delivery: answers who asks.
        clock: the time, seconds since 1970.
    """

    def __init__(
        self, store: DigestStore, drafts: Drafts, delivery: Delivery, clock: Callable[[], float] = time
    ) -> None:  # fmt: skip
        self._store, self._drafts, self._delivery, self._clock = store, drafts, delivery, clock
        self._log = structlog.get_logger("audit")

    def operations(self) -> Mapping[str, Perform]:
        """Return what carries out each operation."""
        return {"digest add": self.add, "digest edit": self.edit, "digest save": self.save, "digest cancel": self.cancel}

    async def add(self, ask: Ask, asked: Invocation) -> None:
        """Show what would be made; where the name is taken, what would be replaced."""
        found = await self._drafts.new(ask, asked, [digest.name for digest in await self._store.all()])
        before = await self._store.get(found.name)
        if before is not None:
            await self._changeable(ask, before)
        await self._show(ask, found, before)

    async def edit(self, ask: Ask, asked: Invocation) -> None:
        """Show what a digest would become."""
        before = await self._there(asked.arguments[0])
        await self._changeable(ask, before)
        await self._show(ask, await self._drafts.changed(ask, asked, before), before)

    async def save(self, ask: Ask, asked: Invocation) -> None:
        """Keep it, unless somebody was faster."""
        kept = await self._store.all()
        found = await self._drafts.new(ask, asked, [digest.name for digest in kept])
        if (revision := asked.option("revision")) is not None:
            after = await self._replaced(ask, found, int(revision))
        else:
            if sum(digest.maker == ask.user for digest in kept) >= MOST:
                raise Busy(f"You have made {MOST} digests already. Remove one of them first: digest list shows them.")
            after = found
            if not await self._store.add(found):
                raise UsageError(
                    f"There is a digest {found.name} already. Take another --name.", (f"digest show {found.name}",)
                )
        self._log.info("digest kept", digest=after.name, revision=after.revision, ask=ask.id)
        await self._say(ask, saved(described(after, here=ask.place.channel, now=self._clock())))

    async def cancel(self, ask: Ask, _: Invocation) -> None:
        """Say that nothing was kept."""
        await self._say(ask, cancelled())

    async def _replaced(self, ask: Ask, found: Digest, revision: int) -> Digest:
        before = await self._there(found.name)
        await self._changeable(ask, before)

        def into(old: Digest) -> Digest:
            return replace(found, missed=old.missed, grace=old.grace, paused=old.paused, revision=old.revision)

        after = await self._store.change(found.name, revision, into)
        if after is None:
            said = f"{found.name} was changed by somebody else meanwhile, and yours was not kept."
            raise UsageError(said, (f"digest show {found.name}",))
        return after

    async def _changeable(self, ask: Ask, digest: Digest) -> None:
        await self._drafts.may_touch(ask, digest)
        if not digest.maker:
            said = f"{digest.name} stands in the configuration (digests): it can be paused and run, and is changed there."
            raise UsageError(said, (f"digest show {digest.name}",))

    async def _there(self, name: str) -> Digest:
        digest = await self._store.get(name)
        if digest is None:
            raise UsageError(f"There is no digest “{name}”.", ("digest list",))
        return digest

    async def _show(self, ask: Ask, found: Digest, before: Digest | None) -> None:
        line = save_line(found, ask.place.channel, before.revision if before else None)
        shown = described(found, here=ask.place.channel, now=self._clock())
        await self._say(ask, draft(shown, line, replaces=before is not None))

    async def _say(self, ask: Ask, summary: Summary) -> None:
        await SlackReply(self._delivery, ask).say(summary)
