"""The life of one watch in this process: look, compare, edit what changed, and wait; until its end, or until it is not ours.

    look (through the flow and its cache) ─▶ compare ─▶ still ours? ─▶ edit ─▶ wait ─▶ look …

`keep` is called every second meanwhile (see `bot.watches.watches`), and just before each edit, so that a replica that was
asleep does not write over what another has written.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import time

import structlog
from msgspec.structs import replace

from bot.answers import Answered
from bot.ask import Ask, Place
from bot.errors import Denied, SlackAway, SlackRefused
from bot.flow import Flow
from bot.posts import Posts
from bot.watches.store import WatchStore
from bot.watches.watch import Kept, Watch
from handlers._contract import UsageError
from processors._summary import Source, Summary
from processors.watch import Watched, after, over, running, silent

HEARTBEAT = 60.0
"""Seconds after which the message is edited although nothing changed, so that its age says that somebody still looks."""
_HIDDEN = 0.05
"""Seconds beyond an answer's freshness at which the next look falls, so that it finds it gone."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often is looked.

    Attributes:
        least: seconds between two looks, at least.
        fresh_for: for how many seconds an answer to a command is fresh: it is asked again when its last answer no longer is.
    """

    least: float
    fresh_for: Callable[[str], float]


class WatchLife:
    """Keeps one watch up to date, as long as `run` runs.

    Args:
        watch: the watch, from its start or from where another replica left it.
        flow: answers the question.
        store: where the watch is kept.
        posts: brings it to Slack.
        pace: how often is looked.
        clock: the time, in seconds since 1970.
    """

    def __init__(
        self, watch: Watch, flow: Flow, store: WatchStore, posts: Posts, pace: Pace,
        clock: Callable[[], float] = time,
    ) -> None:  # fmt: skip
        self.watch = watch
        self._flow, self._store, self._posts, self._pace, self._clock = flow, store, posts, pace, clock
        self._next = 0.0
        self._kept = Kept(ours=True)
        self._why = ""
        self._leaving = self._lost = False
        self._woken = asyncio.Event()
        self._log = structlog.get_logger("watch").bind(watch=watch.id, channel=watch.channel)

    async def keep(self, *, new: bool = False) -> bool:
        """Say that we are there, and store what is `new`; return whether the watch is still ours."""
        self._kept = await self._store.keep(self.watch, new=new)
        if self._kept.stopped_by or not self._kept.ours:
            self._woken.set()
        return self._kept.ours

    def leave(self) -> None:
        """Let it be: another replica goes on, or, where there is none, the message says that it is over."""
        self._leaving = True
        self._woken.set()

    async def begin(self) -> None:
        """Look for the first time and post the message.

        Raises:
            UsageError, Denied, UpstreamError: there is no answer to be watched.
            SlackError: there is no place for it.
        """
        watch = self._with(await self._look())
        ts = await self._post(watch)
        self.watch = replace(watch, ts=ts, edited=self._clock())
        await self.keep(new=True)

    async def run(self) -> None:
        """Keep it up to date until its end."""
        while self._kept.ours and not self._lost:
            if self._leaving and await self._store.release(self.watch):
                return
            if self._kept.stopped_by or self._why or self._leaving or self._clock() >= self.watch.until:
                await self._flow.guarded(self._end, self._let_go)
                return
            if self._clock() >= self._next:
                await self._flow.guarded(self._round, self._failed)
            else:
                await self._wait(min(self._next, self.watch.until) - self._clock())
        self._log.info("this watch is no longer ours")

    async def _round(self) -> None:
        self._next = self._clock() + self._pace.least
        self.watch = self._with(await self._look())
        watched, edited = self.watch.watched, self.watch.edited
        assert watched is not None, "there is an answer"
        due = watched.touched > edited or self._clock() - edited >= HEARTBEAT
        if self._kept.stopped_by or self._leaving or not due or not await self.keep(new=True):
            return
        if self.watch.ts:
            await self._posts.edit(self.watch.channel, self.watch.ts, self._running(self.watch), effort="once")
        else:
            self.watch = replace(self.watch, ts=await self._post(self.watch))
        self.watch = replace(self.watch, edited=self._clock())
        await self.keep(new=True)

    async def _post(self, watch: Watch) -> str:
        thread: dict[str, object] = {"thread_ts": watch.thread} if watch.thread else {}
        return await self._posts.post(watch.channel, self._running(watch), watch.message_id, effort="until done", **thread)

    async def _look(self) -> Answered:
        """Ask once more, with the rights that the watcher has now; and say when it is worth asking again."""
        watch = self.watch
        ask = Ask(watch.id, watch.line, "watch", watch.user, watch.team, place=Place(watch.channel, watch.thread))
        plan = self._flow.plan(ask)
        answered = await self._flow.carry_out(plan)
        self._next = self._due(answered.summary.sources, self._pace.fresh_for(plan.command.name))
        return answered

    def _due(self, sources: Sequence[Source], fresh_for: float) -> float:
        """Return when to ask again: when the oldest part is no longer fresh, or an unwell target is looked at again."""
        now = self._clock()
        stale = min((source.at + fresh_for for source in sources if source.at is not None), default=now + fresh_for)
        unwell = max((source.retry_after or 0.0 for source in sources if source.trouble), default=0.0)
        return max(now + self._pace.least, stale + _HIDDEN, now + unwell)

    def _with(self, answered: Answered) -> Watch:
        summary, watched = replace(answered.summary, documents=()), self.watch.watched
        if watched is None:
            watched = Watched(now=summary, until=self.watch.until)
        elif answered.parts:
            watched = after(watched, summary, self._clock())
        else:
            watched = silent(watched, summary, self._clock())
        return replace(self.watch, watched=watched)

    def _running(self, watch: Watch) -> Summary:
        assert watch.watched is not None, "shown only once there is an answer"
        return running(watch.watched, f"watch stop {watch.id}")

    async def _end(self) -> None:
        watched, now, stopped_by = self.watch.watched, self._clock(), self._kept.stopped_by
        why = self._why or ("the bot was stopped" if self._leaving else "")
        if watched is not None and self.watch.ts:
            at = now if stopped_by or why else self.watch.until
            shown = over(watched, at, stopped_by=stopped_by, why=why)
            await self._posts.edit(self.watch.channel, self.watch.ts, shown)
        await self._store.end(self.watch)

    async def _failed(self, error: Exception) -> None:
        """Decide what becomes of the watch when a round failed; what failed is in the log already."""
        if isinstance(error, Denied):
            self._why = "who asked for it may not see it any more"
        elif isinstance(error, UsageError):
            self._why = str(error).rstrip(".")
        elif isinstance(error, SlackRefused):
            await self._let_go(error)
        else:
            wait = error.retry_after or 0.0 if isinstance(error, SlackAway) else 0.0
            self._next = self._clock() + max(self._pace.least, wait)

    async def _let_go(self, error: Exception) -> None:
        """Let the watch go whose message cannot be edited: it was deleted, or the bot was shown the door."""
        self._lost = True
        if isinstance(error, SlackRefused):
            await self._store.end(self.watch)

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(max(0.0, seconds)):
                await self._woken.wait()
        except TimeoutError:
            return
        self._woken.clear()
