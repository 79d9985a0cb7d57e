"""What people do about digests that are there: look, run, pause, resume, remove, and read their week."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from time import time

import structlog
from msgspec.structs import replace

from bot.ask import Ask
from bot.delivery import Delivery
from bot.digests.describing import described
from bot.digests.digest import Digest
from bot.digests.drafts import Drafts, save_line
from bot.digests.store import DigestStore
from bot.flow import Perform
from bot.reply import SlackReply
from handlers._contract import Invocation, UsageError
from processors import digest_week
from processors._controls import Button
from processors._strands import unpacked
from processors._summary import Summary
from processors.digest_plan import done, listed, shown

RunNow = Callable[[str, str], Awaitable[object]]
"""Runs the digest of a name because a user asks for it, and returns once it is posted."""


class DigestActions:
    """Carries out the other operations of `handlers.digest`.

    Args:
        store: where digests are kept.
        drafts: knows who may touch one.
        delivery: answers who asks.
        run_now: runs one.
        clock: the time, seconds since 1970.
    """

    def __init__(
        self, store: DigestStore, drafts: Drafts, delivery: Delivery, run_now: RunNow, clock: Callable[[], float] = time
    ) -> None:
        self._store, self._drafts, self._delivery = store, drafts, delivery
        self._run_now, self._clock = run_now, clock
        self._log = structlog.get_logger("audit")

    def operations(self) -> Mapping[str, Perform]:
        """Return what carries out each operation."""
        return {
            "digest list": self.list,
            "digest show": self.show,
            "digest run": self.run,
            "digest pause": self.pause,
            "digest resume": self.resume,
            "digest remove": self.remove,
            "digest report": self.report,
        }

    async def list(self, ask: Ask, _: Invocation) -> None:
        """Say which digests come where it is asked, and which the asker made."""
        found = [digest for digest in await self._store.all() if ask.user == digest.maker or _here(ask, digest)]
        now = self._clock()
        told = listed([described(digest, here=ask.place.channel, now=now) for digest in found])
        await self._say(ask, replace(told, private=True))

    async def show(self, ask: Ask, asked: Invocation) -> None:
        """Say all of one digest."""
        digest = await self._touchable(ask, asked)
        told = shown(described(digest, here=ask.place.channel, now=self._clock()))
        await self._say(ask, replace(told, private=not _here(ask, digest)))

    async def run(self, ask: Ask, asked: Invocation) -> None:
        """Post one now; where it is posted elsewhere, say so."""
        digest = await self._touchable(ask, asked)
        await self._run_now(digest.name, ask.user)
        if not _here(ask, digest):
            await self._say(ask, replace(done(digest.name, "is posted."), private=True))

    async def pause(self, ask: Ask, asked: Invocation) -> None:
        """Let one rest."""
        digest = await self._touchable(ask, asked)
        after = await self._changed(digest, lambda old: replace(old, paused="somebody paused it"))
        self._log.info("digest paused", digest=after.name, ask=ask.id)
        await self._say(ask, done(after.name, "rests.", Button("Resume", f"digest resume {after.name}")))

    async def resume(self, ask: Ask, asked: Invocation) -> None:
        """Let one come again."""
        digest = await self._touchable(ask, asked)
        after = await self._changed(digest, lambda old: replace(old, paused=""))
        self._log.info("digest resumed", digest=after.name, ask=ask.id)
        await self._say(ask, shown(described(after, here=ask.place.channel, now=self._clock())))

    async def remove(self, ask: Ask, asked: Invocation) -> None:
        """Forget one; a button makes it again."""
        digest = await self._touchable(ask, asked)
        if not digest.maker:
            said = f"{digest.name} stands in the configuration (digests) and is removed there. It can be paused."
            raise UsageError(said, (f"digest pause {digest.name}",))
        if not await self._store.remove(digest.name, digest.revision):
            raise _overtaken(digest.name)
        self._log.info("digest removed", digest=digest.name, ask=ask.id)
        again = Button("Make it again", save_line(digest, ask.place.channel, None))
        await self._say(ask, done(digest.name, "comes no more.", again))

    async def report(self, ask: Ask, asked: Invocation) -> None:
        """Say what a digest's week was."""
        digest = await self._touchable(ask, asked) if asked.arguments else await self._only(ask)
        memory = unpacked(await self._store.last(digest.name))
        await self._say(ask, digest_week.summary(digest.name, memory, self._clock()))

    async def _only(self, ask: Ask) -> Digest:
        here = [digest for digest in await self._store.all() if _here(ask, digest)]
        if len(here) != 1:
            said = "Of which digest? Several come here." if here else "No digest comes here: name one."
            raise UsageError(said, tuple(f"digest report --week {digest.name}" for digest in here[:5]) or ("digest list",))
        return here[0]

    async def _touchable(self, ask: Ask, asked: Invocation) -> Digest:
        digest = await self._store.get(asked.arguments[0])
        if digest is None:
            raise UsageError(f"There is no digest “{asked.arguments[0]}”.", ("digest list",))
        await self._drafts.may_touch(ask, digest)
        return digest

    async def _changed(self, digest: Digest, into: Callable[[Digest], Digest]) -> Digest:
        after = await self._store.change(digest.name, digest.revision, into)
        if after is None:
            raise _overtaken(digest.name)
        return after

    async def _say(self, ask: Ask, summary: Summary) -> None:
        await SlackReply(self._delivery, ask).say(summary)


def _here(ask: Ask, digest: Digest) -> bool:
    return digest.channel == ask.place.channel


def _overtaken(name: str) -> UsageError:
    return UsageError(f"{name} was changed by somebody else meanwhile. Look again.", (f"digest show {name}",))
