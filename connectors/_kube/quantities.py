"""Reads quantities as Kubernetes writes them, exactly, and writes them for people. Pure functions.

The syntax: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/: a decimal number, then a binary
suffix (`Ki`, `Mi`, …), a decimal one (`n`, `u`, `m`, `k`, `M`, …) or an exponent (`e3`).
"""

from __future__ import annotations

import re
from decimal import Decimal

_QUANTITY = re.compile(r"([+-]?(?:\d{1,18}(?:\.\d{0,9})?|\.\d{1,9}))(?:([numkKMGTPE]i?)|[eE]([+-]?\d{1,2}))?", re.ASCII)
_LETTERS = "kMGTPE"
_SUFFIXES = {
    "n": Decimal("1e-9"),
    "u": Decimal("1e-6"),
    "m": Decimal("1e-3"),
    **{letter: Decimal(1000) ** power for power, letter in enumerate(_LETTERS, start=1)},
    **{f"{letter.upper()}i": Decimal(1024) ** power for power, letter in enumerate(_LETTERS, start=1)},
}
_BINARY = ("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")
_STEP = 1024
_TENTHS = 10
"""Below so many of a unit, a tenth of it matters."""


def quantity(text: str) -> Decimal | None:
    """Return what a quantity amounts to, exactly: cores, bytes, or whatever it counts; None for what is none.

    >>> quantity("100m"), quantity("128Mi"), quantity("1e3")
    (Decimal('0.100'), Decimal('134217728'), Decimal('1000'))
    """
    found = _QUANTITY.fullmatch(text)
    if found is None:
        return None
    number, suffix, exponent = found.groups()
    if suffix and suffix not in _SUFFIXES:
        return None
    return Decimal(number) * (_SUFFIXES[suffix] if suffix else Decimal(10) ** int(exponent or 0))


def cores(amount: Decimal) -> str:
    """Return an amount of CPU for people: `3.5`, `12`, `250m`, `0`."""
    if 0 < abs(amount) < 1:
        return f"{max(1, round(amount * 1000))}m"
    return f"{round(amount, 1):f}".rstrip("0").rstrip(".") if abs(amount) < _TENTHS else f"{round(amount):,}"


def binary(amount: Decimal | float) -> str:
    """Return an amount of memory or storage for people: `512 MiB`, `1.5 GiB`, `0 B`; the input is in bytes."""
    size, unit = float(amount), 0
    while abs(size) >= _STEP and unit < len(_BINARY) - 1:
        size, unit = size / _STEP, unit + 1
    shown = f"{size:.1f}".removesuffix(".0") if unit and abs(size) < _TENTHS else f"{size:,.0f}"
    return f"{shown} {_BINARY[unit]}"
