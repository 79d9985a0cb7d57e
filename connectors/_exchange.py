"""One request and its answer on the wire, bounded in time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import monotonic

import aiohttp
import httpx

from connectors._deadline import Deadline
from connectors._errors import Invalid, TimedOut, UpstreamError
from connectors._faults import answered, broken_off, unanswered
from connectors._transport import CONNECT_SECONDS, Body, Params, Transport

SECRET_LENGTH = 8
"""The shortest word of our credentials that is taken for a secret; `Bearer` and `Basic` are none."""
EXPLAINED = 16 << 10
"""How much of an error's body is read to find out what it says."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: its name for the metrics, the path, the query, the media type wanted.

    Attributes:
        proxied: the target hands the request on to something else, whose failures say nothing of the target itself.
        form: the query goes in the body, by POST.
        method, body: for what changes something: how, and the JSON to send; "" for what only reads.
    """

    what: str
    path: str
    params: Params
    accept: str
    proxied: bool = False
    form: bool = False
    method: str = ""
    body: bytes = b""


class Answer:
    """A body that is coming in: iterate over its chunks, of which the first is there already.

    Attributes:
        target: whose answer it is, for the errors.
        begun: what has been read ahead.
        bytes: how many bytes have come.
    """

    def __init__(self, target: str, deadline: Deadline) -> None:
        self.begun = b""
        self.bytes = 0
        self.target = target
        self._deadline = deadline
        self._start = monotonic()
        self._body: Body | None = None

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        chunk, self.begun = self.begun, b""
        chunk = chunk or await self._chunk()
        if not chunk:
            raise StopAsyncIteration
        return chunk

    async def read_whole(self, limit: int) -> None:
        """Read the rest too, into `begun`. Raises Invalid when it is over `limit` bytes."""
        chunks = [self.begun]
        while chunk := await self._chunk():
            chunks.append(chunk)
            if self.bytes > limit:
                break
        if self.bytes > limit:
            raise Invalid(self.target, f"its answer is larger than the {limit:,} bytes that are read of it")
        self.begun = b"".join(chunks)

    async def begin(self, transport: Transport, asked: Asked, headers: Mapping[str, str]) -> httpx.Response:
        """Ask, and return the response when its headers are there."""
        try:
            async with self._deadline.timeout():
                if asked.method:
                    response = await transport.send(asked.method, asked.path, asked.body, headers)
                else:
                    ask = transport.post if asked.form else transport.get
                    response = await ask(asked.path, asked.params, headers)
        except (aiohttp.ClientError, httpx.InvalidURL, OSError, ValueError) as error:
            # asyncio's own TimeoutError is an OSError, too; aiohttp's have their own meaning.
            if isinstance(error, TimeoutError) and not isinstance(error, aiohttp.ClientError):
                raise self._timed_out() from None
            raise unanswered(self.target, error, CONNECT_SECONDS) from error
        self._body = response.extensions["body"]
        return response

    async def explanation(self) -> bytes:
        """Return the beginning of an error's body, as far as it can be had."""
        told = b""
        try:
            while len(told) < EXPLAINED and (chunk := await self._chunk()):
                told += chunk
        except UpstreamError:
            return told[:EXPLAINED]  # what the status says is known, and matters more
        return told[:EXPLAINED]

    async def first(self) -> None:
        """Wait for the first chunk."""
        self.begun = await self._chunk()

    async def _chunk(self) -> bytes:
        assert self._body is not None, "the answer has not begun"
        try:
            async with self._deadline.timeout():
                chunk = await self._body.chunk()
        except (aiohttp.ClientError, OSError) as error:
            if isinstance(error, TimeoutError) and not isinstance(error, aiohttp.ClientError):
                raise self._timed_out() from None
            raise broken_off(self.target, error) from error
        self.bytes += len(chunk)
        return chunk

    def _timed_out(self) -> TimedOut:
        seconds = monotonic() - self._start
        said = f"{seconds:.0f}" if seconds >= 10 else f"{seconds:.2g}"
        where = f", {self.bytes:,} bytes into its answer" if self.bytes else ""
        return TimedOut(self.target, f"timed out after {said} s{where}")


@asynccontextmanager
async def exchange(transport: Transport, asked: Asked, headers: Mapping[str, str], answer: Answer) -> AsyncIterator[None]:
    """Ask, and have in `answer` the body of a 2xx response, its first chunk read; the connection is done with at the end.

    Raises:
        UpstreamError: no answer, or another than 2xx.
    """
    response = await answer.begin(transport, asked, {"accept": asked.accept, **headers})
    try:
        if not response.is_success:
            told = _hushed(await answer.explanation(), headers)
            raise answered(answer.target, response.status_code, response.headers, told)
        await answer.first()
        yield
    finally:
        await response.aclose()


def _hushed(told: bytes, headers: Mapping[str, str]) -> bytes:
    """Return what a server told without our own credentials, should it repeat them (debugging proxies do)."""
    for value in headers.values():
        for word in value.split():
            told = told.replace(word.encode(), b"***") if len(word) >= SECRET_LENGTH else told
    return told
