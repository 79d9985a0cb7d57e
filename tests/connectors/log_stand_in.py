"""A Kubernetes API server with one pod, whose log is whatever a test wants: endless, cut off, refused."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

from aiohttp import web

POD = {
    "metadata": {"name": "web-0", "namespace": "shop"},
    "spec": {"nodeName": "node-1", "containers": [{"name": "app"}]},
    "status": {"phase": "Running", "containerStatuses": [{"name": "app", "ready": True, "state": {"running": {}}}]},
}
Lines = Callable[[Mapping[str, str]], AsyncIterator[bytes]]


class Refusal(Exception):
    """What the server answers instead of a log: a status, and the message of its Status."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class LogServer:
    """The server.

    Args:
        lines: yields the bytes of the log that a query asks for, or raises Refusal before the first.
        pod: the pod.

    Attributes:
        asked: the queries for logs so far.
    """

    def __init__(self, lines: Lines, pod: dict[str, Any] = POD) -> None:
        self._lines, self._pod = lines, pod
        self.asked: list[dict[str, str]] = []

    def application(self) -> web.Application:
        """Return it as a web application."""
        app = web.Application()
        app.router.add_get("/api/v1/namespaces/shop/pods", self._list)
        app.router.add_get("/api/v1/namespaces/shop/pods/web-0/log", self._log)
        return app

    async def _list(self, request: web.Request) -> web.Response:  # noqa: ARG002 (the signature of a handler)
        return web.json_response({"kind": "PodList", "metadata": {}, "items": [self._pod]})

    async def _log(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(dict(request.query))
        response = web.StreamResponse(headers={"content-type": "text/plain"})
        chunks = self._lines(request.query)
        try:
            first = await anext(chunks, b"")
        except Refusal as refusal:
            return web.json_response({"kind": "Status", "message": str(refusal)}, status=refusal.status)
        await response.prepare(request)
        try:
            await response.write(first)
            async for chunk in chunks:
                await response.write(chunk)
        except ConnectionError:
            return response  # the reader has had enough
        return response
