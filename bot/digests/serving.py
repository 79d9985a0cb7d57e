"""Serves one run that is ours, and decides what becomes of it when that fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import structlog

from bot.digests.digest import Run
from bot.digests.hands import Hands
from bot.digests.ledger import Claim
from bot.digests.resting import GONE, Resting
from bot.digests.runner import Runner
from bot.errors import SlackAway, SlackError, SlackRefused
from bot.flow import Guard
from bot.store.redis import StoreAwayError

AGAIN, BROKEN = 5.0, 30.0
"""Seconds until something is tried again: what Slack did not take, what broke."""


class Observer(Protocol):
    """Is told what becomes of runs."""

    def digest(self, outcome: str, late: float) -> None:
        """Count a run: what became of it, and how many seconds after its time."""
        ...

    def digests(self, running: int, resting: int, coming: float) -> None:
        """Show how many digests there are, and when the next of them is due; infinity if none ever is."""
        ...


class Serving:
    """Raises nothing expected.

    Args:
        runner: carries runs out.
        hands: has them.
        resting: pauses digests without a place.
        guard: keeps what breaks from ending us.
        observer: is told what becomes of runs.
        clock: the time by the store's clock, seconds since 1970.
    """

    def __init__(
        self, runner: Runner, hands: Hands, resting: Resting, guard: Guard, observer: Observer, clock: Callable[[], float]
    ) -> None:
        self._runner, self._hands, self._resting = runner, hands, resting
        self._guard, self._observer, self._clock = guard, observer, clock
        self._log = structlog.get_logger("digests")

    async def serve(self, claim: Claim) -> None:
        """Carry a run out, or see that it is tried again, or given up."""
        run = claim.run

        async def work() -> None:
            try:
                outcome, edition = await self._runner.run(claim, self._hands.finish)
            except StoreAwayError:  # it is due again, and looked for first if it may have been posted
                await self._hands.give_back(run)
                return
            self._log.info("digest", digest=run.digest.name, due=run.due, outcome=outcome, why=edition.quiet)
            self._count(run, outcome)

        await self._guard(work, lambda error: self._failed(run, error))

    async def _failed(self, run: Run, error: Exception) -> None:
        """Decide what becomes of a run that failed; what failed is in the log already."""
        if isinstance(error, SlackRefused):
            await self._refused(run, error)
        elif isinstance(error, SlackAway):
            await self._hands.give_back(run, max(error.retry_after or 0.0, AGAIN))
        else:
            self._log.error("digest not made", digest=run.digest.name, due=run.due, error=type(error).__name__)
            self._count(run, "failed")
            await self._hands.give_back(run, BROKEN)

    async def _refused(self, run: Run, refused: SlackRefused) -> None:
        outcome = "refused"
        if refused.code in GONE:
            try:
                await self._resting.rest(run, refused.code)
            except (SlackError, StoreAwayError):
                await self._hands.give_back(run, AGAIN)
                return
            outcome = "paused"
        await self._hands.finish(run, None)
        self._count(run, outcome)

    def _count(self, run: Run, outcome: str) -> None:
        self._observer.digest(outcome, self._clock() - run.due)
