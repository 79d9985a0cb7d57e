"""Loki: the last lines that a log query finds. https://grafana.com/docs/loki/latest/reference/loki-http-api/"""

from __future__ import annotations

import asyncio
import heapq
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import msgspec

from connectors._access import Access, AccessSettings
from connectors._contract import Connector, Finding
from connectors._deadline import Deadline
from connectors._errors import Broken, Invalid
from connectors._events import Observer
from connectors._http import Http
from connectors._json_array import ArrayReader
from connectors._looking import look
from connectors._prom import wire
from connectors._prom.results import labels
from connectors._reading import read
from connectors._redaction import HIDDEN, Pattern, Shapes

__all__ = ["CONNECTOR", "LogLine", "LogLines", "Loki", "LokiSettings", "open_loki"]

LONG = 1000
"""Characters of a query that are sent in a URL; a longer one is sent as a form."""
_LINE = 2000


class LogLine(msgspec.Struct, frozen=True, order=True):
    """One line: when (nanoseconds since 1970), what (at most 2,000 characters), and its stream's labels."""

    at: int
    text: str
    labels: tuple[tuple[str, str], ...] = ()


class LogLines(msgspec.Struct, frozen=True, kw_only=True):
    """The newest lines that a query finds, oldest first.

    Attributes:
        lines: at most as many as were asked for.
        streams: how many streams they are of.
        limited: whether there may be more, as the server gives no more than it is asked for.
        warnings: the server's remarks.
    """

    lines: tuple[LogLine, ...] = ()
    streams: int = 0
    limited: bool = False
    warnings: tuple[str, ...] = ()


class LokiSettings(AccessSettings, frozen=True, kw_only=True):
    """One Loki's settings; its `tenant` says whose logs are read.

    Attributes:
        redact: what else is a secret in logs, besides what looks like one anywhere; see `connectors._redaction.Pattern`.
    """

    redact: tuple[Pattern, ...] = ()


class Loki:
    """One Loki.

    Args:
        http: the door to it.
        target: its name in the configuration.
        secrets: knows what secrets look like.
        now: returns seconds since 1970.
    """

    def __init__(self, http: Http, target: str, secrets: Shapes, now: Callable[[], float] = time.time) -> None:
        self._http, self._target, self._secrets, self._now = http, target, secrets, now

    @property
    def target(self) -> str:
        """The target's name in the configuration."""
        return self._target

    @property
    def breaker(self) -> str:
        """`closed`, `open` or `half-open`."""
        return self._http.breaker

    async def ping(self, deadline: Deadline) -> str:
        """Return e.g. `Loki 2.9.4`. Raises UpstreamError: it did not answer, or refused."""
        body = await self._http.get("version", "/loki/api/v1/status/buildinfo", deadline=deadline)
        try:
            return f"Loki {wire.BUILD.decode(body).version}".rstrip()
        except msgspec.DecodeError as error:
            raise Broken(self._target, "what it answers is not what this API answers: is its URL right?") from error

    async def check(self, deadline: Deadline) -> Sequence[Finding]:
        """Look closely, for `srehub check`: does it answer, and may we read logs? Raises nothing."""

        async def labels() -> None:
            await self._http.get("labels", "/loki/api/v1/labels", deadline=deadline)

        return await look(lambda: self.ping(deadline), {"read": labels})

    async def lines(self, query: str, seconds: float, most: int, *, deadline: Deadline) -> LogLines:
        """Return the newest lines of the last so many seconds that a LogQL query finds, without secrets.

        Args:
            query: e.g. `{app="checkout"} |= "error"`.
            seconds: how far to look back.
            most: how many lines at the most.
            deadline: by when.

        Raises:
            Invalid: it is no log query.
            UpstreamError: see `connectors._errors`.
        """
        now = self._now()
        params = {
            "query": query, "limit": str(most), "direction": "backward",
            "start": str(int((now - seconds) * 1e9)), "end": str(int(now * 1e9)),
        }  # fmt: skip
        gathered = _Gathered(most)
        reader = ArrayReader(("result",), wire.LOGGED, within="data")
        door = self._http.stream(
            "query_range", "/loki/api/v1/query_range", params, deadline=deadline, form=len(query) > LONG
        )
        async with door as chunks:
            await read(self._target, chunks, reader, gathered.take)
        if gathered.kind != "streams":
            raise Invalid(
                self._target, 'this query counts lines; one that finds some is wanted, such as {app="web"} |= "error"'
            )
        found = gathered.lines()
        return msgspec.structs.replace(found, lines=await asyncio.to_thread(_hushed, found.lines, self._secrets))


def _hushed(lines: Sequence[LogLine], secrets: Shapes) -> tuple[LogLine, ...]:
    """Return the lines without secrets. They are looked through as one text, as a key may stand in many of them."""
    texts = [line.text.replace("\n", " ") for line in lines]
    left = set(secrets.text("\n".join(texts)).split("\n"))
    hidden = (text if text in left else secrets.text(text) for text in texts)
    return tuple(
        msgspec.structs.replace(line, text=text if text in left else HIDDEN)
        for line, text in zip(lines, hidden, strict=True)
    )


class _Gathered:
    """The newest lines that have come so far."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._newest: list[LogLine] = []
        self._found = self._streams = 0
        self._warnings: list[str] = []
        self.kind = ""

    def take(self, part: wire.Logged) -> None:
        """Take the next part."""
        self.kind = part.data.result_type or self.kind
        self._warnings += part.warnings or ()
        for stream in part.data.result:
            if isinstance(stream, wire.Stream):
                self._streams += 1
                self._stream(stream)

    def _stream(self, stream: wire.Stream) -> None:
        shown = labels(stream.stream)
        for value in stream.values:
            self._found += 1
            at, text = value[:2]
            line = LogLine(int(str(at)), str(text)[:_LINE], shown)
            if len(self._newest) < self._most:
                heapq.heappush(self._newest, line)
            else:
                heapq.heappushpop(self._newest, line)

    def lines(self) -> LogLines:
        """Return the lines, oldest first."""
        return LogLines(
            lines=tuple(sorted(self._newest)), streams=self._streams, limited=self._found >= self._most,
            warnings=tuple(self._warnings),
        )  # fmt: skip


@asynccontextmanager
async def open_loki(
    target: str, settings: LokiSettings, observe: Observer, now: Callable[[], float] = time.time
) -> AsyncIterator[Loki]:
    """Open one Loki. No request is made and no file is read before the first question."""
    access = Access(target, settings)
    refresh = access.refresh if settings.token_file else None
    async with Http(
        "loki", target, access.at(settings.url), settings, observe, authorize=access.authorize, refresh=refresh
    ) as http:
        yield Loki(http, target, Shapes(settings.redact), now)


CONNECTOR = Connector("loki", LokiSettings, Loki, open_loki)
