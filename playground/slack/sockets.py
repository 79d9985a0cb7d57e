"""Socket Mode's connections: tickets, hello, frames out, acks in, and every way in which a connection ends."""

from __future__ import annotations

import asyncio
import itertools
import secrets
from dataclasses import dataclass, field
from typing import Any

import msgspec
from aiohttp import WSMsgType, web

from playground.slack.clock import Clock, sleep
from playground.slack.feed import Feed

MOST = 10
"""Connections that an app may have open; https://docs.slack.dev/apis/events-api/using-socket-mode/"""
TICKET_SECONDS = 30.0
EXPECTED_SECONDS = 18_060
"""What hello says of how long the connection will last."""


@dataclass(eq=False, slots=True)
class Connection:
    """One open socket."""

    number: int
    ws: web.WebSocketResponse
    request: web.Request

    async def send(self, frame: dict[str, Any]) -> bool:
        """Send one frame; False if the socket has gone."""
        try:
            await self.ws.send_str(msgspec.json.encode(frame).decode())
        except ConnectionError:
            return False
        return True

    def cut(self) -> None:
        """End it as a broken line does: no close frame, nothing flushed."""
        if self.request.transport is not None:
            self.request.transport.abort()


@dataclass(eq=False, slots=True)
class Acks:
    """Who waits for the ack of which envelope."""

    waiting: dict[str, asyncio.Future[dict[str, Any]]] = field(default_factory=dict)

    def expect(self, envelope_id: str) -> asyncio.Future[dict[str, Any]]:
        """Return the future of the ack's payload ({} without one)."""
        future: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self.waiting[envelope_id] = future
        return future

    def came(self, frame: dict[str, Any]) -> None:
        """Take an ack; one that nobody waits for any more is dropped, as Slack drops it."""
        future = self.waiting.pop(str(frame.get("envelope_id")), None)
        if future is not None and not future.done():
            payload = frame.get("payload")
            future.set_result(payload if isinstance(payload, dict) else {})


class Sockets:
    """All connections of the app. Payloads go round them, one each.

    Args:
        clock: what tickets expire by.
        feed: told when a connection comes or goes.
        ping: seconds between our pings; a client that does not answer one is cut.
    """

    def __init__(self, clock: Clock, feed: Feed, app: str, ping: float = 30.0) -> None:
        self._clock = clock
        self._feed = feed
        self._app = app
        self._ping = ping
        self._tickets: dict[str, float] = {}
        self._numbers = itertools.count(1)
        self._turn = itertools.count()
        self.acks = Acks()
        self.open: list[Connection] = []

    def ticket(self) -> str:
        """Return a ticket that opens one socket, soon."""
        now = self._clock.now()
        self._tickets = {ticket: until for ticket, until in self._tickets.items() if until > now}
        ticket = secrets.token_hex(16)
        self._tickets[ticket] = now + TICKET_SECONDS
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one socket from handshake to end. A spent or unknown ticket is answered 408, as Slack does."""
        if self._tickets.pop(request.query.get("ticket", ""), 0.0) <= self._clock.now():
            return web.Response(status=408)
        ws = web.WebSocketResponse(heartbeat=self._ping, timeout=1.0)
        await ws.prepare(request)
        connection = Connection(next(self._numbers), ws, request)
        if len(self.open) >= MOST:
            await connection.send({"type": "disconnect", "reason": "too_many_websockets", "debug_info": self._debug()})
            await ws.close()
            return ws
        self.open.append(connection)
        try:
            await connection.send(self._hello())
            self._changed("opened", connection)
            async for message in ws:
                if message.type is WSMsgType.TEXT:
                    self._read(message.data)
        finally:
            self._gone(connection)
        return ws

    def _read(self, data: str) -> None:
        try:
            frame = msgspec.json.decode(data)
        except msgspec.DecodeError:
            return
        if isinstance(frame, dict):
            self.acks.came(frame)

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self.open),
            "debug_info": self._debug(),
            "connection_info": {"app_id": self._app},
        }

    def _debug(self) -> dict[str, Any]:
        return {"host": "applink-1", "build_number": 1, "approximate_connection_time": EXPECTED_SECONDS}

    async def send(self, frame: dict[str, Any]) -> bool:
        """Send a frame to one connection, the next in turn; False if there is none."""
        for _ in range(len(self.open)):
            if not self.open:
                break
            connection = self.open[next(self._turn) % len(self.open)]
            if await connection.send(frame):
                return True
            self._gone(connection)
        return False

    def cut(self, n: int | None = None) -> None:
        """Cut the `n` oldest connections (None: all)."""
        for connection in self.open[:n]:
            self._gone(connection)
            connection.cut()

    async def say_goodbye(self, connections: list[Connection], reason: str) -> None:
        """Send a `disconnect` frame to those that are still open."""
        for connection in connections:
            if connection in self.open:
                await connection.send({"type": "disconnect", "reason": reason, "debug_info": self._debug()})

    async def retire(self, connections: list[Connection], ahead: float) -> None:
        """Wait `ahead` seconds, then tell those that are still open to come anew, and close them with a close frame."""
        if ahead > 0:
            await sleep(self._clock, ahead)
        await self.say_goodbye(connections, "refresh_requested")
        for connection in [one for one in connections if one in self.open]:
            self._gone(connection)
            await connection.ws.close()

    def _gone(self, connection: Connection) -> None:
        if connection in self.open:
            self.open.remove(connection)
            self._changed("closed", connection)

    def _changed(self, what: str, connection: Connection) -> None:
        self._feed.publish("socket", lambda: {"what": what, "number": connection.number, "open": len(self.open)})
