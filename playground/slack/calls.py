"""The calls that were made to the Web API, refused ones included."""

from __future__ import annotations

from collections import Counter, deque
from time import perf_counter
from typing import Any, NamedTuple

import msgspec

from playground.slack.clock import Clock


class Arrival(NamedTuple):
    """When a call came: by Slack's clock, in seconds since 1970, and by the machine's counter."""

    at: float
    began: float

    @classmethod
    def now(cls, clock: Clock) -> Arrival:
        """Return the arrival of a call that comes just now."""
        return cls(clock.now(), perf_counter())


class Call(msgspec.Struct, frozen=True):
    """One call.

    Attributes:
        method: e.g. `chat.postMessage`; `response_url` for an answer to one.
        status: the HTTP status that was answered, 0 if the connection was cut instead.
        error: Slack's error, or "".
        at: when it came, in seconds since 1970.
        seconds: from then until its answer was known.
    """

    method: str
    raw_arguments: bytes
    status: int
    error: str
    at: float
    seconds: float

    @property
    def arguments(self) -> dict[str, Any]:
        """What was sent, without the token."""
        return msgspec.json.decode(self.raw_arguments)  # type: ignore[no-any-return]  # always an object, see CallLog.note


class CallLog:
    """The last calls, and counts of all of them."""

    def __init__(self, keep: int) -> None:
        self._calls: deque[Call] = deque(maxlen=keep)
        self.by_method: Counter[str] = Counter()
        self.by_error: Counter[str] = Counter()

    def note(self, method: str, arguments: dict[str, Any], status: int, error: str, came: Arrival) -> Call:
        """Write a call down. `arguments` must not hold the token."""
        call = Call(method, msgspec.json.encode(arguments), status, error, came.at, perf_counter() - came.began)
        self._calls.append(call)
        self.by_method[method] += 1
        if error:
            self.by_error[error] += 1
        return call

    def listing(self) -> list[Call]:
        """Return the calls that are kept, in order."""
        return list(self._calls)
