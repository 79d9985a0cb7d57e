"""An HTTP server on the loopback that does what servers should not, told for each path what to do."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from connectors._events import BreakerMoved, Event, RequestDone


class Request(NamedTuple):
    """What came in: the path, the query's single values, the headers by lower-case name."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]


class Wire(NamedTuple):
    """The connection that a request came over."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


Behaviour = Callable[[Request, Wire], Awaitable[None]]


class HangUp(Exception):
    """The behaviour wants the connection closed."""


def says(status: int, body: bytes | str = b"", **headers: str) -> Behaviour:
    """Answer properly; underscores in the names of headers stand for dashes."""
    content = body.encode() if isinstance(body, str) else body
    extra = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())

    async def behave(request: Request, wire: Wire) -> None:
        wire.writer.write(f"HTTP/1.1 {status} X\r\ncontent-length: {len(content)}\r\n{extra}\r\n".encode() + content)
        await wire.writer.drain()

    return behave


def writes(raw: bytes) -> Behaviour:
    """Write these bytes and hang up."""

    async def behave(request: Request, wire: Wire) -> None:
        wire.writer.write(raw)
        await wire.writer.drain()
        raise HangUp

    return behave


def half(body: bytes, promised: int, seen: asyncio.Event | None = None) -> Behaviour:
    """Promise so many bytes, send these, and hang up: at once, or when they have been `seen`."""

    async def behave(request: Request, wire: Wire) -> None:
        wire.writer.write(f"HTTP/1.1 200 OK\r\ncontent-length: {promised}\r\n\r\n".encode() + body)
        await wire.writer.drain()
        if seen:
            await seen.wait()
        raise HangUp

    return behave


def hangs(begun: bytes = b"", left: asyncio.Event | None = None) -> Behaviour:
    """Begin a body of a thousand bytes with these (none: not even headers), then wait until the other side goes."""

    async def behave(request: Request, wire: Wire) -> None:
        if begun:
            wire.writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n" + begun)
            await wire.writer.drain()
        try:
            await wire.reader.read()
        except ConnectionResetError:
            pass
        finally:
            if left:
                left.set()
        raise HangUp

    return behave


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """Do the first at the first request, and so on; the last for ever."""
    rest = list(behaviours)

    async def behave(request: Request, wire: Wire) -> None:
        await (rest.pop(0) if len(rest) > 1 else rest[0])(request, wire)

    return behave


@dataclass
class Server:
    """A running server. `behaviours` may be changed at any time; an unknown path is a 404."""

    behaviours: dict[str, Behaviour]
    port: int = 0
    scheme: str = "http"
    requests: list[Request] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"{self.scheme}://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                request = parsed(head.decode())
                self.requests.append(request)
                await self.behaviours.get(request.path, says(404, "no such path"))(request, Wire(reader, writer))
        except (asyncio.IncompleteReadError, ConnectionError, HangUp):
            pass
        finally:
            writer.close()


def parsed(head: str) -> Request:
    """Return the request of a head without its body."""
    first, *lines = head.strip().split("\r\n")
    url = urlsplit(first.split(" ")[1])
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Request(url.path, {name: values[0] for name, values in parse_qs(url.query).items()}, headers)


@asynccontextmanager
async def serving(tls: ssl.SSLContext | None = None, **behaviours: Behaviour) -> AsyncIterator[Server]:
    """Serve each behaviour at the path of its name, e.g. `ask=says(200)` at `/ask`."""
    server = Server({f"/{name}": behaviour for name, behaviour in behaviours.items()}, scheme="https" if tls else "http")
    connections: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        connections.add(task)
        try:
            await server.serve(reader, writer)
        finally:
            connections.discard(task)

    listener = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=tls)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
        for task in list(connections):
            task.cancel()
        await asyncio.gather(*connections, return_exceptions=True)
        await listener.wait_closed()


@dataclass
class Observed:
    """An observer that keeps what it is told."""

    events: list[Event] = field(default_factory=list)

    def __call__(self, event: Event) -> None:
        self.events.append(event)

    @property
    def outcomes(self) -> list[str]:
        """How each request ended."""
        return [event.outcome for event in self.events if isinstance(event, RequestDone)]

    @property
    def moves(self) -> list[str]:
        """The breaker's states, in order."""
        return [event.state for event in self.events if isinstance(event, BreakerMoved)]


class Pauses:
    """A `sleep` that does not: it notes how long it should have been, and lets others run."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await asyncio.sleep(0)


class Hands:
    """A clock that stands still until it is set on."""

    def __init__(self, at: float = 1000.0) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at

    def forward(self, seconds: float) -> None:
        """Let so many seconds pass."""
        self.at += seconds


async def until(true: Callable[[], bool]) -> None:
    """Wait for a condition, for at most five seconds."""
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110 - what is waited for sets no event
            await asyncio.sleep(0)
