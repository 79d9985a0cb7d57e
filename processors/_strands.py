"""What a digest remembers of its commands between two runs: what was there, since when, and how much of it there was.

It is packed into some kilobytes for the store. What was packed by an older version, or is damaged, is forgotten: the next
run is then the first.
"""

from __future__ import annotations

import zlib

import msgspec

VERSION = 1
WEEK = 7 * 86_400
ITEMS, GONE, POINTS, RECENT = 200, 100, 200, 20
"""How many of a command's rows are remembered, of those that are gone, of its numbers, and how many of these whole."""


class Item(msgspec.Struct, frozen=True, array_like=True):
    """Something that a command named.

    Attributes:
        name: e.g. `payments/svc-014`.
        place: the target where it is.
        since: when a run saw it first, since it was last away, in seconds since 1970.
        last: when a run saw it last.
        came: how often it appeared.
        earlier: for how many seconds it was there before `since`.
    """

    name: str
    place: str
    since: int
    last: int
    came: int = 1
    earlier: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from every other thing that the command named."""
        return (self.name, self.place)

    @property
    def lasted(self) -> int:
        """For how many seconds it was there in all, as far as the runs saw."""
        return self.earlier + self.last - self.since


class Strand(msgspec.Struct, frozen=True, array_like=True):
    """What is remembered of one command.

    Attributes:
        line: the command line.
        tone: the name of the tone of its last answer; "" before the first.
        title: the words of that answer's title.
        items: what it named, worst first.
        gone: what it named within the last week and no more, the latest first.
        points: when it was asked, in seconds since 1970, and the number that is followed; see `Summary.measure`.
        whole: whether it named all that there was.
        standing: whether it names what is well, too; see `Table.standing`.
        troubled: whether it was not answered the last time.
        away: the targets that gave nothing the last time.
    """

    line: str
    tone: str = ""
    title: str = ""
    items: tuple[Item, ...] = ()
    gone: tuple[Item, ...] = ()
    points: tuple[tuple[int, float], ...] = ()
    whole: bool = True
    standing: bool = False
    troubled: bool = False
    away: tuple[str, ...] = ()


class Memory(msgspec.Struct, frozen=True, array_like=True):
    """What is remembered of a digest: when its last run was, in seconds since 1970 (0: never), and a strand a command."""

    version: int = VERSION
    at: int = 0
    strands: tuple[Strand, ...] = ()

    def strand(self, line: str) -> Strand | None:
        """Return what is remembered of the command `line`, if it was ever asked."""
        return next((strand for strand in self.strands if strand.line == line), None)


def packed(memory: Memory) -> bytes:
    """Return it for the store."""
    return zlib.compress(msgspec.msgpack.encode(memory))


def unpacked(kept: bytes) -> Memory:
    """Return what was packed; an empty memory where it cannot be read."""
    try:
        memory = msgspec.msgpack.decode(zlib.decompress(kept), type=Memory)
    except (zlib.error, msgspec.DecodeError):
        return Memory()
    return memory if memory.version == VERSION else Memory()


def followed(points: tuple[tuple[int, float], ...], at: int, number: float) -> tuple[tuple[int, float], ...]:
    """Return the points of the last week, with one more; where there are many, those go that stand closest, but the last."""
    kept = tuple(point for point in points if at - WEEK <= point[0] < at)
    if len(kept) >= POINTS:
        near = min(range(1, len(kept) - RECENT), key=lambda place: kept[place + 1][0] - kept[place - 1][0])
        kept = (*kept[:near], *kept[near + 1 :])
    return (*kept, (at, number))
