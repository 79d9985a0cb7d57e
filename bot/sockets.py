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
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any

import aiohttp
import msgspec
import structlog

from bot.errors import SlackAway, SlackRefused

Receive = Callable[["Envelope"], Awaitable[bytes | None]]
"""Takes an envelope; returns the payload of its ack as JSON, or None. What it raises is logged and costs that envelope."""
HAND_OVER = 3.0
"""Seconds that envelopes in hand are given at the end: Slack waits no longer for their acks."""

SLOWEST = 1.0
"""Seconds between attempts to connect, at most: Slack's return is noticed within two."""
STEADY = 5.0
"""Seconds after which a connection counts as having worked; one that ends sooner is not followed by the next at once."""
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


@dataclass(slots=True)
class _Seat:
    """One of the connections to hold: its number, who takes what it brings, and who owns its keepers.

    Attributes:
        wait: seconds that were waited before this attempt.
        began: when the attempt began, on the monotonic clock.
        replaced: whether another keeper has the seat now, as Slack asked us to come anew.
    """

    number: int
    receive: Receive
    keepers: asyncio.TaskGroup
    wait: float = 0.0
    began: float = 0.0
    replaced: bool = False

    def next_wait(self, *, failed: bool) -> float:
        """Return the seconds to wait before the next attempt: none after a connection that has lasted a while."""
        lasted = monotonic() - self.began >= STEADY
        if lasted and not failed:
            return 0.0
        return min(SLOWEST, max(0.05, 0.0 if lasted else self.wait * 2)) * random.uniform(0.7, 1.0)  # noqa: S311 (jitter)


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
        self._closing = asyncio.Event()
        self._envelopes: set[asyncio.Task[None]] = set()
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
                    keepers.create_task(self._keep(_Seat(number, receive, keepers)), name=f"socket-{number}")
        except* SlackRefused as group:
            raise group.exceptions[0] from None
        finally:
            await self._finish()

    async def stop_reading(self) -> None:
        """Take no more envelopes: close every connection politely and open no other."""
        self._closing.set()
        await asyncio.gather(*(ws.close() for ws in tuple(self._open)))

    async def _finish(self) -> None:
        """Let the envelopes in hand be handed over, a moment at most."""
        if self._envelopes:
            _, late = await asyncio.wait(self._envelopes, timeout=HAND_OVER)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _keep(self, seat: _Seat) -> None:
        await self._pause(seat.wait)
        while not self._closing.is_set():
            seat.began = monotonic()
            try:
                await self._hold(seat)
                seat.wait = seat.next_wait(failed=False)
            except (SlackAway, aiohttp.ClientError, msgspec.DecodeError, TimeoutError, OSError) as error:
                retry_after = error.retry_after if isinstance(error, SlackAway) else None
                seat.wait = max(seat.next_wait(failed=True), retry_after or 0.0)
                why = str(error) or type(error).__name__
                self._log.warning("socket not open", socket=seat.number, why=why, again_in=round(seat.wait, 2))
            if seat.replaced:
                return
            await self._pause(seat.wait)

    async def _pause(self, seconds: float) -> None:
        """Wait so long, or until no connection is wanted any more."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._closing.wait()

    async def _hold(self, seat: _Seat) -> None:
        """Hold one connection until it closes."""
        url = await self._ticket()
        async with self._session.ws_connect(
            url, heartbeat=self._heartbeat, max_msg_size=4 << 20, timeout=aiohttp.ClientWSTimeout(ws_close=2.0)
        ) as ws:
            hello = await ws.receive(timeout=10.0)
            if hello.type is not aiohttp.WSMsgType.TEXT or msgspec.json.decode(hello.data, type=Envelope).type != "hello":
                raise SlackAway("the connection closed before Slack's hello")
            if self._closing.is_set():
                return
            self._open.add(ws)
            self._changed.set()
            self._log.info("socket open", socket=seat.number, open=self.connected)
            try:
                await self._read(ws, seat)
            finally:
                self._open.discard(ws)
                self._log.info("socket closed", socket=seat.number, open=self.connected, code=ws.close_code)

    async def _read(self, ws: aiohttp.ClientWebSocketResponse, seat: _Seat) -> None:
        async for message in ws:
            if message.type is not aiohttp.WSMsgType.TEXT:
                continue
            envelope = msgspec.json.decode(message.data, type=Envelope)
            if envelope.type == "disconnect":
                if envelope.reason == "link_disabled":
                    raise SlackRefused("Socket Mode is switched off for this app: turn it on under Settings → Socket Mode.")
                self._replace(seat)
            elif envelope.envelope_id:
                await self._take(ws, seat, envelope)

    def _replace(self, seat: _Seat) -> None:
        """Let another keeper open a new connection while the old one is read to its end."""
        if not seat.replaced and not self._closing.is_set():
            seat.replaced = True
            again = _Seat(seat.number, seat.receive, seat.keepers, seat.next_wait(failed=False))
            seat.keepers.create_task(self._keep(again), name=f"socket-{seat.number}")

    async def _take(self, ws: aiohttp.ClientWebSocketResponse, seat: _Seat, envelope: Envelope) -> None:
        """Ack an envelope and hand it over, which happens even if the connection breaks under the ack: it was asked."""
        began = monotonic()
        try:
            if not envelope.waits:
                await ws.send_str(_ack({"envelope_id": envelope.envelope_id}))
                self._acked(monotonic() - began)
        finally:
            work = self._hand_over(ws, seat.receive, envelope)
            task = asyncio.create_task(work, name=f"envelope-{envelope.envelope_id}")
            self._envelopes.add(task)
            task.add_done_callback(self._handed_over)

    async def _hand_over(self, ws: aiohttp.ClientWebSocketResponse, receive: Receive, envelope: Envelope) -> None:
        payload = await receive(envelope)
        if envelope.waits:
            more: dict[str, object] = {"payload": msgspec.Raw(payload)} if payload else {}
            await ws.send_str(_ack({"envelope_id": envelope.envelope_id, **more}))

    def _handed_over(self, task: asyncio.Task[None]) -> None:
        self._envelopes.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self._log.error("envelope lost", task=task.get_name(), exc_info=error)


def _ack(ack: dict[str, object]) -> str:
    return msgspec.json.encode(ack).decode()
