"""Makes a digest of what somebody wrote, as far as they may have it; nothing is kept here."""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import islice, pairwise
from time import time

from msgspec.structs import replace

from bot.ask import Ask, Place
from bot.channels import Channels
from bot.digests.calendar import check_cron, runs
from bot.digests.digest import Digest
from bot.errors import Denied
from bot.flow import Flow
from bot.invocation import LONGEST
from bot.people import People
from handlers._calendar_words import LEAST, When, when
from handlers._contract import Invocation, UsageError
from handlers._digest_names import named_after
from handlers._line import line
from handlers._zones import own_zone
from processors._counts import counted

MOST_LINES = 10
"""Commands that one digest may ask: each is a line of its message."""
_LOOKED_AT = 50
_DIRECT = "D"


class Drafts:
    """Everything here raises UsageError (it cannot be), Denied (not by this person) and SlackError.

    Args:
        flow: knows which command lines mean something, and who may ask them.
        people: knows who may have something posted where.
        channels: finds channels by their names.
        clock: the time, seconds since 1970.
    """

    def __init__(self, flow: Flow, people: People, channels: Channels, clock: Callable[[], float] = time) -> None:
        self._flow, self._people, self._channels, self._clock = flow, people, channels, clock

    async def new(self, ask: Ask, asked: Invocation, taken: Collection[str]) -> Digest:
        """Return the digest that `digest add` or `digest save` describes; `taken` are the names that there are."""
        lines, (time_said,) = asked.arguments[: asked.lines], asked.arguments[asked.lines :]
        name = asked.option("name") or named_after(lines[0], frozenset(taken))
        draft = Digest(name=name, channel=ask.place.channel, cron="", commands=lines, maker=ask.user, team=ask.team)
        return await self._checked(ask, asked, draft, when(time_said))

    async def changed(self, ask: Ask, asked: Invocation, before: Digest) -> Digest:
        """Return what `digest edit` makes of a digest; who changes it is its maker from then on."""
        lines, rest = asked.arguments[1 : 1 + asked.lines], asked.arguments[1 + asked.lines :]
        draft = replace(before, commands=lines or before.commands, maker=ask.user, team=ask.team)
        if asked.option("always") is not None:
            draft = replace(draft, only_if_changed=False, quiet_if_healthy=False)
        found = when(rest[0]) if rest else When(before.cron)
        return await self._checked(ask, asked, draft, When(found.cron, found.zone or before.timezone))

    async def may_touch(self, ask: Ask, digest: Digest) -> None:
        """Return if the asker may pause, run or change a digest: a member who made it, or who is where it is posted."""
        await self._people.person(ask.user)
        if digest.maker == ask.user:
            return
        if not digest.channel.startswith(_DIRECT):
            await self._people.may_have_told(ask.user, digest.channel)
        elif digest.channel != ask.place.channel:
            raise Denied(f"{digest.name} comes to somebody alone.")

    async def _checked(self, ask: Ask, asked: Invocation, draft: Digest, found: When) -> Digest:
        if len(draft.commands) > MOST_LINES:
            raise UsageError(f"{counted(len(draft.commands), 'command')} are too many: a digest asks {MOST_LINES} at most.")
        said = asked.option("channel")
        channel = await self._channels.find(said) if said else draft.channel
        if channel.startswith(_DIRECT):
            if channel != ask.place.channel:
                raise UsageError(f"{draft.name} comes to somebody alone, and is changed where it comes.")
            member = await self._people.person(ask.user)
        else:
            member = await self._people.may_have_told(ask.user, channel)
            await self._channels.check(channel)
        check_cron(found.cron)
        draft = replace(
            draft, channel=channel, cron=found.cron, timezone=found.zone or own_zone(member.tz),
            only_if_changed=draft.only_if_changed or asked.option("only-if-changed") is not None,
            quiet_if_healthy=draft.quiet_if_healthy or asked.option("quiet-if-healthy") is not None,
        )  # fmt: skip
        self._not_too_often(draft)
        for each in draft.commands:
            self._flow.plan(Ask(ask.id, each, "digest", ask.user, ask.team, place=Place(channel)))
        return draft

    def _not_too_often(self, draft: Digest) -> None:
        times = list(islice(runs(draft.cron, draft.timezone, self._clock()), _LOOKED_AT))
        if any(later - earlier < LEAST * 60 for earlier, later in pairwise(times)):
            raise UsageError(f"That is too often: every {LEAST}m at most.")


def save_line(draft: Digest, asked_in: str, revision: int | None) -> str:
    """Return the command line that keeps `draft`; it is carried by a button, and asked again of whoever presses it.

    Args:
        draft: the digest.
        asked_in: the channel where the button will stand.
        revision: which state of it is changed; None for a new one.

    Raises:
        UsageError: it is too long for a button.
    """
    options = {"name": draft.name}
    options |= {"channel": draft.channel} if draft.channel != asked_in else {}
    options |= {"only-if-changed": ""} if draft.only_if_changed else {}
    options |= {"quiet-if-healthy": ""} if draft.quiet_if_healthy else {}
    options |= {"revision": str(revision)} if revision is not None else {}
    arguments = (*draft.commands, f"{draft.cron} {draft.timezone}")
    written = line(Invocation("digest save", arguments, tuple(sorted(options.items())), lines=len(draft.commands)))
    if len(written) > LONGEST:
        raise UsageError(f"That is {len(written):,} characters; a digest has at most {LONGEST:,}. Ask less in it.")
    return written
