"""The HTTP server on loopback: it can go away altogether and come back on the same port."""

from __future__ import annotations

from aiohttp import web

HOST = "127.0.0.1"
LARGEST_BODY = 32 << 20


class Server:
    """Serves an aiohttp application on 127.0.0.1.

    Args:
        app: what is served.
        port: 0 for any free one; after `start`, the one that was taken.
    """

    def __init__(self, app: web.Application, port: int) -> None:
        self.port = port
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        self._site: web.TCPSite | None = None

    async def start(self) -> None:
        """Listen."""
        await self._runner.setup()
        await self.up()

    async def up(self) -> None:
        """Listen again, on the same port."""
        if self._site is None:
            self._site = web.TCPSite(self._runner, HOST, self.port, backlog=1_024)
            await self._site.start()
            self.port = self._site.port

    async def down(self) -> None:
        """Refuse connections from now on, and cut those that there are."""
        site, self._site = self._site, None
        if site is not None:
            await site.stop()
        server = self._runner.server
        for connection in server.connections if server is not None else ():
            if connection.transport is not None:
                connection.transport.abort()

    async def stop(self) -> None:
        """End."""
        await self.down()
        await self._runner.cleanup()
