"""Says what could not be looked at, so that nobody takes the rest for the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from connectors._kube.records import Unread
from processors._counts import among
from processors._passages import Line
from processors._text import plain

_NAMES, _LINES = 4, 3


def unread_said(parts: Sequence[tuple[str, Sequence[Unread]]]) -> tuple[Line, ...]:
    """Return a line for each reason, of (target, what was not looked at there) for each target."""
    many = len(parts) > 1
    lines = [line for target, unread in parts for line in _lines(f" on {target}" if many else "", unread)]
    return tuple(lines)


def _lines(where: str, unread: Sequence[Unread]) -> Iterator[Line]:
    ordered = sorted(unread, key=lambda one: one.reason)
    reasons = [(reason, tuple(one.namespace for one in group)) for reason, group in groupby(ordered, lambda one: one.reason)]
    for reason, names in reasons[:_LINES]:
        yield Line(plain(f"Not looked at{where}: {among(names, _NAMES)} ({reason})"))
    if left := sum(len(names) for _, names in reasons[_LINES:]):
        yield Line(plain(f"Not looked at{where} for other reasons: {left:,} more"))
