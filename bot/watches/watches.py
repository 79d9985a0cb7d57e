"""The watches of this process: begins and stops them, takes over those whose replica has gone, and hands its own over."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from time import time
from uuid import uuid4

import structlog

from bot.ask import Ask
from bot.errors import Busy
from bot.flow import Flow
from bot.posts import Posts
from bot.store.redis import stop
from bot.watches.life import Pace, WatchLife
from bot.watches.store import WatchStore
from bot.watches.watch import Watch
from handlers._contract import Invocation, UsageError
from handlers._lasting import seconds

USUAL = 300.0
"""Seconds that a watch lasts unless it is said how long."""
TEND_EVERY = 1.0
"""Seconds between two looks at the leases: ours to renew, and those that have run out."""
HAND_OVER = 3.0
"""Seconds that a round under way may still take when the bot is told to stop."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much watching there may be.

    Attributes:
        at_once: watches in one channel at the same time.
        longest: seconds that one may last.
    """

    at_once: int
    longest: float


class Watches:
    """Opened and closed as an asynchronous context; it owns the tasks.

    Args:
        flow: answers what is watched.
        store: where watches are kept.
        posts: brings them to Slack.
        pace: how often is looked.
        bounds: how much watching there may be.
        clock: the time, in seconds since 1970.
    """

    def __init__(
        self, flow: Flow, store: WatchStore, posts: Posts, pace: Pace, bounds: Bounds,
        clock: Callable[[], float] = time,
    ) -> None:  # fmt: skip
        self._flow, self._store, self._posts = flow, store, posts
        self._pace, self._bounds, self._clock = pace, bounds, clock
        self._lives: dict[str, WatchLife] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._tender: asyncio.Task[None] | None = None
        self._log = structlog.get_logger("watch")

    async def __aenter__(self) -> Watches:
        self._flow.adopt({"watch": self.watch, "watch stop": self.stop})
        self._tender = asyncio.create_task(self._tend(), name="watches")
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.hand_over()

    async def watch(self, ask: Ask, invocation: Invocation) -> None:
        """Begin a watch where it was asked for; return once its message stands.

        Raises:
            UsageError, Denied: not this, not here, not for so long, or not by this person.
            Busy: there are enough watches in the channel.
            SlackError: the bot may not post there.
        """
        lasts = seconds(invocation.arguments[2]) if len(invocation.arguments) > 1 else min(USUAL, self._bounds.longest)
        if lasts > self._bounds.longest:
            raise UsageError(f"A watch lasts {self._bounds.longest / 60:,.0f} minutes at most: write e.g. for 5m.")
        place = ask.place
        watch = Watch(
            id=secrets.token_hex(3), line=invocation.arguments[0], user=ask.user, team=ask.team, channel=place.channel,
            thread=place.thread, until=self._clock() + lasts, message_id=str(uuid4()),
        )  # fmt: skip
        self._flow.plan(Ask(ask.id, watch.line, "watch", ask.user, ask.team, place=place))  # may they, and is it a question?
        if not await self._store.begin(watch, self._bounds.at_once):
            raise Busy(f"{self._bounds.at_once:,} watches run in this channel already. Stop one of them first.")
        life = self._lives[watch.id] = self._life(watch)  # from now on its lease is renewed
        try:
            await life.begin()
        except BaseException:  # cancelled too: a lease without a keeper would be taken over; it is raised again
            del self._lives[watch.id]
            await self._store.end(watch)
            raise
        self._own(life)

    async def stop(self, ask: Ask, invocation: Invocation) -> None:
        """Stop a watch; whoever sees its message may.

        Raises:
            UsageError: there is no such watch, or no longer.
        """
        [id_] = invocation.arguments
        if not await self._store.stop(id_, ask.user):
            raise UsageError("That watch is over already.")
        if (life := self._lives.get(id_)) is not None:
            await life.keep()

    async def hand_over(self) -> None:
        """End what runs here; other replicas go on with it, at once if there are any."""
        if self._tender is not None:
            await stop(self._tender)
        for life in self._lives.values():
            life.leave()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=HAND_OVER)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _tend(self) -> None:
        """Renew our leases, and look for watches whose replica has gone, again and again."""
        while True:
            await asyncio.gather(*(life.keep() for life in tuple(self._lives.values())))
            for watch in await self._store.orphans():
                if watch.id not in self._lives:
                    self._log.info("taking over a watch", watch=watch.id, channel=watch.channel)
                    self._own(self._life(watch))
            await asyncio.sleep(TEND_EVERY)

    def _life(self, watch: Watch) -> WatchLife:
        return WatchLife(watch, self._flow, self._store, self._posts, self._pace, self._clock)

    def _own(self, life: WatchLife) -> None:
        id_ = life.watch.id
        self._lives[id_] = life
        task = asyncio.create_task(life.run(), name=f"watch-{id_}")
        self._tasks.add(task)

        def ended(task: asyncio.Task[None]) -> None:
            self._tasks.discard(task)
            self._lives.pop(id_, None)

        task.add_done_callback(ended)
