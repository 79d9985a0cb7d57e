"""The stream of everything that changes, as server-sent events."""

from __future__ import annotations

import asyncio

import msgspec
from aiohttp import web

from playground.slack.feed import Change, Feed

QUIET_SECONDS = 15.0


async def serve(feed: Feed, request: web.Request) -> web.StreamResponse:
    """Send every change, until the reader goes."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await response.prepare(request)
    with feed.read() as changes:
        await response.write(b": here\n\n")
        change: Change = {}
        while change.get("kind") != "end":
            change = await _next(changes)
            line = b"data: " + msgspec.json.encode(change) if change else b": still here"
            try:
                await response.write(line + b"\n\n")
            except ConnectionError:
                break
    return response


async def _next(changes: asyncio.Queue[Change]) -> Change:
    """Return the next change, or {} when there was none for a while, so that a reader who has gone is noticed."""
    try:
        async with asyncio.timeout(QUIET_SECONDS):
            return await changes.get()
    except TimeoutError:
        return {}
