"""How an answer goes out: whole with its length, or in chunks, compressed as a real API server compresses."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

from aiohttp import web

from playground.kubernetes.encoding import encode, encode_pretty
from playground.kubernetes.problems import Problem

JSON = "application/json"
HEADERS = {"Cache-Control": "no-cache, private"}
GZIP_FROM = 128 * 1024
"""Smaller answers are not compressed (k8s.io/apiserver/pkg/endpoints/handlers/responsewriters)."""
GZIP_LEVEL, GZIP_FORMAT = 1, 31


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, not yet sent: its body is `pieces`, one after the other.

    Attributes:
        live: each piece is sent as soon as it is there, and uncompressed, as a log is that grows.
    """

    pieces: AsyncIterator[bytes]
    code: int = 200
    media: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    live: bool = False


async def _once(body: bytes) -> AsyncIterator[bytes]:
    yield body


def reply(body: bytes, code: int = 200, media: str = JSON, headers: Mapping[str, str] | None = None) -> Reply:
    """Return the answer with this body."""
    return Reply(_once(body), code, media, headers or {})


def refuse(problem: Problem, pretty: bool, retry_after: int | None = None) -> Reply:
    """Return the answer that carries a Status; `pretty`, as a real one is to whoever asked for more than plain JSON."""
    body = encode_pretty(problem.status()) if pretty else encode(problem.status()) + b"\n"
    return reply(body, problem.code, headers={} if retry_after is None else {"Retry-After": str(retry_after)})


def _gzip_wanted(request: web.Request) -> bool:
    return "gzip" in request.headers.get("Accept-Encoding", "")


async def send(request: web.Request, answer: Reply) -> web.StreamResponse:
    """Send an answer: with its length if it fits one piece, else in chunks, compressed for those who like it."""
    headers = {**HEADERS, "Content-Type": answer.media, **answer.headers}
    if answer.live:
        return await _send_live(request, answer, headers)
    held, size, last = list[bytes](), 0, True
    async for piece in answer.pieces:
        held.append(piece)
        size += len(piece)
        if size > GZIP_FROM:
            last = False
            break
    if last:
        return web.Response(body=b"".join(held), status=answer.code, headers=headers)
    zipped = _gzip_wanted(request)
    response = web.StreamResponse(status=answer.code, headers=headers | ({"Content-Encoding": "gzip"} if zipped else {}))
    await response.prepare(request)
    packer = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, GZIP_FORMAT) if zipped else None
    for piece in held:
        await response.write(packer.compress(piece) if packer else piece)
    async for piece in answer.pieces:
        await response.write(packer.compress(piece) if packer else piece)
    if packer:
        await response.write(packer.flush())
    await response.write_eof()
    return response


async def _send_live(request: web.Request, answer: Reply, headers: Mapping[str, str]) -> web.StreamResponse:
    response = web.StreamResponse(status=answer.code, headers=headers)
    await response.prepare(request)
    async for piece in answer.pieces:
        await response.write(piece)
    await response.write_eof()
    return response


async def send_half(request: web.Request, answer: Reply) -> web.StreamResponse:
    """Send the head and half of the first piece, then cut the connection."""
    piece = await anext(answer.pieces)
    headers = {**HEADERS, "Content-Type": answer.media, "Content-Length": str(max(2, len(piece)))}
    response = web.StreamResponse(status=answer.code, headers=headers)
    await response.prepare(request)
    await response.write(piece[: len(piece) // 2])
    if request.transport:
        request.transport.abort()
    return response
