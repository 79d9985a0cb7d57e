"""Figures from samples, and how they are written."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median


def quantile(samples: Sequence[float], share: float) -> float:
    """Return the sample below which this share of them lies (nearest rank), e.g. 0.99. Raises ValueError for no samples."""
    if not samples:
        raise ValueError("no samples")
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, max(0, -(-int(share * 10_000) * len(ordered) // 10_000) - 1))]


def seconds(samples: Sequence[float]) -> str:
    """Return the median and the range, e.g. `0.34 s (0.31–0.95)`."""
    return f"{median(samples):.3g} s ({min(samples):.3g}–{max(samples):.3g})"


def milliseconds(value: float) -> str:
    """Return seconds as e.g. `12.3 ms`."""
    return f"{value * 1000:.1f} ms"


def megabytes(value: float) -> str:
    """Return bytes as e.g. `15 MB`, a megabyte being 2^20 of them."""
    return f"{value / (1 << 20):.0f} MB"
