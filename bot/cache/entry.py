"""One stored answer: in memory with its records decoded, in Redis as MessagePack that names its version and type."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import msgspec

VERSION = 1
"""Of the envelope. What was written in another one is as good as not written."""

UNPROVEN = -1
"""The session of an answer that Redis is not known to hold."""


@dataclass(slots=True, eq=False)
class Held:
    """An answer in this process's memory.

    Attributes:
        records: what `load` returned. The same object for as long as the answer is the same: callers may memoise on it.
        record: the type it was loaded as.
        at: when it was true, in epoch seconds: the moment its call ended.
        took: how long the call took, in seconds.
        id: names the call; every copy of the answer, in Redis or another process, has the same.
        size: its encoded length in bytes.
        session: the session of the news (see `bot.store.news`) in which Redis was seen to hold it.
        served: how many askers it has answered in this process.
    """

    records: Any
    record: Any
    at: float
    took: float
    id: str
    size: int = 0
    session: int = UNPROVEN
    served: int = 0


class Envelope(msgspec.Struct, array_like=True, frozen=True):
    """What stands in Redis: the header of an answer, and its records still encoded."""

    version: int
    type: str
    id: str
    at: float
    took: float
    records: msgspec.Raw


class Codec:
    """Turns answers into bytes and back. It knows each record type by a fingerprint of its schema, so that an answer written
    by another release, with other fields, is a miss and never an exception.
    """

    def __init__(self) -> None:
        self._envelopes = msgspec.msgpack.Decoder(Envelope)
        self._types: dict[Any, tuple[str, msgspec.msgpack.Decoder[Any]]] = {}

    def pack(self, held: Held) -> bytes:
        """Return the answer as bytes. Raises TypeError when its records are of no type that msgspec encodes."""
        records = msgspec.Raw(msgspec.msgpack.encode(held.records))
        fingerprint, _ = self._type(held.record)
        return msgspec.msgpack.encode(Envelope(VERSION, fingerprint, held.id, held.at, held.took, records))

    def unpack(self, data: bytes | None, record: Any, known: Held | None = None) -> Held | None:
        """Return the answer in these bytes, or None when they hold none of this version and type, whatever they hold.

        When it is the answer that is `known` already, that object is returned, and nothing is decoded twice.
        """
        if data is None:
            return None
        fingerprint, decoder = self._type(record)
        try:
            found = self._envelopes.decode(data)
            if (found.version, found.type) != (VERSION, fingerprint):
                return None
            if known is not None and known.id == found.id and known.record is record:
                return known
            records = decoder.decode(found.records)
        except (msgspec.MsgspecError, ValueError, RecursionError):  # ValueError: text that is no UTF-8
            return None
        return Held(records, record, found.at, found.took, found.id, len(data))

    def _type(self, record: Any) -> tuple[str, msgspec.msgpack.Decoder[Any]]:
        known = self._types.get(record)
        if known is None:
            schema = msgspec.json.encode(msgspec.json.schema(record), order="deterministic")
            fingerprint = blake2b(schema, digest_size=12).hexdigest()
            known = self._types[record] = (fingerprint, msgspec.msgpack.Decoder(record))
        return known
