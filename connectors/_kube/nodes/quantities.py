"""Reads the quantities of the API exactly, e.g. `3920m`, `60Gi`, `1e3`. Pure.

Syntax: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/.
"""

from __future__ import annotations

import re
from decimal import ROUND_CEILING, Decimal

_QUANTITY = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d{1,3})|([numkMGTPE]|[KMGTPE]i)?)", re.ASCII)
_POWERS = "KMGTPE"
_SMALL = {"n": Decimal("1e-9"), "u": Decimal("1e-6"), "m": Decimal("1e-3"), "k": Decimal(1000)}


def quantity(text: str) -> Decimal:
    """Return what a quantity is worth; 0 for what is none.

    >>> quantity("1.5Gi")
    Decimal('1610612736.0')
    """
    found = _QUANTITY.fullmatch(text)
    if not found:
        return Decimal(0)
    number, exponent, suffix = found.groups(default="")
    if exponent:
        return Decimal(number + exponent)
    return Decimal(number) * _factor(suffix)


def _factor(suffix: str) -> Decimal:
    if not suffix:
        return Decimal(1)
    if suffix in _SMALL:
        return _SMALL[suffix]
    return Decimal(1024 if suffix.endswith("i") else 1000) ** (_POWERS.index(suffix[0]) + 1)


def whole(resource: str, amount: Decimal) -> int:
    """Return an amount as `records.Share` counts it, rounded up as the scheduler does."""
    return int((amount * 1000 if resource == "cpu" else amount).to_integral_value(ROUND_CEILING))
