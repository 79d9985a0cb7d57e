"""Reads the cells of the server's table of pods: what `kubectl get pods` prints. Pure functions.

The columns are known by their names, not their places. The Restarts cell is a number on older servers and text (`5 (3m
ago)`) since 1.22; the Age cell is the server's short form of a duration.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from operator import itemgetter
from sys import intern
from typing import Any, NamedTuple

import msgspec

from connectors._kube.records import Owner

_UNITS = {"y": 365 * 86400, "d": 86400, "h": 3600, "m": 60, "s": 1}
_DURATION = re.compile(r"(?:\d+[ydhms])+")
_PART = re.compile(r"(\d+)([ydhms])")
_RESTARTS = re.compile(r"(\d+)(?: \((.+) ago\))?")


Told = tuple[Any, ...]
"""The cells of a `Glance` as the server gave them, in its order."""


class Glance(NamedTuple):
    """The cells that tell whether a row is worth keeping."""

    status: str
    ready: str
    restarts: str
    gates: str


class Row(msgspec.Struct, frozen=True, gc=False):
    """One pod as the server's table shows it.

    Attributes:
        namespace: its namespace.
        name: its name.
        ready: e.g. `1/2`.
        status: e.g. `Running`, `CrashLoopBackOff`.
        restarts: how many.
        restarted_ago: seconds since the last restart; None if there was none, or an older server does not tell.
        age: seconds since it was created; None if the server does not know.
        node: where it runs, or "".
        gated: whether a readiness gate of it is closed.
        owner: its workload, where the row carried the pod's metadata; None where it did not.
    """

    namespace: str
    name: str
    ready: str
    status: str
    restarts: int
    restarted_ago: float | None
    age: float | None
    node: str
    gated: bool
    owner: Owner | None = None

    def glance(self) -> Glance:
        """Return the cells that tell whether the row is worth keeping."""
        return Glance(self.status, self.ready, str(self.restarts), "0/1" if self.gated else "")


class Columns(NamedTuple):
    """Where the cells stand in each row; -1 for a column that this server does not have."""

    name: int
    ready: int
    status: int
    restarts: int
    age: int
    node: int
    gates: int

    @classmethod
    def of(cls, names: Sequence[str]) -> Columns:
        """Find the columns by their headings.

        Raises:
            LookupError: one is missing without which nothing can be told.
        """
        places = {name.lower(): place for place, name in enumerate(names)}
        missing = [name for name in ("name", "ready", "status") if name not in places]
        if missing:
            raise LookupError(f"the server's table of pods has no column {missing[0]!r}")
        wanted = ("name", "ready", "status", "restarts", "age", "node", "readiness gates")
        return cls(*(places.get(name, -1) for name in wanted))

    def telling(self) -> Callable[[Sequence[Any]], Told]:
        """Return what picks the cells of a `Glance` from a row's; a column that is not there tells what is harmless.

        It raises IndexError for a row that is too short.
        """
        places = (self.status, self.ready, self.restarts, self.gates)
        if min(places) >= 0:
            return itemgetter(*places)
        return lambda cells: tuple(cells[place] if place >= 0 else "" for place in places)


def read_row(namespace: str, cells: Sequence[Any], columns: Columns, owner: Owner | None = None) -> Row:
    """Return the row that these cells are. What many rows say is kept once: there may be 25,000 of them for a file."""

    def text(place: int) -> str:
        return str(cells[place]) if 0 <= place < len(cells) else ""

    restarts, ago = read_restarts(text(columns.restarts))
    node = text(columns.node)
    return Row(
        namespace=namespace,
        name=text(columns.name),
        ready=intern(text(columns.ready)),
        status=intern(text(columns.status)),
        restarts=restarts,
        restarted_ago=ago,
        age=read_duration(text(columns.age)),
        node="" if node == "<none>" else intern(node),
        gated=not all_ready(text(columns.gates)),
        owner=owner,
    )


def read_duration(text: str) -> float | None:
    """Return the seconds of a short duration, e.g. 290 for `4m50s`; None for `<unknown>`, `<invalid>` and anything else.

    >>> read_duration("5d3h")
    442800.0
    """
    if not _DURATION.fullmatch(text):
        return None
    return float(sum(int(number) * _UNITS[unit] for number, unit in _PART.findall(text)))


def read_restarts(text: str) -> tuple[int, float | None]:
    """Return (how many, seconds since the last), e.g. (5, 180) for `5 (3m ago)` and (5, None) for `5`."""
    found = _RESTARTS.fullmatch(text)
    if not found:
        return 0, None
    return int(found[1]), read_duration(found[2] or "")


def all_ready(text: str) -> bool:
    """Return whether `2/2` are ready, and not `1/2`; true for what is no such pair (`<none>`)."""
    ready, slash, wanted = text.partition("/")
    return not slash or ready == wanted
