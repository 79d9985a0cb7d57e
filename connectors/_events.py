"""What a connector tells of its requests, for metrics, logs and traces to count. Frozen, and free of secrets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec


class RequestDone(msgspec.Struct, frozen=True):
    """One HTTP request to an upstream has ended, well or badly.

    Attributes:
        connector: e.g. `kubernetes`.
        target: e.g. `prod`.
        what: what was asked, as a name of few values fit for a metric's label, e.g. `pods table`.
        outcome: `ok`, or the name of the error's class.
        seconds: how long it took.
        bytes: how many bytes of body were read.
        attempt: 1 for the first try.
    """

    connector: str
    target: str
    what: str
    outcome: str
    seconds: float
    bytes: int
    attempt: int


class BreakerMoved(msgspec.Struct, frozen=True):
    """A target's circuit breaker has changed its state."""

    connector: str
    target: str
    state: Literal["closed", "open", "half-open"]


Event = RequestDone | BreakerMoved
Observer = Callable[[Event], None]


def unobserved(event: Event) -> None:
    """Take an event and do nothing: the observer of those who watch nobody."""
