"""httpx's requests and responses over aiohttp, whose parser and connection pool are in C."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import lru_cache
from urllib.parse import quote, urlencode

import aiohttp
import httpx
from aiohttp.connector import Connection
from yarl import URL

from connectors._endpoint import Endpoint

CONNECT_SECONDS = 5.0
"""The longest that a connection, TLS included, may take to stand; a host that drops packets is then tried again."""
IDLE_SECONDS = 60.0
"""How long an unused connection is kept. Servers keep theirs longer (Go's API servers: 90 s and more)."""
BUFFER_BYTES = 256 << 10
"""How much of a body is read ahead, and so how large a chunk is at most twice over."""
Params = Mapping[str, str | Sequence[str]]
"""A query; a key with several values is given once for each."""
_IN_PATHS = "/%:@!$&'()*+,;=~"
_OURS = {"accept-encoding": "identity", "user-agent": "srehub"}
"""Identity: on a near network, packing and unpacking costs more time than the bytes do."""


_FORM = {"content-type": "application/x-www-form-urlencoded"}


def _escaped(path: str) -> str:
    """Return `path` with what may not stand in one escaped."""
    return quote(path, safe=_IN_PATHS)


@lru_cache(maxsize=256)
def well_formed(url: str) -> bool:
    """Return whether `url` is one that can be asked: http or https, with a host."""
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        return False
    return parsed.scheme in ("http", "https") and bool(parsed.host)


class Answer(aiohttp.ClientResponse):
    """A response whose connection ends at once where nobody waits for the rest of it.

    Saying goodbye by TLS would keep its socket, outside of the pool, until the server has answered that: half a minute where
    it hangs.
    """

    async def start(self, connection: Connection) -> aiohttp.ClientResponse:
        """Wait for the headers."""
        try:
            return await super().start(connection)
        except asyncio.CancelledError:
            _abort(connection)
            raise

    def close(self) -> None:
        """Give the connection up unless the body was read to its end (aiohttp has put it back into the pool then)."""
        _abort(self.connection)
        super().close()


def _abort(connection: Connection | None) -> None:
    if connection is not None and connection.transport is not None:
        connection.transport.abort()


class Body(httpx.AsyncByteStream):
    """The body of one response, in chunks as large as what has come meanwhile."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response

    async def chunk(self) -> bytes:
        """Return what has come, waiting for something; `b""` at the end. Raises aiohttp.ClientError when it broke off."""
        return await self._response.content.readany()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while chunk := await self.chunk():
            yield chunk

    def close(self) -> None:
        """Give the connection up unless the body was read to its end; see `Answer`."""
        self._response.close()

    async def aclose(self) -> None:
        self.close()


class Transport(httpx.AsyncBaseTransport):
    """Sends httpx's requests through an aiohttp session to one endpoint.

    The package `httpx-aiohttp` does the same, with three differences that matter here. It cuts a body into pieces of
    16 KiB, where this hands over whatever has come: 94 MB of a Kubernetes Table over TLS cost 0.08 to 0.12 s of processor
    time in 360 chunks, there 0.25 to 0.31 s in 5,740 (httpx's own transport: 0.25 to 0.30 s). It turns a server that hangs
    up into `httpx.ConnectTimeout` and an untrusted certificate into a mere `ConnectError`; here aiohttp's own errors, which
    say which it was, pass through to `connectors._faults`. And its body is a chain of async generators, which a cancelled
    reader leaves half-finished; `Body` has a plain method, found in the response's `extensions["body"]`.

    Raises (from requests): aiohttp.ClientError, ssl.SSLError, OSError.
    """

    def __init__(self, endpoint: Endpoint, connections: int) -> None:
        self._endpoint = endpoint
        self._url = httpx.URL(endpoint.url)
        self._origin = f"{self._url.scheme}://{self._url.netloc.decode('ascii')}"
        self._below = self._url.raw_path.decode("ascii").rstrip("/")
        connector = aiohttp.TCPConnector(
            ssl=endpoint.tls or True, limit=connections, keepalive_timeout=IDLE_SECONDS, ttl_dns_cache=30
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS),
            read_bufsize=BUFFER_BYTES,
            response_class=Answer,
        )

    async def get(self, path: str, params: Params, headers: Mapping[str, str]) -> httpx.Response:
        """Ask for `path` below the endpoint's URL; return when the response's headers are there.

        The request's target is handed over as it is, by the extension that httpx has for it: building and taking apart a
        URL for each request, as httpx's client does, costs 0.1 ms, and answers of a hundred requests a tenth of their time.
        """
        query = urlencode(params, doseq=True, quote_via=quote)
        request = self._request("GET", f"{_escaped(path)}{'?' if query else ''}{query}", headers)
        return await self.handle_async_request(request)

    async def post(self, path: str, params: Params, headers: Mapping[str, str]) -> httpx.Response:
        """As `get`, with the query in the body as a form, where it has no limit: proxies cut URLs off at 4 to 8 KB."""
        form = urlencode(params, doseq=True).encode("ascii")
        request = self._request("POST", _escaped(path), {**headers, **_FORM}, form)
        return await self.handle_async_request(request)

    async def send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> httpx.Response:
        """Send JSON by `method`, or nothing if `body` is empty; otherwise as `get`."""
        kind = {"content-type": "application/json"} if body else {}
        return await self.handle_async_request(self._request(method, _escaped(path), {**headers, **kind}, body or None))

    def _request(self, method: str, target: str, headers: Mapping[str, str], content: bytes | None = None) -> httpx.Request:
        whole = {"target": f"{self._below}{target}".encode("ascii")}
        return httpx.Request(method, self._url, headers={**_OURS, **headers}, content=content, extensions=whole)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request, headers and body; return when the response's headers are there."""
        target = request.extensions.get("target")
        response = await self._session.request(
            request.method,
            URL(self._origin + target.decode("ascii") if target else str(request.url), encoded=True),
            headers=request.headers.multi_items(),
            data=await request.aread() or None,
            allow_redirects=False,
            server_hostname=self._endpoint.server_name or None,
            proxy=self._endpoint.proxy or None,
        )
        body = Body(response)
        # aiohttp has undone any compression by the time that the body is read.
        headers = [(name, value) for name, value in response.raw_headers if name.lower() != b"content-encoding"]
        return httpx.Response(response.status, headers=headers, stream=body, extensions={"body": body})

    async def aclose(self) -> None:
        await self._session.close()


class Transports:
    """The transport to the endpoint in force. A former one is closed as soon as its last request has ended."""

    def __init__(self, connections: int) -> None:
        self._connections = connections
        self._endpoint: Endpoint | None = None
        self._transport: Transport | None = None
        self._lent: dict[Transport, int] = {}

    @asynccontextmanager
    async def at(self, endpoint: Endpoint) -> AsyncIterator[Transport]:
        """Lend the transport to this endpoint, for the length of one request."""
        if self._transport is None or endpoint != self._endpoint:
            await self.aclose()
            self._endpoint, self._transport = endpoint, Transport(endpoint, self._connections)
        transport = self._transport
        self._lent[transport] = self._lent.get(transport, 0) + 1
        try:
            yield transport
        finally:
            self._lent[transport] -= 1
            await self._close_unless_used(transport)

    async def aclose(self) -> None:
        """Close the transport in force, or leave that to its last request."""
        transport, self._transport = self._transport, None
        if transport is not None:
            await self._close_unless_used(transport)

    async def _close_unless_used(self, transport: Transport) -> None:
        if transport is not self._transport and not self._lent.get(transport):
            self._lent.pop(transport, None)
            await transport.aclose()
