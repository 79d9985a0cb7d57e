"""The lines of a journal that are wanted, and how they are sent: in pieces, as they are made."""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime

from playground.kubernetes.journals import Journal, Line
from playground.kubernetes.logoptions import LogOptions

LOOK_EVERY = 0.2
"""Seconds between two looks for new lines, for a client that follows."""
PIECE = 32 * 1024


def chosen(journal: Journal, options: LogOptions, now: float) -> Iterator[Line]:
    """Yield the lines up to now that the options choose. No more than a page is held, or than the tail that is wanted."""
    if options.tail is None:
        yield from between(journal, options.since, now)
        return
    found, wanted = list[Sequence[Line]](), options.tail
    for number in reversed(journal.pages(now)):
        if wanted <= 0:
            break
        page: Sequence[Line] = [line for line in journal.page(number) if options.since <= line[0] < now][-wanted:]
        found.append(page)
        wanted -= len(page)
        if journal.start(number) < options.since:
            break
    for page in reversed(found):
        yield from page


def between(journal: Journal, after: float, until: float) -> Iterator[Line]:
    """Yield the lines from a moment on, up to another (excluded)."""
    pages = journal.pages(until)
    first = max(0, bisect_right(pages, after, key=journal.start) - 1)
    for number in pages[first:]:
        yield from (line for line in journal.page(number) if after <= line[0] < until)


async def write(lines: Iterable[Line], options: LogOptions) -> AsyncIterator[bytes]:
    """Yield the lines in pieces, no more bytes than the options allow."""
    left, held = options.limit, bytearray()
    for at, line in lines:
        held += (f"{_stamp(at)} {line}\n" if options.timestamps else f"{line}\n").encode()
        if left is not None and len(held) >= left:
            yield bytes(held[:left])
            return
        if len(held) >= PIECE:
            yield bytes(held)
            left = None if left is None else left - len(held)
            held.clear()
            await asyncio.sleep(0)
    if held:
        yield bytes(held)


async def follow(journal: Journal, options: LogOptions, clock: Callable[[], float]) -> AsyncIterator[bytes]:
    """Yield the lines that the options choose, then those that come, until the client goes away."""
    now = clock()
    lines: Iterable[Line] = chosen(journal, options, now)
    while True:
        async for piece in write(lines, options):
            yield piece
        await asyncio.sleep(LOOK_EVERY)
        before, now = now, clock()
        lines = between(journal, before, now)


def _stamp(at: float) -> str:
    whole = datetime.fromtimestamp(int(at), UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{whole}.{round(at % 1 * 1e9):09d}Z"
