"""Socket Mode: as many connections to Slack as configured, each replaced the moment it closes.

Why not the SDK's client: it looks at a dropped socket only every ten seconds, retries a refused handshake with the same
spent ticket for ever, and closes the old socket before the new one is open when Slack asks for a refresh. Here the reader
itself notices the close, every attempt has a new ticket, and a refresh opens the new connection first.
Source: https://docs.slack.dev/apis/events-api/using-socket-mode
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

import aiohttp
import msgspec
import structlog

from bot.errors import SlackAway, SlackRefused

Receive = Callable[["Envelope"], Awaitable[bytes | None]]
"""Takes an envelope; returns the payload of its ack as JSON, or None. It must not raise."""

SLOWEST = 1.0
"""Seconds between attempts to connect, at most: Slack's return is noticed within two."""
ANSWERS_IN_ACK = frozenset({"view_submission", "block_suggestion"})
"""The interactions whose ack carries the answer; everything else is acked before it is looked at."""


class Envelope(msgspec.Struct, frozen=True):
    """One delivery over a socket."""

    type: str
    envelope_id: str = ""
    payload: dict[str, Any] = {}
    retry_attempt: int | None = None
    retry_reason: str = ""
    reason: str = ""

    @property
    def waits(self) -> bool:
        """Whether its ack carries an answer."""
        return self.type == "interactive" and self.payload.get("type") in ANSWERS_IN_ACK


@dataclass(frozen=True, slots=True)
class _Reader:
    """One open connection: its number, who takes what it brings, and who owns the tasks that this costs."""

    ws: aiohttp.ClientWebSocketResponse
    number: int
    receive: Receive
    keepers: asyncio.TaskGroup


class Sockets:
    """Keeps `count` connections open for the life of `run`.

    Args:
        session: the shared HTTP session.
        ticket: returns a fresh `wss` URL (`apps.connections.open`); raises SlackAway or SlackRefused.
        acked: told how many seconds each delivery waited for its ack.
        count: how many connections to hold.
        heartbeat: seconds between our pings; a connection that does not pong within half of it is replaced.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        ticket: Callable[[], Awaitable[str]],
        acked: Callable[[float], None],
        *,
        count: int = 2,
        heartbeat: float = 6.0,
    ) -> None:
        self._session = session
        self._ticket = ticket
        self._acked = acked
        self._count = count
        self._heartbeat = heartbeat
        self._open: set[aiohttp.ClientWebSocketResponse] = set()
        self._changed = asyncio.Event()
        self._closing = False
        self._log = structlog.get_logger("sockets")

    @property
    def connected(self) -> int:
        """How many connections are open and greeted by Slack."""
        return len(self._open)

    async def wait_connected(self) -> None:
        """Wait until at least one connection is open."""
        while not self._open:
            self._changed.clear()
            await self._changed.wait()

    async def run(self, receive: Receive) -> None:
        """Hold the connections until cancelled or told to stop reading.

        Args:
            receive: is handed every envelope, once per delivery.

        Raises:
            SlackRefused: Slack will never let this app connect: a wrong token, a disabled app.
        """
        try:
            async with asyncio.TaskGroup() as keepers:
                for number in range(self._count):
                    keepers.create_task(self._keep(number, receive, keepers), name=f"socket-{number}")
        except* SlackRefused as group:
            raise group.exceptions[0] from None

    async def stop_reading(self) -> None:
        """Take no more envelopes: close every connection politely and open no other."""
        self._closing = True
        await asyncio.gather(*(ws.close() for ws in tuple(self._open)))

    async def _keep(self, number: int, receive: Receive, keepers: asyncio.TaskGroup) -> None:
        wait = 0.0
        while not self._closing:
            await asyncio.sleep(wait)
            try:
                replaced = await self._hold(number, receive, keepers)
            except (SlackAway, aiohttp.ClientError, msgspec.DecodeError, TimeoutError, OSError) as error:
                retry_after = error.retry_after if isinstance(error, SlackAway) else None
                longer = min(SLOWEST, max(0.05, wait * 2)) * random.uniform(0.7, 1.0)  # noqa: S311 (jitter)
                wait = max(longer, retry_after or 0.0)
                why = str(error) or type(error).__name__
                self._log.warning("socket not open", socket=number, why=why, again_in=round(wait, 2))
                continue
            if replaced:
                return
            wait = 0.0

    async def _hold(self, number: int, receive: Receive, keepers: asyncio.TaskGroup) -> bool:
        """Hold one connection until it closes; return whether another keeper has taken its place."""
        url = await self._ticket()
        async with self._session.ws_connect(
            url, heartbeat=self._heartbeat, max_msg_size=4 << 20, timeout=aiohttp.ClientWSTimeout(ws_close=2.0)
        ) as ws:
            hello = await ws.receive(timeout=10.0)
            if hello.type is not aiohttp.WSMsgType.TEXT or msgspec.json.decode(hello.data, type=Envelope).type != "hello":
                raise SlackAway("the connection closed before Slack's hello")
            self._open.add(ws)
            self._changed.set()
            self._log.info("socket open", socket=number, open=self.connected)
            try:
                return await self._read(_Reader(ws, number, receive, keepers))
            finally:
                self._open.discard(ws)
                self._log.info("socket closed", socket=number, open=self.connected, code=ws.close_code)

    async def _read(self, reader: _Reader) -> bool:
        replaced = False
        async for message in reader.ws:
            if message.type is not aiohttp.WSMsgType.TEXT:
                continue
            envelope = msgspec.json.decode(message.data, type=Envelope)
            if envelope.type == "disconnect":
                if envelope.reason == "link_disabled":
                    raise SlackRefused("Socket Mode is switched off for this app: turn it on under Settings → Socket Mode.")
                if not replaced and not self._closing:
                    replaced = True
                    again = self._keep(reader.number, reader.receive, reader.keepers)
                    reader.keepers.create_task(again, name=f"socket-{reader.number}")
            elif envelope.envelope_id:
                await self._take(reader, envelope)
        return replaced

    async def _take(self, reader: _Reader, envelope: Envelope) -> None:
        began = monotonic()
        if not envelope.waits:
            await reader.ws.send_str(_ack({"envelope_id": envelope.envelope_id}))
            self._acked(monotonic() - began)
        reader.keepers.create_task(self._hand_over(reader, envelope), name=f"envelope-{envelope.envelope_id}")

    async def _hand_over(self, reader: _Reader, envelope: Envelope) -> None:
        payload = await reader.receive(envelope)
        if envelope.waits and not reader.ws.closed:
            more: dict[str, object] = {"payload": msgspec.Raw(payload)} if payload else {}
            await reader.ws.send_str(_ack({"envelope_id": envelope.envelope_id, **more}))


def _ack(ack: dict[str, object]) -> str:
    return msgspec.json.encode(ack).decode()
