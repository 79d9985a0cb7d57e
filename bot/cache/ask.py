"""One question to the cache, and how a call for it can end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Literal

from bot.cache.entry import Held
from bot.cache.key import Key
from connectors._deadline import Deadline
from connectors._errors import UpstreamError

SKEW_SECONDS = 5.0
"""How far another replica's clock may run ahead of ours."""

Load = Callable[[Deadline], Awaitable[Any]]
Origin = Literal["asked", "joined", "cache", "kept"]


@dataclass(frozen=True, slots=True)
class Ask:
    """One question.

    Attributes:
        key: names the answer.
        record: the type of its records.
        load: asks the upstream.
        ttl: seconds for which an answer is fresh.
        keep: seconds for which it is kept for when the target fails.
        fresh: take no answer that was there before the question.
        asked: when the question was put, in epoch seconds.
        deadline: until when its asker waits.
    """

    key: Key
    record: Any
    load: Load
    ttl: float
    keep: float
    fresh: bool
    asked: float
    deadline: Deadline
    text: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", self.key.text)

    def suits(self, held: Held | None, now: float) -> bool:
        """Whether this answer will do.

        An answer whose call ended after the question was put always does, also for who wants a fresh one: it was in flight
        then, so it is older than the question by one call's duration at most, the answer says its age, and a change made
        through the bot drops the calls in flight. Otherwise two hundred people pressing Refresh would queue up call after
        call.
        """
        if held is None or held.record is not self.record or held.at > now + SKEW_SECONDS:
            return False
        return held.at > self.asked or (not self.fresh and now - held.at < self.ttl)


@dataclass(frozen=True, slots=True)
class Landed:
    """A call ended well; `origin` is that of the one who started the flight."""

    held: Held
    origin: Origin


@dataclass(frozen=True, slots=True)
class Failed:
    """A call failed; the traceback is the one of the failure itself, as every asker raises the error anew."""

    error: UpstreamError
    traceback: TracebackType | None = None


Outcome = Landed | Failed
