"""Answers that nobody waits for any more: their connections end at once, though the server hangs."""

from __future__ import annotations

import asyncio
import select
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from certificates import Authority, server_tls

from connectors._endpoint import Endpoint
from connectors._transport import Transport

pytestmark = pytest.mark.skipif(not hasattr(select, "POLLRDHUP"), reason="how a connection ends is seen as Linux shows it")
PATIENCE = 5.0
"""Seconds; who says goodbye by TLS waits thirty for the answer to it."""


class Hanging:
    """A TLS server for one connection that reads one request, sends `begun`, and then neither reads nor sends.

    Attributes:
        asked: set when the request is there.
        gone: set when the connection has ended.
    """

    def __init__(self, tls: ssl.SSLContext, begun: bytes) -> None:
        self._tls, self._begun = tls, begun
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://127.0.0.1:{self._listening.getsockname()[1]}"
        self.asked, self.gone = threading.Event(), threading.Event()

    def serve(self) -> None:
        """Serve it; return when it has ended, or after some patience."""
        with self._listening, self._listening.accept()[0] as plain:
            plain.settimeout(PATIENCE)
            with self._tls.wrap_socket(plain, server_side=True, suppress_ragged_eofs=True) as connection:
                while b"\r\n\r\n" not in connection.recv(1 << 16):
                    pass
                connection.sendall(self._begun)
                self.asked.set()
                watch = select.poll()
                watch.register(connection, select.POLLRDHUP)
                if watch.poll(PATIENCE * 1000):
                    self.gone.set()


@pytest.fixture(params=[b"", b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nhalf of i"], ids=["no answer", "half of one"])
def hanging(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Hanging, Endpoint]]:
    """A server that hangs before its answer, or in the midst of it, and the way there."""
    authority = Authority(tmp_path)
    server = Hanging(server_tls(authority.issue("hanging")), request.param)
    thread = threading.Thread(target=server.serve, name="hanging")
    thread.start()
    yield server, Endpoint(server.url, ssl.create_default_context(cafile=str(authority.pair.certificate)), "")
    thread.join()


async def test_a_question_that_is_given_up_lets_its_connection_go(hanging: tuple[Hanging, Endpoint]) -> None:
    """In an incident a hanging server is asked again and again; each time a socket would be left for half a minute."""
    server, endpoint = hanging
    transport = Transport(endpoint, 8)

    async def ask() -> None:
        response = await transport.get("/x", {}, {})
        try:
            await response.aread()
        finally:
            await response.aclose()

    asking = asyncio.create_task(ask())
    try:
        assert await asyncio.to_thread(server.asked.wait, PATIENCE)
        asking.cancel()
        with suppress(asyncio.CancelledError):
            await asking
        assert await asyncio.to_thread(server.gone.wait, PATIENCE)
    finally:
        await transport.aclose()
