"""What every connector is: a name, its settings, and how to open it for one target."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Protocol

import msgspec

from connectors._deadline import Deadline
from connectors._events import Observer


class Secret:
    """A value that must not be seen: it prints as `***` and has no string conversion that shows it.

    It wraps the string and is none, as a subclass of `str` would print itself through `json.dumps`.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the value itself, to be handed to the one place that needs it."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The keys of one target in the configuration. Every connector subclasses it; an unknown key is refused.

    Attributes:
        timeout: the longest that one request to this target may take, in seconds.
        concurrency: how many requests may be under way to this target at once (the bulkhead).
    """

    timeout: float = 10.0
    concurrency: int = 16

    @property
    def absent(self) -> bool:
        """Whether the configuration says that there is no such target, so that it is left out (an empty address, say)."""
        return False


class Finding(msgspec.Struct, frozen=True):
    """One thing that `srehub check` looked at: what it was, whether it is well, and what to do if not (plain text)."""

    what: str
    well: bool
    said: str = ""


class Upstream(Protocol):
    """One opened target of a connector, e.g. the Kubernetes cluster `prod`."""

    @property
    def target(self) -> str:
        """The target's name in the configuration."""
        ...

    @property
    def breaker(self) -> str:
        """The state of its circuit breaker: `closed`, `open` or `half-open`."""
        ...

    async def check(self, deadline: Deadline) -> Sequence[Finding]:
        """Look closely, for `srehub check`: does it answer, and may we read what the commands need?

        Returns:
            one finding for each thing looked at. It raises nothing: what fails is a finding.
        """
        ...

    async def ping(self, deadline: Deadline) -> str:
        """Ask for the cheapest thing that proves the target answers and accepts our credentials.

        Returns:
            one short plain-text phrase about what answered, e.g. `Kubernetes v1.20.2`.

        Raises:
            UpstreamError: it did not answer, or refused.
        """
        ...


@dataclass(frozen=True, slots=True)
class Connector:
    """One kind of upstream.

    Attributes:
        name: its key under `connectors:` in the configuration, e.g. `kubernetes`.
        settings: the type of one target's settings.
        upstream: the type of what `open` yields; commands ask for it by this type.
        open: opens one target for the life of the context: its name, its settings, who is told of requests, and what time
            it is (seconds since 1970). It does no request: a dead upstream never stops the start.
    """

    name: str
    settings: type[Settings]
    upstream: type[Any]
    open: Callable[[str, Any, Observer, Callable[[], float]], AbstractAsyncContextManager[Any]]
