"""Reads a JSON object whose one large array is too large to hold: it is decoded in batches, as its bytes arrive.

The stream is cut between two elements, where `},{` stands in front of the key that also opened the first element. A JSON
string cannot hold that key with its quotes unescaped, so what looks like a cut lies outside every string. It may still
lie in a nested array; then the brackets of the piece do not match, it cannot be decoded, and another cut is taken. A cut
is thus only ever a guess about speed, never about what is read.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Generic, TypeVar

import msgspec

D = TypeVar("D")

BATCH = 32 << 10
"""Bytes that are decoded in one step: under a millisecond, so that a dozen streams at once hold the event loop for ten."""
MOST = 16 << 20
"""Bytes that are held while no cut is found: far over the largest object that a Kubernetes server stores (1.5 MB)."""
GUESSES = 8
"""Cuts that are tried before more bytes are waited for."""

_OPENING = re.compile(rb'\s*(\{\s*"(?:[^"\\]|\\.)*"\s*:)')
_SPACE = b" \t\r\n"


class Unsplittable(ValueError):
    """The array cannot be read in batches: none of its elements ended within the bytes that may be held."""


class ArrayReader(Generic[D]):
    """Takes the bytes of one JSON object, and gives it back as several documents of the same type.

    The first document is what stood in front of the array, with the array empty; then come documents with nothing but some
    elements; the last one holds the last elements and what stood behind the array. Every field of the type needs a default.

    Args:
        keys: the possible names of the array; the first that is found is the one.
        decoder: decodes one document.
        batch: bytes to gather before decoding.
        most: bytes to hold at most.
        within: the key of the object that the array stands in, where it is not the outermost, e.g. `data`.
    """

    def __init__(
        self,
        keys: tuple[str, ...],
        decoder: msgspec.json.Decoder[D],
        batch: int = BATCH,
        most: int = MOST,
        *,
        within: str = "",
    ) -> None:
        self._decoder = decoder
        self._before, self._after = (f'{{"{within}":{{"'.encode(), b"]}}") if within else (b'{"', b"]}")
        self._array = re.compile(b'"(' + b"|".join(re.escape(key).encode() for key in keys) + rb')"\s*:\s*\[')
        self._batch, self._most, self._wanted = batch, most, batch
        self._buffer = bytearray()
        self._searched = 0
        self._prefix = b""
        self._opening = b""

    @property
    def found(self) -> bool:
        """Whether the array has begun."""
        return bool(self._prefix)

    def feed(self, chunk: bytes) -> Iterator[D]:
        """Take the next bytes and yield the documents that they complete.

        Raises:
            Unsplittable: more than `most` bytes have no cut in them.
            msgspec.ValidationError: an element is not of the decoder's type.
        """
        self._buffer += chunk
        if not self._prefix and (head := self._head()) is not None:
            yield head
        while self._prefix and len(self._buffer) >= self._wanted and (part := self._cut()) is not None:
            yield part
        if len(self._buffer) > self._most:
            raise Unsplittable(f"no element ended within {self._most} bytes")

    def close(self) -> D:
        """Return the last document, once all bytes were fed.

        Raises:
            msgspec.DecodeError: the whole is not JSON, or was cut off; ValidationError if it is not of the decoder's type.
        """
        return self._decoder.decode(self._prefix + self._buffer)

    def _head(self) -> D | None:
        # As a list: a match that is alive keeps the buffer from being cut.
        for end, key in [(found.end(), bytes(found[1])) for found in self._array.finditer(self._buffer, self._searched)]:
            try:
                head = self._decoder.decode(self._buffer[:end] + self._after)
            except msgspec.ValidationError:
                raise
            except msgspec.DecodeError:  # an array of that name inside another object
                continue
            self._prefix = self._before + key + b'":['
            del self._buffer[:end]
            return head
        self._searched = max(0, len(self._buffer) - 256)  # the name may be cut in two
        return None

    def _cut(self) -> D | None:
        for end, begin in self._cuts():
            piece = b"".join((self._prefix, self._buffer[:end], self._after))
            try:
                part = self._decoder.decode(piece)
            except msgspec.ValidationError:
                raise
            except msgspec.DecodeError:  # the cut was in a nested array
                continue
            del self._buffer[:begin]
            self._wanted = self._batch
            return part
        self._wanted *= 2
        return None

    def _learn(self) -> bool:
        """Learn how an element begins from the first; return False if it is no object with a key."""
        first = _OPENING.match(self._buffer)
        self._opening = bytes(first[1]) if first else b""
        return bool(first)

    def _cuts(self) -> Iterator[tuple[int, int]]:
        """Yield (end of an element, begin of the next), the last first, at most GUESSES of them."""
        if not self._opening and not self._learn():
            return
        at = min(len(self._buffer), 2 * self._wanted)
        for _ in range(GUESSES):
            at = self._buffer.rfind(self._opening, 0, at + len(self._opening) - 1)
            if at <= 0:
                return
            before = self._buffer[max(0, at - 64) : at].rstrip(_SPACE)
            if before.endswith(b",") and (element := before[:-1].rstrip(_SPACE)).endswith(b"}"):
                yield max(0, at - 64) + len(element), at


async def read_documents(chunks: AsyncIterator[bytes], reader: ArrayReader[D], take: Callable[[D], None]) -> None:
    """Hand the documents of a body that arrives in chunks to `take`; other tasks get their turn between them.

    Raises: what `ArrayReader.feed` and `close` raise, and what reading the chunks and `take` raise.
    """
    async for chunk in chunks:
        for document in reader.feed(chunk):
            take(document)
            await asyncio.sleep(0)  # a body that is already here would be read to its end in one turn of the loop
    take(reader.close())
