"""Takes questions as they come in and owns the task that answers each: bounded, and finished before the bot goes."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from time import monotonic
from typing import Any

import structlog

from bot import failures
from bot.ask import Ask
from bot.delivery import Delivery
from bot.errors import Busy, SlackError
from bot.flow import Flow
from bot.reply import SlackReply


class Desk:
    """Where questions wait and are served.

    Args:
        flow: answers them.
        delivery: brings the answers to Slack.
        at_once: how many are served at the same time.
        queue: how many more may wait; beyond that people are told to come again, as many at a time at most.
    """

    def __init__(self, flow: Flow, delivery: Delivery, *, at_once: int, queue: int) -> None:
        self._flow = flow
        self._delivery = delivery
        self._at_once = asyncio.Semaphore(at_once)
        self._most = at_once + queue
        self._tasks: set[asyncio.Task[None]] = set()
        self._turning_away: set[asyncio.Task[None]] = set()
        self._log = structlog.get_logger("desk")

    @property
    def busy(self) -> int:
        """How many questions are being served or waiting."""
        return len(self._tasks) + len(self._turning_away)

    def take(self, ask: Ask) -> None:
        """Begin to answer `ask`, and return at once."""
        if len(self._tasks) < self._most:
            self._own(self._serve(ask), self._tasks, ask)
        elif len(self._turning_away) < self._most:
            self._own(self._turn_away(ask), self._turning_away, ask)
        else:
            self._log.error("too many questions to even say so", ask=ask.id, user=ask.user)

    async def drain(self, seconds: float) -> None:
        """Wait until all are answered, at most `seconds`; give up the rest and say so in the log."""
        until = monotonic() + seconds
        while self.busy and (left := until - monotonic()) > 0:  # a question may come in meanwhile
            await asyncio.wait(self._tasks | self._turning_away, timeout=left)
        late = (*self._tasks, *self._turning_away)
        for task in late:
            self._log.error("not answered before the end", task=task.get_name())
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _own(self, work: Coroutine[Any, Any, None], owner: set[asyncio.Task[None]], ask: Ask) -> None:
        task = asyncio.get_running_loop().create_task(work, name=f"ask-{ask.id}")
        owner.add(task)
        task.add_done_callback(owner.discard)

    async def _serve(self, ask: Ask) -> None:
        async with self._at_once:
            await self._flow.handle(ask, SlackReply(self._delivery, ask))

    async def _turn_away(self, ask: Ask) -> None:
        busy = Busy(f"{self._most:,} questions are waiting already. Ask again in a minute.")
        try:
            await SlackReply(self._delivery, ask).say(failures.told(busy, ask.id))
        except SlackError as error:
            self._log.warning("could not say that we are busy", why=str(error))
