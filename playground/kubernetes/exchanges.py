"""What was asked of the server and how it was answered, from the moment at which a request comes in."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable

import msgspec
from aiohttp import web

KEPT = 1_000
GONE = "given up"
"""The outcome of a request whose caller did not wait for the answer."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Exchange(msgspec.Struct, frozen=True):
    """One request.

    Attributes:
        method, path: as it was asked, the query included.
        agent: who asked, by the `User-Agent` header.
        at: when it came, in seconds since 1970.
        seconds: from then until it was answered; None while it is under way.
        outcome: the HTTP status, or `given up`; "" while it is under way.
    """

    method: str
    path: str
    agent: str
    at: float
    seconds: float | None = None
    outcome: str = ""


class Exchanges:
    """The last requests, in the order in which they came, and the count of all.

    Args:
        now: the clock, in seconds since 1970.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._kept: OrderedDict[int, Exchange] = OrderedDict()
        self.begun = 0
        self.ended = 0

    def listing(self) -> list[Exchange]:
        """Return the requests that are kept, in order."""
        return list(self._kept.values())

    def noting(self, handler: Handler) -> Handler:
        """Return a handler that does the same and writes down each request, from its arrival to its end."""

        async def handle(request: web.Request) -> web.StreamResponse:
            number, start, outcome = self._begin(request), time.perf_counter(), GONE
            try:
                response = await handler(request)
                outcome = str(response.status)
                return response
            finally:
                self._end(number, time.perf_counter() - start, outcome)

        return handle

    def _begin(self, request: web.Request) -> int:
        self.begun += 1
        agent = request.headers.get("User-Agent", "")
        self._kept[self.begun] = Exchange(request.method, request.path_qs, agent, self._now())
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return self.begun

    def _end(self, number: int, seconds: float, outcome: str) -> None:
        self.ended += 1
        begun = self._kept.get(number)
        if begun is not None:
            self._kept[number] = msgspec.structs.replace(begun, seconds=seconds, outcome=outcome)
