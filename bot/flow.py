"""The whole bot on one screen: a question comes in, systems are asked once, one summary goes out.

handle   1 is it new?   2 plan: parse, targets, access   3 carry out: cache, upstreams   4 show   5 deliver
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from time import monotonic, time
from typing import Any, Protocol

import msgspec
import structlog
from structlog.contextvars import bound_contextvars

from bot import failures
from bot.access import Access
from bot.ask import Ask
from bot.cache import Cache, Key, Seen
from bot.catalogue import Catalogue
from bot.errors import SlackAway, SlackError
from bot.invocation import Grammar
from bot.metrics import Metrics
from bot.shown import Shown
from bot.tools import TargetTools
from bot.upstreams import Upstreams
from bot.vitals import Vitals
from connectors._deadline import Deadline
from connectors._errors import UpstreamError
from handlers._contract import Command, Invocation
from handlers._line import line
from processors._frame import frame, unanswered
from processors._summary import Part, Source, Summary


class Reply(Protocol):
    """Where the answer to one question is shown; what is said later replaces what was said before."""

    async def wait(self, text: str) -> None:
        """Show that the answer is on its way."""
        ...

    async def say(self, summary: Summary) -> None:
        """Show the answer. Raises SlackError when it cannot be shown at all."""
        ...


@dataclass(frozen=True, slots=True)
class Plan:
    """A question understood: which command, of which targets, until when; and the question's id."""

    ask: str
    command: Command
    invocation: Invocation
    targets: tuple[str, ...]
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer: what is shown, and the records behind it."""

    summary: Summary
    parts: Sequence[Part[Any]]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long things may take, in seconds: the whole answer, and until people are told that it is on its way.

    `ttl` says how long each command's answer is fresh; its key `default` is for those it does not name.
    """

    answer: float
    notice: float
    ttl: Mapping[str, float]


class Flow:
    """Answers questions. Stateless but for what it is handed."""

    def __init__(
        self, catalogue: Catalogue, access: Access, upstreams: Upstreams, cache: Cache, seen: Seen, vitals: Vitals,
        metrics: Metrics, patience: Patience, clock: Callable[[], float] = time,
    ) -> None:  # fmt: skip
        self._catalogue, self._grammar, self._access = catalogue, Grammar(catalogue), access
        self._upstreams, self._cache, self._seen, self._vitals = upstreams, cache, seen, vitals
        self._metrics, self._patience, self._clock = metrics, patience, clock
        self._shown = Shown()
        self._log = structlog.get_logger("flow")

    async def handle(self, ask: Ask, reply: Reply) -> None:
        """Answer `ask` into `reply`, once however often it is delivered. Raises nothing."""
        if ask.delivery and not await self._seen.first(ask.delivery):
            return
        with bound_contextvars(ask=ask.id, user=ask.user, channel=ask.place.channel, way=ask.way):
            outcome, command = "answered", "unknown"
            try:
                plan = self.plan(ask)
                command = plan.command.name
                async with self._noticing(plan, reply):
                    answered = await self.carry_out(plan)
                    await reply.say(answered.summary if answered.parts else _beside(ask, answered.summary))
            except Exception as error:  # noqa: BLE001 (the one broad except: whatever breaks, the asker is told)
                outcome = type(error).__name__
                await self._tell(error, ask, reply)
            self._metrics.asked(command, ask.way, outcome, monotonic() - ask.began)

    def plan(self, ask: Ask) -> Plan:
        """Return what `ask` means.

        Raises:
            UsageError: it means nothing that there is.
            Denied: the asker may not.
        """
        invocation = self._grammar.parse(ask.text)
        command = self._catalogue.command(invocation.command)
        assert command is not None, "the grammar only returns commands of the catalogue"
        targets = self._upstreams.meant(command.asks, invocation.targets, ask.place.channel) if command.asks else ("",)
        self._access.check(user=ask.user, channel=ask.place.channel, targets=[t for t in targets if t], command=command.name)
        return Plan(ask.id, command, invocation, targets, Deadline.after(self._patience.answer))

    async def carry_out(self, plan: Plan) -> Answered:
        """Ask every target of `plan` at once and condense what answered; what did not is named in the summary."""
        asked = await asyncio.gather(*(self._ask(plan, target) for target in plan.targets))
        parts = tuple(part for part, _ in asked if part is not None)
        sources = tuple(source for _, source in asked if source is not None)
        away = self._cache.trouble if plan.command.asks else ""
        notes = (away,) if away else ()
        if not parts:
            return Answered(unanswered(sources, line(self._named(plan)), (*failures.quoted(plan.ask), *notes)), parts)
        return Answered(frame(self._shown.show(plan.command, self._named(plan), parts), sources, notes), parts)

    async def _ask(self, plan: Plan, target: str) -> tuple[Part[Any] | None, Source | None]:
        tools = TargetTools(target, plan.deadline, self._upstreams, self._catalogue, self._vitals)
        command, invocation = plan.command, plan.invocation
        if not target:
            return Part("", await command.load(invocation, tools), self._clock()), None
        key = Key(line(Invocation(command.name, invocation.arguments, invocation.options)), target)
        ttl = self._patience.ttl.get(command.name, self._patience.ttl.get("default", 60.0))
        try:
            found = await self._cache.through(
                key, command.record, lambda deadline: command.load(invocation, tools.until(deadline)),
                ttl=ttl, fresh=invocation.fresh, deadline=plan.deadline,
            )  # fmt: skip
        except UpstreamError as error:
            self._log.warning("target gave nothing", target=target, error=type(error).__name__, why=error.reason)
            kind = type(error).__name__
            return None, Source(target, None, trouble=error.reason, retry_after=error.retry_after, kind=kind)
        self._metrics.cached(command.name, found.origin)
        source = Source(
            target, found.at, found.took, found.origin, found.trouble or "", found.retry_after, found.shared
        )  # fmt: skip
        return Part(target, found.records, found.at), source

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

    async def _tell(self, error: Exception, ask: Ask, reply: Reply) -> None:
        if isinstance(error, SlackError):
            self._log.error("not delivered", error=type(error).__name__, why=str(error))
        elif failures.expected(error):
            self._log.info("not answered", error=type(error).__name__, why=str(error))
        else:
            self._log.error("failed", exc_info=error)
        if not isinstance(error, SlackAway):  # then there is no way to tell, and it was tried for long enough
            with suppress(SlackError):
                await reply.say(_beside(ask, failures.told(error, ask.id)))

    @staticmethod
    def _named(plan: Plan) -> Invocation:
        """Return the invocation with its targets spelt out, so that the buttons made from it mean the same anywhere."""
        targets = tuple(target for target in plan.targets if target)
        return Invocation(plan.invocation.command, plan.invocation.arguments, plan.invocation.options, targets)


def _beside(ask: Ask, summary: Summary) -> Summary:
    """Return what is said instead of an answer: a Refresh that brought nothing leaves the old answer where it stands."""
    return msgspec.structs.replace(summary, private=True) if ask.place.edits else summary
