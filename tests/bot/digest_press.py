"""A keeper of digests on the playground's Slack, with an editor whose editions a test can foresee."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from slack_stand import slack_web

from bot.app import new_metrics, open_core
from bot.blocks.message import Renderer
from bot.config.config import Config, SlackAccount
from bot.delivery import Delivery
from bot.digests.digest import Digest, Run
from bot.digests.edition import Edition
from bot.digests.keeper import DigestKeeping, Keeper
from bot.digests.memory import MemoryDigests
from bot.digests.posts import EVENT, PART, DigestPosts
from bot.digests.runner import Bounds
from bot.flow import Guard
from bot.posts import Posts
from playground.slack import ManualClock, Message, Slack
from processors._summary import Summary, Tone
from processors._text import plain

EIGHT = datetime(2026, 6, 1, 8, tzinfo=UTC).timestamp()
NINE, TEN, MINUTE, DAY = EIGHT + 3600, EIGHT + 7200, 60.0, 86_400.0


class Press:
    """Makes editions that say which run they are.

    Attributes:
        made: the runs, in order, each with what the last edition had kept.
        quiet: why nothing is posted; "" to post.
        hanging: the digests whose upstream hangs.
        broken: the digests that the editor itself breaks over.
        at_work: how many are being made.
        during: what happens while one is being made.
    """

    def __init__(self) -> None:
        self.made: list[tuple[str, bytes]] = []
        self.quiet = ""
        self.hanging: set[str] = set()
        self.broken: set[str] = set()
        self.at_work = 0
        self.during: Callable[[], Awaitable[object]] | None = None

    async def edit(self, run: Run, before: bytes) -> Edition:
        """Return an edition with two parts."""
        self.made.append((run.key, before))
        self.at_work += 1
        try:
            if self.during is not None:
                await self.during()
            if run.digest.name in self.hanging:
                await asyncio.Event().wait()
            if run.digest.name in self.broken:
                raise LookupError(run.key)
        finally:
            self.at_work -= 1
        parts = tuple(_said(f"{run.key} part {number}") for number in (1, 2))
        return Edition(summary=_said(run.key), parts=parts, kept=f"kept {run.key}".encode(), quiet=self.quiet)


def _said(text: str) -> Summary:
    return Summary(tone=Tone.GOOD, title=plain(text))


class Watched:
    """What the keeper has told of its runs."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.there = (0, 0)
        self.coming = 0.0

    def digest(self, outcome: str, late: float) -> None:  # noqa: ARG002 (the protocol's)
        """Count a run."""
        self.outcomes[outcome] += 1

    def digests(self, running: int, resting: int, coming: float) -> None:
        """Note how many there are."""
        self.there, self.coming = (running, resting), coming


class Office:
    """A keeper, and what it is made of.

    Args:
        slack: where it posts.
        store: where digests are kept.
        posts: how it posts.
        bounds: how much it may do.
        guard: keeps what breaks from ending it.
    """

    def __init__(self, slack: Slack, store: DigestKeeping, posts: DigestPosts, bounds: Bounds, guard: Guard) -> None:
        self.slack, self.store, self.press, self.watched = slack, store, Press(), Watched()
        self.keeper = Keeper(store, self.press, posts, guard, self.watched, bounds)

    async def look(self, times: int = 1) -> None:
        """Look at what is due, and wait until it is done."""
        for _ in range(times):
            await self.keeper.round()
            await self.keeper.settled()

    def posted(self, channel: str = "ops") -> list[str]:
        """Return the keys of the runs that stand in a channel."""
        return [message.metadata["event_payload"]["key"] for message in messages(self.slack, channel) if message.metadata]


@asynccontextmanager
async def office(
    slack: Slack, store: DigestKeeping, *, owed: float = 0.0, at_once: int = 32, longest: float = 30.0
) -> AsyncIterator[Office]:
    """Yield one that looks when it is told to; in the end it hands over."""
    async with AsyncExitStack() as stack:
        web = await stack.enter_async_context(slack_web(slack))
        config = Config(source=Path("config.yaml"), account=SlackAccount())
        core = await stack.enter_async_context(open_core(config, new_metrics()))
        delivery = Delivery(web, Renderer(), owed=owed)
        made = Office(
            slack, store, DigestPosts(Posts(delivery), delivery.uploads), Bounds(at_once, longest), core.flow.guarded
        )
        stack.push_async_callback(made.keeper.hand_over)
        yield made


def messages(slack: Slack, channel: str = "ops") -> list[Message]:
    """Return the messages of digests that stand in a channel."""
    return [said for said in slack.messages(channel) if _event(said) == EVENT and not said.deleted]


def parts(slack: Slack, channel: str = "ops") -> list[Message]:
    """Return the parts that stand in its threads."""
    return [said for said in slack.messages(channel) if _event(said) == PART and not said.deleted]


def _event(said: Message) -> Any:
    return (said.metadata or {}).get("event_type")


def kept(clock: ManualClock, *configured: Digest) -> MemoryDigests:
    """Return a store by that clock."""
    return MemoryDigests(configured, clock.now)


async def at(clock: ManualClock, when: float, *offices: Office) -> None:
    """Let it be so late, and everybody look: before, to read what they do not know, and then at what is due."""
    for one in offices:
        await one.look()
    clock.advance(when - clock.now())
    for one in offices:
        await one.look(times=2)


def key(due: float, name: str = "morning") -> str:
    """Return a run's."""
    return f"{name}:{due:.0f}"


def digest(slack: Slack, name: str = "morning", channel: str = "ops", **fields: Any) -> Digest:
    """Return a digest of 09:00 UTC."""
    where = slack.channels.get(channel, channel)
    return Digest(**({"name": name, "channel": where, "cron": "0 9 * * *", "commands": ("pods failed",)} | fields))
