"""Runs the digests of all replicas: finds what is due, takes a few at a time, and hands over what it has when it ends."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from math import inf
from time import monotonic
from typing import Protocol

import structlog

from bot.digests.digest import Run
from bot.digests.due import Timetable
from bot.digests.edition import Edition, Editor
from bot.digests.hands import Hands
from bot.digests.ledger import HOLD, DigestLedger, Glance
from bot.digests.posts import DigestPosts
from bot.digests.reading import Reading
from bot.digests.recovery import DigestRecovery
from bot.digests.resting import Resting
from bot.digests.runner import Bounds, Runner
from bot.digests.serving import Observer, Serving
from bot.digests.store import DigestStore
from bot.errors import Busy
from bot.flow import Guard
from bot.store.redis import StoreAwayError, stop
from handlers._contract import UsageError

EVERY = 1.0
"""Seconds between two looks at what there is."""
OFFERED = 200
"""Runs that are offered to the ledger at a time: the first in line, as others have some in hand."""
BROKEN = 5.0
"""Seconds until a look that broke is taken again."""


class DigestKeeping(DigestStore, DigestLedger, Protocol):
    """A store with its ledger."""


class Keeper:
    """Opened and closed as an asynchronous context; it owns the tasks.

    Args:
        store: where digests and their runs are kept.
        editor: makes editions.
        posts: brings them to Slack.
        guard: keeps what breaks from ending us.
        observer: is told what becomes of runs.
        bounds: how many editions are made at once.
    """

    def __init__(
        self, store: DigestKeeping, editor: Editor, posts: DigestPosts, guard: Guard, observer: Observer, bounds: Bounds
    ) -> None:
        self._store, self._guard, self._observer = store, guard, observer
        self._awake = asyncio.Event()
        self._hands, self._timetable = Hands(store, self._awake.set), Timetable()
        self._reading = Reading(DigestRecovery(store, posts), guard)
        self._runner = Runner(store, store, editor, posts, bounds)
        self._serving = Serving(
            self._runner, self._hands, Resting(store, posts), guard, observer, lambda: self._now
        )  # fmt: skip
        self._now, self._life, self._heard = 0.0, "", monotonic()
        self._wanted: list[Run] = []
        self._looping: asyncio.Task[None] | None = None
        self._log = structlog.get_logger("digests")

    async def __aenter__(self) -> Keeper:
        self._looping = asyncio.create_task(self._loop(), name="digests")
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.hand_over()

    async def run_now(self, name: str, user: str) -> Edition:
        """Run a digest because somebody asks for it; return what it brought, once it is posted.

        The calendar's runs are as they were; the next of them compares with this one.

        Raises:
            UsageError: there is no such digest.
            Busy: it is being run just now.
            TimeoutError, SlackError, StoreAwayError: as `Runner.run`.
        """
        glance = await self._store.glance()
        if (standing := glance.digests.get(name)) is None:
            raise UsageError(f"There is no digest “{name}”.", ("digest list",))
        run = Run(digest=standing.digest, due=glance.now, asked_by=user)
        claims = await self._store.claim([run], 1, {run.digest.channel: 1}, glance.life)
        if not claims:
            raise Busy(f"The digest {name} is being run just now.")
        try:
            return (await self._hands.take(run, self._runner.run(claims[0], self._hands.finish)))[1]
        finally:
            await self._hands.give_back(run)

    async def hand_over(self) -> None:
        """End what runs here; other replicas go on with it, at once if there are any."""
        if self._looping is not None:
            await stop(self._looping)
        await self._reading.close()
        await self._hands.hand_over()

    async def round(self) -> None:
        """Look once at what there is, and begin what is due. Raises nothing expected."""
        began = monotonic()
        try:
            await self._hands.settle_owed()
            self._wanted, glance = [], await self._store.glance()
            await self._hands.keep()
            self._heard = began
            if glance.ready:
                await self._look(glance)
                await self._fill()
        except StoreAwayError as away:  # what is due stays so; what is in hand goes on for as long as it is ours
            self._log.debug("digests wait", why=str(away))
            if monotonic() - self._heard > HOLD:
                self._hands.let_all_go()

    async def settled(self) -> None:
        """Return when nothing is under way any more; with an injected clock there is nothing else to wait for."""
        await self._reading.empty()
        await self._hands.empty()

    async def _loop(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._guard(self.round, self._broken)
            until = loop.time() + EVERY
            while (left := until - loop.time()) > 0:
                self._awake.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._awake.wait(), left)
                    await self._guard(self._refill, self._broken)

    async def _broken(self, _: Exception) -> None:
        await asyncio.sleep(BROKEN)

    async def _refill(self) -> None:
        with suppress(StoreAwayError):  # the next look says so
            await self._fill()

    async def _look(self, glance: Glance) -> None:
        """Find what is wanted; leave out what is not any more; read the channels of which too little is known."""
        self._now, self._life = glance.now, glance.life
        wanted, left, unread = list[Run](), dict[str, tuple[float, str]](), dict[str, None]()
        for name, standing in glance.digests.items():
            channel = standing.digest.channel
            if standing.settled is None:
                unread |= {channel: None}
                continue
            owed = self._timetable.owed(standing, glance.now, glance.back)
            if owed.settled is not None:
                left[name] = (owed.settled, owed.left)
            elif owed.run and channel not in glance.known:
                unread |= {channel: None}
            elif owed.run and owed.run not in self._hands:
                wanted.append(owed.run)
        self._wanted = sorted(wanted, key=lambda run: (run.due, hash((id(self), run.digest.channel))))
        self._reading.read(unread, glance)
        await self._leave_out(left)
        running = [standing for standing in glance.digests.values() if not standing.digest.paused]
        coming = (self._timetable.after(one.digest, one.settled) for one in running if one.settled is not None)
        self._observer.digests(len(running), len(glance.digests) - len(running), min(coming, default=inf))

    async def _leave_out(self, left: dict[str, tuple[float, str]]) -> None:
        if left:
            for name in await self._store.settle({name: until for name, (until, _) in left.items()}):
                until, why = left[name]
                self._log.warning("runs left out", digest=name, why=why, until=until)
                self._observer.digest(why, self._now - until)

    async def _fill(self) -> None:
        """Take as many of the wanted as there is room for, and begin them. Raises StoreAwayError."""
        room = self._hands.room(self._wanted)
        offered = [run for run in self._wanted if room[run.digest.channel] > 0][:OFFERED]
        if self._hands.free <= 0 or not offered:
            return
        for claim in await self._store.claim(offered, self._hands.free, room, self._life):
            self._log.debug("digest begins", run=claim.run.key, ts=claim.progress.ts, doubtful=claim.progress.doubtful)
            self._hands.take(claim.run, self._serving.serve(claim))
        self._wanted = [run for run in self._wanted if run not in self._hands]
