"""Says how many there are."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """Return e.g. `1 pod`, `20,000 pods`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def among(names: tuple[str, ...], most: int = 4) -> str:
    """Return the names in a row, e.g. `prod, staging`, or `prod, staging, eu-west and 9 more`."""
    shown = names if len(names) <= most else names[: most - 1]
    rest = len(names) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")
