"""The cells-only Tables of pods, rendered once a second at most: as cheap as a big cluster needs them to be.

A row is kept as the bytes between its ages; what changes is filled in. Ages are whole seconds, as are creation times, so
what was rendered within the same second of the clock is exact.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from functools import lru_cache

import msgspec

from playground.kubernetes.durations import human_duration
from playground.kubernetes.encoding import encode
from playground.kubernetes.items import PodItem
from playground.kubernetes.printers import PodRow
from playground.kubernetes.workloads import Sketch
from playground.kubernetes.world import World

AT_ONCE = 1000
"""Rows that are rendered before others get their turn on the event loop."""
AT_ONCE_NEW = 100
FORGOTTEN_FROM = 1000
"""Rows kept beyond twice those of the pods there are, before those of pods that are gone are forgotten."""
MARK = "\x00"
MARKED = b"\\u0000"


class _Kept(msgspec.Struct, frozen=True, gc=False):
    """A rendered row: the bytes around its ages, good until a moment.

    Attributes:
        pod: what it was rendered from; another sketch of the same pod needs another row.
        restarted: seconds since 1970 for the age within the Restarts cell; -1 where there is none.
    """

    pod: Sketch
    until: float
    head: bytes
    restarted: int
    middle: bytes
    created: int
    tail: bytes


@lru_cache(maxsize=100_000)
def _age(seconds: int) -> bytes:
    return encode(human_duration(seconds))[1:-1]


class PodRows:
    """Renders the rows of the world's pods."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._as_number = world.restarts_as_number
        self._kept: dict[int, _Kept] = {}
        self._rendered: dict[str, tuple[tuple[int, int], list[bytes]]] = {}

    def _keep(self, pod: Sketch, now: float) -> _Kept:
        printed = PodItem(pod, self._world, now).printed()
        ago = not self._as_number and bool(printed.restarts) and printed.restarted is not None
        restarts = (
            f"{printed.restarts} ({MARK} ago)" if ago else printed.restarts if self._as_number else str(printed.restarts)
        )
        cells = [printed.name, printed.ready, printed.reason, restarts, MARK, *printed.wide]
        parts = encode(row_object(cells, printed)).split(MARKED)
        kept = _Kept(
            pod=pod,
            until=pod.changes_at(now),
            head=parts[0],
            restarted=printed.restarted if ago and printed.restarted is not None else -1,
            middle=parts[1] if ago else b"",
            created=printed.created,
            tail=parts[-1],
        )
        self._kept[pod.index] = kept
        if len(self._kept) > FORGOTTEN_FROM + 2 * len(self._world.pods):
            there = {other.index for other in self._world.pods}
            self._kept = {index: one for index, one in self._kept.items() if index in there}
        return kept

    def row(self, pod: Sketch, now: float) -> bytes:
        """Return the row of a pod."""
        kept = self._kept.get(pod.index)
        if kept is None or now >= kept.until or kept.pod is not pod:
            kept = self._keep(pod, now)
        age = _age(int(now - kept.created))
        if kept.restarted < 0:
            return kept.head + age + kept.tail
        return kept.head + _age(int(now - kept.restarted)) + kept.middle + age + kept.tail

    async def namespace(self, namespace: str, now: float) -> AsyncIterator[bytes]:
        """Yield the rows of a namespace ("": of all), with commas between them, in large pieces."""
        moment, (rendered, pieces) = (int(now), self._world.edition), self._rendered.get(namespace, ((-1, 0), []))
        if rendered != moment:
            pieces = [piece async for piece in self._render(namespace, now)]
            self._rendered[namespace] = (moment, pieces)
        for piece in pieces:
            yield piece

    async def _render(self, namespace: str, now: float) -> AsyncIterator[bytes]:
        (at, last), pods = self._world.span(namespace), self._world.pods
        begin = b""
        while at < last:
            step = AT_ONCE if pods[at].index in self._kept else AT_ONCE_NEW
            yield begin + b",".join([self.row(pod, now) for pod in pods[at : min(last, at + step)]])
            at, begin = at + step, b","
            await asyncio.sleep(0)

    async def warm(self, now: float) -> None:
        """Render every row once, so that the first to ask does not wait for it."""
        async for _ in self._render("", now):
            pass


def row_object(cells: Sequence[object], printed: PodRow) -> dict[str, object]:
    """Return a cells-only row with the fields in the API's order."""
    return {"cells": cells, **({"conditions": printed.conditions} if printed.conditions else {}), "object": None}
