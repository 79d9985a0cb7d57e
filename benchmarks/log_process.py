"""A node with one log of 200 MB, as a kubelet serves it to the API server: `python -m benchmarks.log_process PORT FOLDER`.

The log is a megabyte of lines again and again, so that serving it costs next to nothing beside what is measured.
"""

from __future__ import annotations

import asyncio
import ssl
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aiohttp import web

from benchmarks.serving import serve
from playground.kubernetes.tls import make_certificate

SIZE = 200 << 20
_LINES = 8192
_STACK = (
    'level=error msg="cannot reach ledger" error="dial tcp 10.0.0.7:5432: i/o timeout"',
    "goroutine 41 [running]:",
    "\tmain.charge(0xc000123456, 0x2a)",
    'level=info msg="goes on"',
)


def _block() -> bytes:
    """Return lines of one length each, every thousandth of which begins a stack trace."""
    lines = []
    for i in range(_LINES):
        said = _STACK[i % 1000] if i % 1000 < len(_STACK) else f"level=info msg=charged order={i:08} took={i % 90}ms"
        lines.append(f"2026-01-01T{i // 3600:02}:{i // 60 % 60:02}:{i % 60:02}.000000000Z {said}".ljust(127) + "\n")
    return "".join(lines).encode()


class Node:
    """Serves the log.

    Attributes:
        heeds: whether it does as it is told about how much is wanted.
        sent: the bytes that have left it since the last look.
    """

    def __init__(self) -> None:
        self._block, self.heeds, self.sent = _block(), True, 0
        self._line = len(self._block) // _LINES

    def application(self) -> web.Application:
        """Return it as a web application. https://pkg.go.dev/k8s.io/kubelet: `/containerLogs/NAMESPACE/POD/CONTAINER`."""
        app = web.Application()
        app.router.add_get("/containerLogs/{namespace}/{pod}/{container}", self._logs)
        return app

    async def ignore(self) -> dict[str, Any]:
        """Send everything from now on, whatever is wanted."""
        self.heeds = False
        return {}

    async def look(self) -> dict[str, Any]:
        """Return what was `sent` since the last look."""
        sent, self.sent = self.sent, 0
        return {"sent": sent}

    async def _logs(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"content-type": "text/plain"})
        await response.prepare(request)
        try:
            for piece in self._pieces(self._wanted(request.query) if self.heeds else SIZE):
                await response.write(piece)
                self.sent += len(piece)
        except ConnectionError:
            return response  # the reader has had enough
        return response

    def _wanted(self, query: Any) -> int:
        tail = int(query["tailLines"]) * self._line if "tailLines" in query else SIZE
        return min(SIZE, tail, int(query.get("limitBytes", SIZE)))

    def _pieces(self, size: int) -> Iterator[bytes]:
        while size > 0:
            yield self._block[:size]
            size -= len(self._block)


async def main(port: int, folder: Path) -> None:
    """Serve until standard input ends."""
    node, made = Node(), await make_certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.certificate, made.key)
    runner = web.AppRunner(node.application())
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port, ssl_context=context).start()
        await serve({"ignore": node.ignore, "look": node.look})
    finally:
        await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))
