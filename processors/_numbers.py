"""Says a measured number in its unit, as short as it can be read."""

from __future__ import annotations

import math

_BINARY = ("B", "KiB", "MiB", "GiB", "TiB", "PiB")
_DECIMAL = ((1e12, "T"), (1e9, "G"), (1e6, "M"))
_SECONDS = ((86_400.0, "d"), (3600.0, "h"), (60.0, "min"), (1.0, "s"), (1e-3, "ms"), (1e-6, "µs"))


def number(value: float, unit: str = "") -> str:
    """Return a value with its unit.

    Args:
        value: the number; NaN and infinities are said as such.
        unit: `s` seconds, `B` bytes, `ratio` a share of 1 (said in percent), `%` percent; anything else stands behind
            the number as it is, e.g. `req/s`; "" for a mere number.
    """
    if not math.isfinite(value):
        return {math.inf: "+Inf", -math.inf: "-Inf"}.get(value, "NaN")
    if unit == "ratio":
        return f"{_plain(100 * value)} %"
    if unit == "s":
        return _seconds(value)
    if unit == "B":
        return _bytes(value)
    return f"{_plain(value)} {unit}".rstrip()


def _plain(value: float) -> str:
    """Return e.g. `0`, `12`, `1,234`, `0.0123`, `3.46 M`, `1.2e-07`: four digits at most, but for whole numbers."""
    if value and abs(value) < 1e-4:
        return f"{value:.2g}"
    for least, letter in _DECIMAL:
        if abs(value) >= least:
            return f"{value / least:,.3g} {letter}" if abs(value) < 1e15 else f"{value:.3g}"
    if value == int(value) or abs(value) >= 1000:
        return f"{round(value):,}"
    return f"{value:.4g}" if abs(value) >= 100 else f"{value:.3g}"


def _seconds(value: float) -> str:
    for least, name in _SECONDS:
        if abs(value) >= least:
            return f"{value / least:.3g} {name}"
    return "0 s" if not value else f"{value:.2g} s"


def _bytes(value: float) -> str:
    place = 0
    while abs(value) >= 1024 and place < len(_BINARY) - 1:
        value, place = value / 1024, place + 1
    return f"{value:.3g} {_BINARY[place]}" if abs(value) < 1000 else f"{round(value):,} {_BINARY[place]}"
