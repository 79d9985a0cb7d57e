"""The panel: what the stand-ins have seen, what the bot says of itself, and what can be done to them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any
from urllib.parse import unquote_plus

import msgspec

from playground.bonnet.crowd import Crowd
from playground.bonnet.meter import Meter
from playground.bonnet.switches import Switch
from playground.kubernetes import DemoCluster, Exchange
from playground.slack import Envelope, Refused, Slack

NAME = "bonnet"
NEWEST = 100
"""Rows of each kind that are shown."""
LONGEST = 200
"""Characters of a request's path and query that are shown."""
LOOK_EVERY = 0.5
"""Seconds between two looks at whether something has changed, while a page is open."""


class Order(msgspec.Struct, frozen=True):
    """What the page asks for: a fault (`fault:<id>`) to be on or not, or a `crowd` of so many people who ask a line."""

    act: str
    on: bool = True
    n: int = 50
    line: str = ""


class Bonnet:
    """Shows envelopes, calls of Slack's Web API, requests to the demo clusters, cache and breakers; and takes orders.

    Args:
        slack: the stand-in.
        clusters: the demo clusters by their targets' names.
        meter: reads the bot's metrics.
        faults: what can be made to go wrong.
    """

    def __init__(self, slack: Slack, clusters: Mapping[str, DemoCluster], meter: Meter, faults: Iterable[Switch]) -> None:
        self._slack = slack
        self._clusters = clusters
        self._meter = meter
        self._faults = {fault.id: fault for fault in faults}
        self._crowd = Crowd(slack, lambda: sum(cluster.exchanges.begun for cluster in clusters.values()))

    def shown(self) -> dict[str, Any]:
        """Return it all, each list oldest first; `ack_ms` is None as long as there is no ack.

        What Slack tells the bot of the bot's own messages is left out: after a crowd there would be nothing else.
        """
        reading = self._meter.last
        return {
            "envelopes": [
                {"at": one.at, "type": one.kind, "what": one.what, "ack_ms": _acked(one), "failed": one.failed}
                for one in [one for one in self._slack.envelopes if one.user != self._slack.bot_user][-NEWEST:]
            ],
            "calls": [
                {"at": one.at, "method": one.method, "ms": _ms(one.seconds), "outcome": one.error or _said(one.status)}
                for one in self._slack.calls[-NEWEST:]
            ],
            "upstream": self._upstream(),
            "cache": {"asked": reading.asked, "joined": reading.joined, "cached": reading.cached},
            "breakers": [{"target": target, "state": state} for target, state in reading.breakers],
            "faults": [
                {"id": one.id, "label": one.label, "on": one.is_on(), "kind": one.kind} for one in self._faults.values()
            ],
            "crowd": self._crowd.shown(),
        }

    async def act(self, what: dict[str, Any]) -> None:
        """Take an order: `{"act": "fault:<id>", "on": bool}` or `{"act": "crowd", "n": 50, "line": "pods failed"}`.

        Raises:
            Refused: nothing of the kind is there.
            msgspec.ValidationError: it is no order.
        """
        order = msgspec.convert(what, Order)
        if order.act == "crowd":
            await self._crowd.ask(order.n, order.line)
        else:
            fault = self._faults.get(order.act.removeprefix("fault:"))
            if fault is None or not order.act.startswith("fault:"):
                raise Refused("unknown_act")
            await fault.put(order.on)
        self._slack.changed(NAME)

    async def run(self) -> None:
        """Tell the page of every change, until cancelled."""
        last: Sequence[object] = ()
        while True:
            await asyncio.sleep(LOOK_EVERY)
            if self._slack.watched and (now := await self._marks()) != last:
                last = now
                self._slack.changed(NAME)

    async def _marks(self) -> Sequence[object]:
        """Return something that differs whenever what is shown differs."""
        seen = (count for one in self._clusters.values() for count in (one.exchanges.begun, one.exchanges.ended))
        faults = (fault.is_on() for fault in self._faults.values())
        return (self._slack.steps, *seen, *faults, await self._meter.read())

    def _upstream(self) -> list[dict[str, Any]]:
        def rows(target: str, cluster: DemoCluster) -> Iterable[dict[str, Any]]:
            for one in cluster.exchanges.listing()[-NEWEST:]:
                seconds = cluster.world.now() - one.at if one.seconds is None else one.seconds
                outcome = one.outcome or "under way"
                yield {"at": one.at, "target": target, "what": _what(one), "ms": _ms(seconds), "outcome": outcome}

        found = (rows(target, cluster) for target, cluster in self._clusters.items())
        return sorted(chain.from_iterable(found), key=lambda row: float(row["at"]))[-NEWEST:]


def _what(exchange: Exchange) -> str:
    said = unquote_plus(f"{exchange.method} {exchange.path}")
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}…"


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def _acked(envelope: Envelope) -> float | None:
    return None if envelope.seconds is None else _ms(envelope.seconds)


def _said(status: int) -> str:
    return "ok" if status == 200 else str(status or "no answer")
