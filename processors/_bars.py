"""Draws numbers as a line of small bars, for where there is room for a few characters only."""

from __future__ import annotations

import math
from collections.abc import Sequence

_BARS = "▁▂▃▄▅▆▇█"
_GAP = "·"
_NOISE = 1e-6
"""The share of a value by which it may differ for no other reason than how computers add."""


def bars(values: Sequence[float | None], low: float, high: float) -> str:
    """Return a bar for each value, the lowest for `low` and the highest for `high`; a dot for what is no value."""
    return "".join(_bar(value, low, high) for value in values)


def _bar(value: float | None, low: float, high: float) -> str:
    if value is None:
        return _GAP
    flat = math.isclose(low, high, rel_tol=_NOISE)
    share = 0.0 if flat else (value / 2 - low / 2) / (high / 2 - low / 2)  # halves, as a difference may overflow
    return _BARS[min(len(_BARS) - 1, int(share * len(_BARS)))]
