"""The calls that were made to the Web API, refused ones included."""

from __future__ import annotations

from collections import Counter, deque
from typing import Any

import msgspec


class Call(msgspec.Struct, frozen=True):
    """One call.

    Attributes:
        method: e.g. `chat.postMessage`; `response_url` for an answer to one.
        status: the HTTP status that was answered, 0 if the connection was cut instead.
        error: Slack's error, or "".
        at: when it came, in seconds since 1970.
    """

    method: str
    raw_arguments: bytes
    status: int
    error: str
    at: float

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

    def note(self, method: str, arguments: dict[str, Any], status: int, error: str, at: float) -> Call:
        """Write a call down. `arguments` must not hold the token."""
        call = Call(method, msgspec.json.encode(arguments), status, error, at)
        self._calls.append(call)
        self.by_method[method] += 1
        if error:
            self.by_error[error] += 1
        return call

    def listing(self) -> list[Call]:
        """Return the calls that are kept, in order."""
        return list(self._calls)
