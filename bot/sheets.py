"""A whole list as the cache keeps it: its rows, compressed some at a time, beside the digest that a message is made of.

25,000 pods are some 25 MB as records, and less than one like this. So two answers in a row, and those of several clusters,
take no more room than the one list that is being made.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import msgspec

from handlers._contract import Whole
from processors._listing import Listing
from processors._summary import Part

_ROWS = 500
"""Rows that are compressed, and unpacked, at a time."""
_LEVEL = 1
"""How hard it is tried: the next level takes twice as long for a tenth less."""

Rows = list[tuple[str, ...]]
_BLOCK = msgspec.msgpack.Decoder(Rows)


class Sheet(msgspec.Struct, frozen=True):
    """A whole list, packed.

    Attributes:
        digest: what the command's own `load` would have returned, as MessagePack.
        columns, left_out: as in `Listing`.
        blocks: the rows, each block of them as MessagePack, compressed by zlib.
    """

    digest: bytes
    columns: tuple[str, ...]
    blocks: tuple[bytes, ...]
    left_out: int

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Begin to give the rows anew."""
        for block in self.blocks:
            yield from _BLOCK.decode(zlib.decompress(block))


def packed(whole: Whole, part: Part[Any]) -> Sheet:
    """Return what a target answered as a sheet; for a thread, as a long list would hold the loop too long."""
    listing = whole.listing((part,))
    return Sheet(
        msgspec.msgpack.encode(whole.digest(part.records)), listing.columns, tuple(_blocks(listing)), listing.left_out
    )


def _blocks(listing: Listing) -> Iterator[bytes]:
    rows = listing.rows()
    while block := list(islice(rows, _ROWS)):
        yield zlib.compress(msgspec.msgpack.encode(block), _LEVEL)


def unpacked(parts: Sequence[Part[Sheet]], record: type[Any]) -> tuple[tuple[Part[Any], ...], Listing]:
    """Return what the targets' messages are made of, of the type `record`, and the list of all of them."""
    digests = tuple(Part(part.target, msgspec.msgpack.decode(part.records.digest, type=record), part.at) for part in parts)
    sheets = [part.records for part in parts]
    left_out = sum(sheet.left_out for sheet in sheets)
    return digests, Listing(sheets[0].columns, lambda: (row for sheet in sheets for row in sheet.rows()), left_out)
