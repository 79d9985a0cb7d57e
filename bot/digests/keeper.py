"""Runs the digests of all replicas: finds what is due, takes a few at a time, and hands over what it has when it ends."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from time import monotonic
from typing import Any, Protocol, TypeVar

import structlog

from bot.digests.digest import Run
from bot.digests.due import Timetable
from bot.digests.edition import Edition, Editor
from bot.digests.ledger import HOLD, Claim, DigestLedger, Glance
from bot.digests.posts import DigestPosts
from bot.digests.recovery import DigestRecovery
from bot.digests.resting import GONE, Resting
from bot.digests.runner import Bounds, Runner
from bot.digests.store import DigestStore
from bot.errors import Busy, SlackAway, SlackError, SlackRefused
from bot.flow import Guard
from bot.store.redis import StoreAwayError, stop
from handlers._contract import UsageError

T = TypeVar("T")
EVERY = 1.0
"""Seconds between two looks at what there is."""
IN_HAND = 200
"""Runs in this process's hands at a time: most of them wait until their channel takes one more message."""
IN_CHANNEL = 2
"""Runs of one channel in this process's hands at a time: it takes a message a second."""
OFFERED = 200
"""Runs that are offered to the ledger at a time: the first in line, as others have some in hand."""
READING = 4
"""Channels whose history is read at a time."""
AGAIN, BROKEN = 5.0, 30.0
"""Seconds until something is tried again: what Slack did not take, what broke."""
HAND_OVER = 3.0
"""Seconds that runs under way may still take when the bot is told to stop."""


class DigestKeeping(DigestStore, DigestLedger, Protocol):
    """A store with its ledger."""


class Observer(Protocol):
    """Is told what becomes of runs."""

    def digest(self, outcome: str, late: float) -> None:
        """Count a run: what became of it, and how many seconds after its time."""
        ...

    def digests(self, running: int, resting: int) -> None:
        """Show how many digests there are."""
        ...


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
        self._runner = Runner(store, store, editor, posts, bounds)
        self._recovery, self._resting, self._timetable = DigestRecovery(store, posts), Resting(store, posts), Timetable()
        self._now, self._life, self._heard = 0.0, "", monotonic()
        self._wanted: list[Run] = []
        self._runs: dict[str, Run] = {}
        self._tasks: dict[str, asyncio.Task[Any]] = {}
        self._reading: dict[str, asyncio.Task[None]] = {}
        self._not_before: dict[str, float] = {}
        self._unsettled: dict[str, tuple[Run, bytes | None]] = {}
        self._awake = asyncio.Event()
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
        digest = standing.digest
        run = Run(digest=digest, due=glance.now, asked_by=user)
        claims = await self._store.claim([run], 1, {digest.channel: 1}, glance.life)
        if not claims:
            raise Busy(f"The digest {name} is being run just now.")
        task = self._own(run, self._runner.run(claims[0], self._finish))
        try:
            return (await task)[1]
        finally:
            await self._give_back(run, 0)

    async def hand_over(self) -> None:
        """End what runs here; other replicas go on with it, at once if there are any."""
        if self._looping is not None:
            await stop(self._looping)
        runs, tasks = tuple(self._runs.values()), {*self._tasks.values(), *self._reading.values()}
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=HAND_OVER)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        with suppress(StoreAwayError):
            await self._settle_owed()
        for run in runs:
            await self._give_back(run, 0)

    async def round(self) -> None:
        """Look once at what there is, and begin what is due. Raises nothing expected."""
        try:
            began = monotonic()
            await self._settle_owed()
            self._wanted, glance = [], await self._store.glance()
            await self._keep()
            self._heard = began
            if glance.ready:
                await self._look(glance)
                await self._fill()
        except StoreAwayError as away:  # what is due stays so; whatever is in hand goes on
            self._log.debug("digests wait", why=str(away))
            if monotonic() - self._heard > HOLD:
                self._let_go(tuple(self._runs.values()))

    async def settled(self) -> None:
        """Return when nothing is in hand any more; with an injected clock there is nothing else to wait for."""
        while tasks := {*self._tasks.values(), *self._reading.values()}:
            await asyncio.wait(tasks)

    async def _loop(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._guard(self.round, self._broken)
            until = loop.time() + EVERY
            while (left := until - loop.time()) > 0:
                self._awake.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._awake.wait(), left)
                    await self._guard(self._fill_quietly, self._broken)

    async def _broken(self, _: Exception) -> None:
        await asyncio.sleep(AGAIN)

    async def _keep(self) -> None:
        """Say what we have in hand, and let go of what is no longer ours."""
        if not self._runs:
            return
        self._let_go(await self._store.keep(tuple(self._runs.values())))

    def _let_go(self, runs: Sequence[Run]) -> None:
        for run in runs:
            if (task := self._tasks.get(run.key)) is not None:
                self._log.warning("this run is no longer ours", run=run.key)
                task.cancel()

    async def _look(self, glance: Glance) -> None:
        """Find what is wanted; leave out what is not any more; read the channels of which too little is known."""
        self._now, self._life = glance.now, glance.life
        wanted, left, unread = list[Run](), dict[str, tuple[float, str]](), dict[str, None]()
        resting = 0
        for name, standing in glance.digests.items():
            digest = standing.digest
            resting += bool(digest.paused)
            if standing.settled is None:
                unread |= {digest.channel: None}
                continue
            owed = self._timetable.owed(standing, glance.now, glance.back)
            if owed.settled is not None:
                left[name] = (owed.settled, owed.left)
            elif owed.run and digest.channel not in glance.known:
                unread |= {digest.channel: None}
            elif owed.run and owed.run.key not in self._runs:
                wanted.append(owed.run)
        self._wanted = sorted(wanted, key=lambda run: (run.due, hash((id(self), run.digest.channel))))
        self._observer.digests(len(glance.digests) - resting, resting)
        self._read(tuple(unread), glance)
        await self._leave_out(left)

    async def _leave_out(self, left: dict[str, tuple[float, str]]) -> None:
        if left:
            for name in await self._store.settle({name: until for name, (until, _) in left.items()}):
                until, why = left[name]
                self._log.warning("runs left out", digest=name, why=why, until=until)
                self._observer.digest(why, self._now - until)

    def _read(self, channels: Sequence[str], glance: Glance) -> None:
        for channel in channels:
            free = channel not in self._reading and self._not_before.get(channel, 0.0) <= glance.now
            if free and len(self._reading) < READING:
                self._reading[channel] = asyncio.create_task(self._read_one(channel, glance), name="digest history")
                self._reading[channel].add_done_callback(self._read_ended(channel))

    def _read_ended(self, channel: str) -> Callable[[asyncio.Task[None]], None]:
        def ended(_: asyncio.Task[None]) -> None:
            self._reading.pop(channel, None)

        return ended

    async def _read_one(self, channel: str, glance: Glance) -> None:
        async def later(error: Exception) -> None:
            asked = error.retry_after or 0.0 if isinstance(error, SlackAway) else 0.0
            self._not_before[channel] = glance.now + max(AGAIN, asked)

        async def read() -> None:
            with suppress(StoreAwayError):
                await self._recovery.make_known(channel, glance)

        await self._guard(read, later)

    async def _fill_quietly(self) -> None:
        with suppress(StoreAwayError):
            await self._fill()

    async def _fill(self) -> None:
        """Take as many of the wanted as there is room for, and begin them. Raises StoreAwayError."""
        free = IN_HAND - len(self._tasks)
        in_hand = Counter(run.digest.channel for run in self._runs.values())
        offered = [run for run in self._wanted if in_hand[run.digest.channel] < IN_CHANNEL][:OFFERED]
        if free <= 0 or not offered:
            return
        room = {run.digest.channel: IN_CHANNEL - in_hand[run.digest.channel] for run in offered}
        for claim in await self._store.claim(offered, free, room, self._life):
            self._log.debug("digest begins", run=claim.run.key, begun=claim.begun)
            self._own(claim.run, self._serve(claim))
        self._wanted = [run for run in self._wanted if run.key not in self._runs]

    def _own(self, run: Run, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.create_task(work, name=f"digest-{run.key}")
        self._runs[run.key], self._tasks[run.key] = run, task

        def ended(_: asyncio.Task[Any]) -> None:
            self._tasks.pop(run.key, None)
            if run.key not in self._unsettled:
                self._runs.pop(run.key, None)
            self._awake.set()

        task.add_done_callback(ended)
        return task

    async def _serve(self, claim: Claim) -> None:
        run = claim.run

        async def work() -> None:
            try:
                outcome, edition = await self._runner.run(claim, self._finish)
            except StoreAwayError:  # it is due again, and looked for first if it was posted
                await self._give_back(run, 0)
                return
            self._log.info("digest", digest=run.digest.name, due=run.due, outcome=outcome, why=edition.quiet)
            self._observer.digest(outcome, self._now - run.due)

        await self._guard(work, lambda error: self._failed(run, error))

    async def _failed(self, run: Run, error: Exception) -> None:
        """Decide what becomes of a run that failed; what failed is in the log already."""
        if isinstance(error, SlackRefused):
            await self._refused(run, error)
        elif isinstance(error, SlackAway):
            await self._give_back(run, max(error.retry_after or 0.0, AGAIN))
        else:
            self._log.error("digest not made", digest=run.digest.name, due=run.due, error=type(error).__name__)
            self._observer.digest("failed", self._now - run.due)
            await self._give_back(run, BROKEN)

    async def _refused(self, run: Run, refused: SlackRefused) -> None:
        outcome = "refused"
        if refused.code in GONE:
            try:
                await self._resting.rest(run, refused.code)
            except (SlackError, StoreAwayError):
                await self._give_back(run, AGAIN)
                return
            outcome = "paused"
        await self._finish(run, None)
        self._observer.digest(outcome, self._now - run.due)

    async def _finish(self, run: Run, kept: bytes | None) -> None:
        """Settle a run; while the store is away that is owed, and the run stays in our hands."""
        self._unsettled[run.key] = (run, kept)
        with suppress(StoreAwayError):
            await self._settle_owed()

    async def _settle_owed(self) -> None:
        for key, (run, kept) in tuple(self._unsettled.items()):
            await self._store.finish(run, kept)
            self._unsettled.pop(key, None)
            if key not in self._tasks:
                self._runs.pop(key, None)

    async def _give_back(self, run: Run, seconds: float) -> None:
        """Give a run back that is not finished; where that cannot be said its lease ends by itself."""
        if run.key not in self._unsettled:
            self._runs.pop(run.key, None)
            with suppress(StoreAwayError):
                await self._store.release(run, seconds)
