"""The one HTTP door through which every connector asks its target. (Being built: the signature stands.)"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
import ssl

from connectors._contract import Settings
from connectors._deadline import Deadline
from connectors._events import Observer

Authorize = Callable[[Deadline], Awaitable[Mapping[str, str]]]
"""Returns the headers that say who we are; called before every attempt, so that rotated tokens are used."""


class Http:
    """Asks one target: pooled connections, deadline, retries with jitter, breaker, bulkhead, events."""

    def __init__(
        self, connector: str, target: str, url: str, settings: Settings, observe: Observer,
        *, authorize: Authorize | None = None, tls: ssl.SSLContext | None = None,
    ) -> None: ...

    async def __aenter__(self) -> Http: ...
    async def __aexit__(self, *exc: object) -> None: ...

    async def get(self, what: str, path: str, params: Mapping[str, str] | None = None, *, deadline: Deadline,
                  accept: str = "application/json", limit: int = 8 << 20) -> bytes:
        """Return the whole body, at most `limit` bytes. GET, so retried while the deadline allows."""
        ...

    def stream(self, what: str, path: str, params: Mapping[str, str] | None = None, *, deadline: Deadline,
               accept: str = "application/json") -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """Yield the body in chunks as they come; retried only until the first chunk."""
        ...

    @property
    def breaker(self) -> str:
        """`closed`, `open` or `half-open`."""
        ...
