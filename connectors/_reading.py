"""Reads one array out of an answer as it comes, so that a result of any size costs no more than what is kept of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import TypeVar

import msgspec

from connectors._errors import Broken
from connectors._json_array import ArrayReader, Unsplittable, read_documents

D = TypeVar("D")

MOST_BYTES = 64 << 20
"""Bytes of one answer that are read; what lies behind them is not counted."""


class _Enough(Exception):
    """More bytes have come than are read."""


async def read(target: str, chunks: AsyncIterator[bytes], reader: ArrayReader[D], take: Callable[[D], None]) -> bool:
    """Hand the documents of an answer to `take`.

    Returns:
        whether it was read to its end; False if it is larger than what is read of one.

    Raises:
        Broken: it makes no sense.
        UpstreamError: it broke off.
    """
    try:
        await read_documents(_Bounded(chunks), reader, take)
    except _Enough:
        return False
    except (msgspec.DecodeError, UnicodeDecodeError, Unsplittable) as error:
        raise Broken(target, f"its answer cannot be understood: {error}") from error
    if not reader.found:
        raise Broken(target, "what it answers is not what this API answers: is its URL right?")
    return True


class _Bounded:
    """The chunks, up to so many bytes. (No generator: one that is left unfinished is closed by nobody knows whom.)"""

    def __init__(self, chunks: AsyncIterator[bytes]) -> None:
        self._chunks, self._left = chunks, MOST_BYTES

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        if self._left < 0:
            raise _Enough
        chunk = await anext(self._chunks)
        self._left -= len(chunk)
        return chunk


class Wrapped:
    """The chunks of a body that is nothing but an array, as an object that has it under the key `items`."""

    def __init__(self, chunks: AsyncIterator[bytes]) -> None:
        self._chunks = chunks
        self._begun = self._ended = False

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        if not self._begun:
            self._begun = True
            return b'{"items":'
        if self._ended:
            raise StopAsyncIteration
        try:
            return await anext(self._chunks)
        except StopAsyncIteration:
            self._ended = True
            return b"}"
