"""Takes questions as they come in and owns the task that answers each: bounded, and finished before the bot goes."""

from __future__ import annotations

import asyncio
from time import monotonic

import structlog

from bot import failures
from bot.ask import Ask
from bot.delivery import Delivery
from bot.errors import Busy, SlackError
from bot.flow import Flow


class Desk:
    """Where questions wait and are served.

    Args:
        flow: answers them.
        delivery: brings the answers to Slack.
        at_once: how many are served at the same time.
        queue: how many more may wait; beyond that people are told to come again.
    """

    def __init__(self, flow: Flow, delivery: Delivery, *, at_once: int, queue: int) -> None:
        self._flow = flow
        self._delivery = delivery
        self._at_once = asyncio.Semaphore(at_once)
        self._most = at_once + queue
        self._tasks: set[asyncio.Task[None]] = set()
        self._turned_away = 0
        self._log = structlog.get_logger("desk")

    @property
    def busy(self) -> int:
        """How many questions are being served or waiting."""
        return len(self._tasks)

    def take(self, ask: Ask) -> None:
        """Begin to answer `ask`, and return at once."""
        if len(self._tasks) - self._turned_away < self._most:
            serve = self._serve(ask)
        elif self._turned_away < self._most:
            serve = self._turn_away(ask)
        else:
            self._log.error("dropped: too many questions to even say so", ask=ask.id)
            return
        task = asyncio.get_running_loop().create_task(serve, name=f"ask-{ask.id}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drain(self, seconds: float) -> None:
        """Wait until all are answered, at most `seconds`; give up the rest and say so in the log."""
        until = monotonic() + seconds
        while self._tasks and (left := until - monotonic()) > 0:  # one may bring in the next
            await asyncio.wait(self._tasks, timeout=left)
        late = tuple(self._tasks)
        for task in late:
            self._log.error("not answered before the end", task=task.get_name())
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _serve(self, ask: Ask) -> None:
        async with self._at_once:
            await self._flow.handle(ask, self._delivery.reply(ask))

    async def _turn_away(self, ask: Ask) -> None:
        self._turned_away += 1
        busy = Busy(f"{self._most:,} questions are waiting already. Ask again in a minute.")
        try:
            await self._delivery.reply(ask).say(failures.told(busy, ask.id))
        except SlackError as error:
            self._log.warning("could not say that we are busy", why=str(error))
        finally:
            self._turned_away -= 1
