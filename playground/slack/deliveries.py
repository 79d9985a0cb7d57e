"""Carries envelopes to the app: waits for acks, and delivers events again that were not acked."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Coroutine, Sequence
from typing import Any

import msgspec

from playground.slack.clock import Clock, sleep
from playground.slack.envelopes import EnvelopeLog
from playground.slack.sockets import Sockets

ACK_SECONDS = 3.0


class Delivery(msgspec.Struct, frozen=True):
    """What became of one envelope.

    Attributes:
        envelope_id: its id; "" if there was none to send.
        acked: whether its ack came in time.
        seconds: from sending to the ack.
        payload: what the ack carried, {} if nothing.
        failed: what the person sees: `operation_timeout` (no ack within 3 s), `dispatch_failed` (no socket open), or "".
            Nothing was sent for `not_in_channel` (the bot is no member) and `not_subscribed` (see `Slack.subscriptions`).
    """

    envelope_id: str
    acked: bool
    seconds: float
    payload: dict[str, Any]
    failed: str = ""


class Deliveries:
    """Sends envelopes, and owns the tasks of those that nobody waits for.

    Args:
        clock: what the 3 seconds and the waits before a retry are counted by.
        sockets: where the envelopes go.
        log: what was sent, and what became of it.
        retries: seconds before each further attempt to deliver an event that was not acked.
    """

    def __init__(self, clock: Clock, sockets: Sockets, log: EnvelopeLog, retries: Sequence[float]) -> None:
        self._clock = clock
        self._sockets = sockets
        self._log = log
        self._retries = tuple(retries)
        self._tasks: set[asyncio.Task[None]] = set()
        self.acked = 0
        self.failed = 0

    async def send(self, kind: str, payload: dict[str, Any], *, accepts: bool = False, copies: int = 1) -> Delivery:
        """Send a slash command or an interaction: once, for it is never tried again.

        Args:
            kind: `slash_commands` or `interactive`.
            payload: what it carries.
            accepts: whether an ack may carry a payload.
            copies: how often the very same envelope is sent, to one connection after the other.
        """
        return await self._attempt(self._envelope(kind, payload, accepts=accepts), copies)

    async def event(self, payload: dict[str, Any], *, copies: int = 1, redeliver: bool = False) -> Delivery:
        """Send an event, and again later if it is not acked: in the background, after the first attempt has been decided.

        Args:
            payload: the `event_callback`.
            copies: how often the very same envelope is sent, to one connection after the other.
            redeliver: send it once more though it was acked, as Slack does when the ack is lost on its way.
        """
        delivery = await self._attempt(
            {**self._envelope("events_api", payload), "retry_attempt": 0, "retry_reason": ""}, copies
        )
        if redeliver and delivery.acked:
            await self._again(payload, 1)
        elif not delivery.acked:
            self.spawn(self._retry(payload))
        return delivery

    def event_soon(self, payload: dict[str, Any]) -> None:
        """Send an event that nobody waits for."""

        async def run() -> None:
            await self.event(payload)

        self.spawn(run())

    async def _retry(self, payload: dict[str, Any]) -> None:
        for attempt, seconds in enumerate(self._retries, start=1):
            if seconds > 0:
                await sleep(self._clock, seconds)
            if (await self._again(payload, attempt)).acked:
                return

    async def _again(self, payload: dict[str, Any], attempt: int) -> Delivery:
        envelope = self._envelope("events_api", payload)
        return await self._attempt({**envelope, "retry_attempt": attempt, "retry_reason": "timeout"}, 1)

    def _envelope(self, kind: str, payload: dict[str, Any], *, accepts: bool = False) -> dict[str, Any]:
        return {"type": kind, "envelope_id": str(uuid.uuid4()), "payload": payload, "accepts_response_payload": accepts}

    async def _attempt(self, envelope: dict[str, Any], copies: int) -> Delivery:
        self._log.sent(envelope, self._clock.now())
        delivery = await self._deliver(envelope, copies)
        self._log.ended(delivery.envelope_id, delivery.seconds, delivery.failed)
        return delivery

    async def _deliver(self, envelope: dict[str, Any], copies: int) -> Delivery:
        envelope_id = envelope["envelope_id"]
        ack = self._sockets.acks.expect(envelope_id)
        began = time.perf_counter()
        timer = self._clock.call_later(ACK_SECONDS, ack.cancel)
        try:
            sent = [await self._sockets.send(envelope) for _ in range(copies)]
            if not any(sent):
                self.failed += 1
                return Delivery(envelope_id, acked=False, seconds=0.0, payload={}, failed="dispatch_failed")
            await asyncio.wait((ack,))
        finally:
            timer.cancel()
            self._sockets.acks.waiting.pop(envelope_id, None)
        seconds = time.perf_counter() - began
        if ack.cancelled():
            self.failed += 1
            return Delivery(envelope_id, acked=False, seconds=seconds, payload={}, failed="operation_timeout")
        self.acked += 1
        return Delivery(envelope_id, acked=True, seconds=seconds, payload=ack.result())

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run `work` as a task that ends with this object."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Call off what is still under way."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
