"""Looks up what may explain an alert: a command line for each piece, asked like any question, all at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence

import structlog

from bot.answers import Answered, Plan
from bot.ask import Ask, Place
from bot.config.shape import Evidence
from bot.errors import BotError
from connectors._deadline import Deadline
from connectors._errors import UpstreamError
from handlers._contract import UsageError
from processors._alerts import Piece
from processors._passages import Excerpt, Facts, Line, Passage, Table
from processors._summary import Summary
from processors._text import Span, bold

_PASSAGES = 2
"""Passages of an answer, below its first line, that are evidence; tables are for those who ask."""

CarryOut = Callable[[Ask, Deadline], Awaitable[Answered]]
"""Answers a question by the deadline. Raises what a command may."""


def carrying_out(plan: Callable[[Ask], Plan], carry_out: Callable[[Plan], Awaitable[Answered]]) -> CarryOut:
    """Return how to answer a question with a flow's `plan` and `carry_out`, so that cache and access are the same."""

    async def answered(ask: Ask, deadline: Deadline) -> Answered:
        planned = plan(ask)
        soon = planned.deadline.sooner(deadline.left())
        return await carry_out(Plan(planned.ask, planned.command, planned.invocation, planned.targets, soon))

    return answered


class EvidenceDesk:
    """Gathers evidence.

    Args:
        answered: answers a question.
        seconds: the longest that it may take.
    """

    def __init__(self, answered: CarryOut, seconds: float) -> None:
        self._answered, self._seconds = answered, seconds
        self._log = structlog.get_logger("alerts")

    async def gather(self, channel: str, lines: Sequence[tuple[Evidence, str]]) -> tuple[Piece, ...]:
        """Return a piece for each line, in their order; what failed says why. It raises nothing.

        Args:
            channel: where it will be shown, for the access rules.
            lines: what is looked up, and by which command line.
        """
        deadline = Deadline.after(self._seconds)
        return tuple(await asyncio.gather(*(self._piece(channel, kind, line, deadline) for kind, line in lines)))

    async def _piece(self, channel: str, kind: Evidence, line: str, deadline: Deadline) -> Piece:
        try:
            async with deadline.timeout():
                found = await self._answered(Ask("", line, "button", place=Place(channel)), deadline)
        except TimeoutError:
            return Piece(kind, trouble=f"no answer within {self._seconds:g} s")
        except UsageError as error:
            return Piece(kind, trouble=error.said)
        except UpstreamError as error:
            return Piece(kind, trouble=error.reason)
        except BotError as error:
            return Piece(kind, trouble=str(error))
        if not found.parts:
            return Piece(kind, trouble=_why(found.summary))
        return Piece(kind, tuple(_told(kind, found.summary)))


def _told(kind: Evidence, summary: Summary) -> Iterator[Passage]:
    """Yield the answer's first line, and those passages below it that say more in little room."""
    if kind != "chart":
        yield Line((bold(f"{kind.capitalize()}: "), *summary.title))
    more = [part for part in summary.body if not isinstance(part, Table | Facts)]
    if kind == "logs":
        yield from [part for part in more if isinstance(part, Excerpt)][:1]
    elif kind == "chart":
        yield from [part for part in more if not isinstance(part, Line | Excerpt)][:1]
    else:
        yield from [part for part in more if isinstance(part, Line)][: _PASSAGES - 1]


def _why(summary: Summary) -> str:
    return "".join(part.text for part in summary.title if isinstance(part, Span)).strip().rstrip(".") or "no answer"
