"""Slack gone for the app, while the page for people goes on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

FOR_THE_APP = ("/api/", "/link/", "/commands/", "/actions/", "/upload/", "/files-pri/", "/services/")
"""Where apps call; everything else serves the page."""


class Outage:
    """While it is `on`, every connection of an app is cut before anything is done."""

    def __init__(self) -> None:
        self.on = False

    @web.middleware
    async def stand_between(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Serve the request, unless it is an app's and Slack is gone."""
        if not (self.on and request.path.startswith(FOR_THE_APP)):
            return await handler(request)
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
