"""Makes the editions of digests: every command asked at once as the digest's maker, condensed into one message."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from time import time

import msgspec

from bot import failures
from bot.ask import Ask, Place
from bot.digests.digest import Digest, Run
from bot.digests.edition import Edition
from bot.flow import Flow
from handlers._calendar_said import in_words
from handlers._contract import UsageError
from processors import digest as digests
from processors._frame import usage
from processors._news import answered, unanswered
from processors._strands import Memory, packed, unpacked
from processors._summary import Summary
from processors._told import Issue, Told, changed, healthy


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one command brought: an answer, or what is said instead."""

    line: str
    summary: Summary
    answered: bool


class Editing:
    """The editor; see `bot.digests.edition.Editor`.

    Args:
        flow: answers what is asked.
        clock: the time, in seconds since 1970.
    """

    def __init__(self, flow: Flow, clock: Callable[[], float] = time) -> None:
        self._flow, self._clock = flow, clock

    async def edit(self, run: Run, before: bytes) -> Edition:
        """Ask what the digest asks; see `Editor`."""
        digest, memory, at = run.digest, unpacked(before), self._clock()
        asked = await asyncio.gather(*(self._ask(digest, line) for line in digest.commands))
        told = tuple(_told(memory, one, int(at)) for one in asked)
        issue = Issue(name=digest.name, at=at, before=memory.at, notes=(when_said(digest),))
        return Edition(
            summary=digests.summary(issue, told),
            parts=tuple(one.answer for one in told if one.answered),
            kept=packed(Memory(at=int(at), strands=tuple(one.strand for one in told))),
            quiet="" if run.asked_by else _quiet(digest, told),
        )

    async def _ask(self, digest: Digest, line: str) -> _Asked:
        """Return what `line` brings, whatever becomes of it."""
        ask = Ask(secrets.token_hex(3), line, "digest", digest.maker, digest.team, place=Place(digest.channel))
        found: list[_Asked] = []

        async def work() -> None:
            brought = await self._flow.carry_out(self._flow.plan(ask))
            found.append(_Asked(line, brought.summary, answered=bool(brought.parts)))

        async def tell(error: Exception) -> None:
            said = usage(error.said) if isinstance(error, UsageError) else failures.told(error, ask.id)
            found.append(_Asked(line, said, answered=False))

        await self._flow.guarded(work, tell)
        return found[0]


def when_said(digest: Digest) -> str:
    """Return when a digest comes, e.g. `weekdays 09:00 Europe/London`."""
    return f"{in_words(digest.cron)} {digest.timezone}"


def _told(memory: Memory, asked: _Asked, at: int) -> Told:
    before = memory.strand(asked.line)
    strand, news = answered(before, asked.line, asked.summary, at) if asked.answered else unanswered(before, asked.line)
    answer = msgspec.structs.replace(asked.summary, private=False)
    return Told(line=asked.line, answer=answer, answered=asked.answered, strand=strand, news=news)


def _quiet(digest: Digest, told: tuple[Told, ...]) -> str:
    """Return why nothing is posted; "" to post."""
    if digest.quiet_if_healthy and healthy(told):
        return "all is well"
    return "nothing has changed" if digest.only_if_changed and not changed(told) else ""
