"""The whole bot on one screen: a question comes in, systems are asked once, one summary goes out.

handle   1 is it new?   2 hear: words become a line   3 plan: parse, targets, access   4 carry out: cache, upstreams
         5 show   6 deliver   7 remember
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from time import monotonic, time
from typing import Protocol

import msgspec
import structlog
from structlog.contextvars import bound_contextvars

from bot import failures
from bot.access import Access
from bot.answers import Answered, Answers, Patience, Plan, named
from bot.ask import Ask
from bot.cache.cache import Cache, Seen
from bot.catalogue import Catalogue
from bot.errors import SlackAway, SlackError
from bot.invocation import Grammar
from bot.metrics import Metrics
from bot.upstreams import Upstreams
from bot.vitals import Vitals
from connectors._deadline import Deadline
from handlers._contract import Command, Invocation
from processors._summary import Summary
from processors.talk import understood


class Reply(Protocol):
    """Where the answer to one question is shown; what is said later replaces what was said before."""

    async def wait(self, text: str) -> None:
        """Show that the answer is on its way."""
        ...

    async def say(self, summary: Summary) -> None:
        """Show the answer. Raises SlackError when it cannot be shown at all."""
        ...

    @property
    def ts(self) -> str:
        """The `ts` of the message that shows it; "" where that is not known."""
        ...


class Exchange(msgspec.Struct, frozen=True):
    """A question that was answered: who asked, what was understood, what was said, and the `ts` of its message."""

    ask: Ask
    invocation: Invocation
    summary: Summary
    ts: str


Remember = Callable[[Exchange], Awaitable[None]]
"""Is told of each answer once it stands. It raises nothing expected."""


class Hearing(Protocol):
    """Makes of what somebody wrote what is to be answered."""

    async def hear(self, ask: Ask) -> Ask | Summary:
        """Return the question, its text a command line, or what to say instead. Raises UsageError."""
        ...


Perform = Callable[[Ask, Invocation], Awaitable[None]]
"""Carries out an operation that was asked for. It may raise whatever a command may."""
Guard = Callable[[Callable[[], Awaitable[None]], Callable[[Exception], Awaitable[None]]], Awaitable[str]]
"""Does some work, and tells of what breaks in it: `Flow.guarded`, for those who need no more of it."""


class Flow:
    """Answers questions. Stateless but for what it is handed."""

    def __init__(
        self, catalogue: Catalogue, access: Access, upstreams: Upstreams, cache: Cache, seen: Seen, vitals: Vitals,
        metrics: Metrics, patience: Patience, clock: Callable[[], float] = time,
    ) -> None:  # fmt: skip
        self._catalogue, self._grammar, self._access = catalogue, Grammar(catalogue), access
        self._upstreams, self._seen, self._metrics, self._patience = upstreams, seen, metrics, patience
        self._answers = Answers(catalogue, upstreams, cache, vitals, metrics, patience, clock)
        self._operations: Mapping[str, Perform] = {}
        self._hearing: Hearing | None = None
        self._remembering: tuple[Remember, ...] = ()
        self._log = structlog.get_logger("flow")

    async def handle(self, ask: Ask, reply: Reply) -> None:
        """Answer `ask` into `reply`, once however often it is delivered. Raises nothing."""
        if ask.delivery and not await self._seen.first(ask.delivery):
            return
        with bound_contextvars(ask=ask.id, user=ask.user, channel=ask.place.channel, way=ask.way):
            command = "unknown"

            async def answer() -> None:
                nonlocal command
                heard = await self._hearing.hear(ask) if self._hearing is not None else ask
                if isinstance(heard, Summary):
                    await reply.say(heard)
                    return
                command = self._grammar.parse(heard.text).command
                if (perform := self._operations.get(command)) is not None:
                    await perform(heard, self._grammar.parse(heard.text))
                else:
                    await self._answer(heard, reply)

            outcome = await self.guarded(answer, lambda error: self._tell(error, ask, reply))
            self._metrics.asked(command, ask.way, outcome, monotonic() - ask.began)

    async def _answer(self, ask: Ask, reply: Reply) -> None:
        """Answer a question of the systems, and have it remembered."""
        plan = self.plan(ask)
        async with self._noticing(plan, reply):
            answered = await self.carry_out(plan)
            summary = answered.summary if answered.parts else _beside(ask, answered.summary)
            shown = _brief(summary) if plan.invocation.file and ask.way == "button" else summary
            await reply.say(understood(shown, ask.text) if ask.heard else shown)
        for remember in self._remembering if answered.parts else ():
            await remember(Exchange(ask, named(plan), summary, reply.ts))

    async def guarded(self, work: Callable[[], Awaitable[None]], tell: Callable[[Exception], Awaitable[None]]) -> str:
        """Do `work`; whatever breaks goes into the log and to `tell`. Return `answered`, or the name of what broke."""
        try:
            await work()
        except Exception as error:  # noqa: BLE001 (the one broad except: whatever breaks, the asker is told)
            self._note(error)
            await tell(error)
            return type(error).__name__
        return "answered"

    def adopt(self, operations: Mapping[str, Perform]) -> None:
        """Take what carries out the operations, by their names; it needs the flow itself, and so comes after it."""
        self._operations = {**self._operations, **operations}

    def listen(self, hearing: Hearing, *remembering: Remember) -> None:
        """From now on take what is written as `hearing` hears it, and tell `remembering` of each answer."""
        self._hearing, self._remembering = hearing, (*self._remembering, *remembering)

    def plan(self, ask: Ask) -> Plan:
        """Return what `ask` means.

        Raises:
            UsageError: it means nothing that there is.
            Denied: the asker may not.
        """
        invocation = self._grammar.question(ask.text)
        command = self._catalogue.command(invocation.command)
        assert isinstance(command, Command), "the grammar only returns commands of the catalogue"
        targets = self._upstreams.meant(command.asks, invocation.targets, ask.place.channel) if command.asks else ("",)
        if not ask.configured:
            asked = [target for target in targets if target]
            self._access.check(user=ask.user, channel=ask.place.channel, targets=asked, command=command.name)
        return Plan(ask.id, command, invocation, targets, Deadline.after(self._patience.answer))

    def look(self, ask: Ask) -> None:
        """Look whether `ask` means something that may be asked; an operation is looked at when it is carried out.

        Raises:
            UsageError, Denied: as `plan`.
        """
        if self._grammar.parse(ask.text).command not in self._operations:
            self.plan(ask)

    async def carry_out(self, plan: Plan) -> Answered:
        """Return the answer; see `bot.answers`."""
        return await self._answers.carry_out(plan)

    @asynccontextmanager
    async def _noticing(self, plan: Plan, reply: Reply) -> AsyncIterator[None]:
        """While the body runs for more than a moment, say who is being asked."""
        loop, noticing = asyncio.get_running_loop(), list[asyncio.Task[None]]()

        def notice() -> None:
            text = f"asking {', '.join(filter(None, plan.targets)) or 'around'}…"
            noticing.append(loop.create_task(reply.wait(text), name="notice"))

        timer = loop.call_later(self._patience.notice, notice)
        try:
            yield
        finally:
            timer.cancel()
            for task in noticing:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    def _note(self, error: Exception) -> None:
        if isinstance(error, SlackError):
            self._log.error("not delivered", error=type(error).__name__, why=str(error))
        elif failures.expected(error):
            self._log.info("not answered", error=type(error).__name__, why=str(error))
        else:
            self._log.error("failed", exc_info=error)

    async def _tell(self, error: Exception, ask: Ask, reply: Reply) -> None:
        if not isinstance(error, SlackAway):  # then there is no way to tell, and it was tried for long enough
            with suppress(SlackError):
                await reply.say(_beside(ask, failures.told(error, ask.id)))


def _beside(ask: Ask, summary: Summary) -> Summary:
    """Return what is said instead of an answer: a Refresh that brought nothing leaves the old answer where it stands."""
    return msgspec.structs.replace(summary, private=True) if ask.place.edits else summary


def _brief(summary: Summary) -> Summary:
    """Return what goes with a file that was asked for below an answer: its first line and its age; the list stands above."""
    return msgspec.structs.replace(summary, body=(), controls=(), again="")
