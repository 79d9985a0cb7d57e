"""Says in the footer what a server remarked, e.g. that a part of its data is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from processors._summary import Part

_MOST = 3


class _Warned(Protocol):
    @property
    def warnings(self) -> tuple[str, ...]: ...


W = TypeVar("W", bound=_Warned)


def remarks(parts: Sequence[Part[W]]) -> Iterator[str]:
    """Yield the first few warnings, each once, with their target where there are several."""
    said = dict.fromkeys(
        f"{part.target}: {warning}" if len(parts) > 1 else warning for part in parts for warning in part.records.warnings
    )
    yield from list(said)[:_MOST]
