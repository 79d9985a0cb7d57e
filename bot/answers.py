"""Carries a question out: every target asked at once, through the cache, and what answered condensed into one summary."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import time
from typing import Any

import msgspec
import structlog

from bot import failures
from bot.cache.cache import Cache, Key
from bot.catalogue import Catalogue
from bot.listings import document
from bot.metrics import Metrics
from bot.sheets import Sheet, packed, unpacked
from bot.shown import Shown
from bot.tools import TargetTools
from bot.upstreams import ALL, Upstreams
from bot.vitals import Vitals
from connectors._deadline import Deadline
from connectors._errors import UpstreamError
from handlers._contract import Command, FileForm, Invocation, Whole
from handlers._line import line
from processors._frame import frame, unanswered
from processors._listing import Listing, shown
from processors._summary import Part, Source, Summary


@dataclass(frozen=True, slots=True)
class Plan:
    """A question understood: which command, of which targets, until when; and the question's id."""

    ask: str
    command: Command
    invocation: Invocation
    targets: tuple[str, ...]
    deadline: Deadline

    @property
    def sheets(self) -> Whole | None:
        """How the list is brought whole, if that is wanted and is more than what is shown."""
        return self.command.whole if self.invocation.file else None


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


class Answers:
    """Answers plans. Stateless but for what it is handed."""

    def __init__(
        self, catalogue: Catalogue, upstreams: Upstreams, cache: Cache, vitals: Vitals, metrics: Metrics, patience: Patience,
        clock: Callable[[], float] = time,
    ) -> None:  # fmt: skip
        self._catalogue, self._upstreams, self._cache, self._vitals = catalogue, upstreams, cache, vitals
        self._metrics, self._patience, self._clock = metrics, patience, clock
        self._shown = Shown()
        self._log = structlog.get_logger("flow")

    async def carry_out(self, plan: Plan) -> Answered:
        """Ask every target of `plan` at once and condense what answered; what did not is named in the summary."""
        asked = await asyncio.gather(*(self._ask(plan, target) for target in plan.targets))
        parts = tuple(part for part, _ in asked if part is not None)
        sources = tuple(source for _, source in asked if source is not None)
        away = self._cache.trouble if plan.command.asks else ""
        notes = (away,) if away else ()
        plain = named(plan)
        if not parts:
            return Answered(unanswered(sources, line(plain), (*failures.quoted(plan.ask), *notes)), parts)
        listing: Listing | None = None
        if plan.sheets:
            parts, listing = unpacked(parts, plan.command.record)
        summary = frame(self._shown.show(plan.command, plain, parts), sources, notes)
        if plan.invocation.file:
            listing = listing or shown(summary)
            summary = await _with_file(summary, listing, plan.invocation.file, plain, min(part.at for part in parts))
        return Answered(summary, parts)

    async def _ask(self, plan: Plan, target: str) -> tuple[Part[Any] | None, Source | None]:
        tools = TargetTools(target, plan.deadline, self._upstreams, self._catalogue, self._vitals)
        command, invocation = plan.command, plan.invocation
        if not target:
            return Part("", await command.load(invocation, tools), self._clock()), None
        plain = line(Invocation(command.name, invocation.arguments, invocation.options))
        key = Key(f"{plain} --file" if plan.sheets else plain, target)

        async def load(deadline: Deadline) -> Any:
            if not plan.sheets:
                return await command.load(invocation, tools.until(deadline))
            whole = await plan.sheets.load(invocation, tools.until(deadline))
            return await asyncio.to_thread(packed, plan.sheets, Part(target, whole, self._clock()))

        ttl = self._patience.ttl.get(command.name, self._patience.ttl.get("default", 60.0))
        try:
            found = await self._cache.through(
                key, Sheet if plan.sheets else command.record, load,
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


def named(plan: Plan) -> Invocation:
    """Return the invocation with its targets spelt out, so that the buttons made from it mean the same anywhere.

    `@all` stays: it means the same anywhere, and thirty names would be too long for a menu's option (Slack: 150 characters).
    """
    asked = plan.invocation
    targets = (ALL,) if ALL in asked.targets else tuple(target for target in plan.targets if target)
    return Invocation(asked.command, asked.arguments, asked.options, targets, page=asked.page)


async def _with_file(summary: Summary, listing: Listing | None, form: FileForm, plain: Invocation, at: float) -> Summary:
    if listing is None or next(listing.rows(), None) is None:
        return msgspec.structs.replace(summary, notes=(*summary.notes, "no list to make a file of"))
    asked = line(msgspec.structs.replace(plain, page=1))
    made = await asyncio.to_thread(document, listing, form, asked, at)
    return msgspec.structs.replace(summary, documents=(*summary.documents, made))
