"""A door to a misbehaving server, and what became of asking through it."""

from __future__ import annotations

from contextlib import AsyncExitStack

import pytest
from misbehaving import Behaviour, Observed, Pauses, Server, serving

from connectors._contract import Settings
from connectors._deadline import Deadline
from connectors._errors import UpstreamError
from connectors._http import Http


class Asking:
    """A door to a server, with what it told and how long it paused."""

    def __init__(self, stack: AsyncExitStack) -> None:
        self._stack = stack
        self.observed = Observed()
        self.pauses = Pauses()

    async def door(self, url: str, settings: Settings | None = None) -> Http:
        """Return a door to this address."""
        door = Http("kubernetes", "prod", url, settings or Settings(timeout=5.0), self.observed, sleep=self.pauses)
        return await self._stack.enter_async_context(door)

    async def serve(self, **behaviours: Behaviour) -> tuple[Http, Server]:
        """Return a door to a server with these behaviours, and the server."""
        server = await self._stack.enter_async_context(serving(**behaviours))
        return await self.door(server.url), server

    async def failure(self, behaviour: Behaviour, seconds: float = 5.0) -> UpstreamError:
        """Return what asking a server that behaves so raises."""
        door, _ = await self.serve(ask=behaviour)
        with pytest.raises(UpstreamError) as caught:
            await door.get("ask", "/ask", {"token": "hidden"}, deadline=Deadline.after(seconds))
        assert caught.value.target == "prod"
        assert "hidden" not in caught.value.reason
        assert "http://" not in caught.value.reason
        return caught.value
