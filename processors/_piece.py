"""A part of an answer that may be missing while the rest stands."""

from __future__ import annotations

from typing import Generic, TypeVar

import msgspec

R = TypeVar("R")


class Piece(msgspec.Struct, Generic[R], frozen=True):
    """What one of several questions brought.

    Attributes:
        records: the answer; None if there is none.
        trouble: why there is none, one plain phrase; else "".
    """

    records: R | None = None
    trouble: str = ""
