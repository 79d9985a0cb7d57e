"""Reads the server's table of ReplicaSets or ControllerRevisions, and tells where there may be a rollout. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from connectors._kube.cells import read_duration
from connectors._kube.objects import NameDocument, Partial, TableRow, seconds
from connectors._kube.owners import above


class Maker(NamedTuple):
    """Whose revisions they are; a ReplicaSet's name does not tell its kind."""

    namespace: str
    name: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What the tables of one kind tell.

    Attributes:
        new: the namespaces that have a revision made lately.
        doubtful: those who may have been given an older template again: nothing tells when, and as ages are rounded, not
            always which of two templates is the older.
        revisions: how many there are in each namespace that has any.
    """

    new: set[str] = field(default_factory=set)
    doubtful: set[Maker] = field(default_factory=set)
    revisions: Counter[str] = field(default_factory=Counter)

    def hold_most(self, places: Collection[str]) -> bool:
        """Return whether these are several namespaces, and more than half of all revisions are in them."""
        return len(places) > 1 and 2 * sum(self.revisions[place] for place in places) > self.revisions.total()


class _Template(NamedTuple):
    """One revision. `rank`: in the order in which they were put to use; seconds of `age`, rounded down."""

    rank: int
    age: float


class RevisionTable:
    """Takes the rows of one table, or the objects where a server knows no tables.

    Args:
        place: the namespace of all rows that do not tell theirs.
        since: what is not older was made lately; seconds since 1970, as `now`.
        now: when the table was read.
    """

    def __init__(self, place: str, since: float, now: float) -> None:
        self._place, self._since, self._now = place, since, now
        self._columns: dict[str, int] = {}
        self._made: defaultdict[Maker, list[_Template]] = defaultdict(list)
        self._new: set[str] = set()
        self._revisions: Counter[str] = Counter()

    def take(self, part: NameDocument) -> None:
        """Take a part of the table; the first has the columns."""
        for place, column in enumerate(part.column_definitions):
            self._columns[column.name.lower()] = place
        for row in part.rows or ():
            self._take_row(row)
        for item in part.items or ():
            self._take_item(item)

    def tell(self, changes: Changes) -> None:
        """Add what it has to what others have."""
        changes.new.update(self._new)
        changes.revisions.update(self._revisions)
        changes.doubtful.update(maker for maker, several in self._made.items() if _may_be_back(several))

    def _take_row(self, row: TableRow) -> None:
        namespace = row.object.metadata.namespace if row.object else self._place
        self._revisions[namespace] += 1
        age = self._age(row)
        if age is None or age <= self._now - self._since:  # the cell is rounded down
            self._new.add(namespace)
        if age is None:
            return
        number = self._cell(row.cells, "revision")
        if number.isdecimal():
            owner = self._cell(row.cells, "controller").rpartition("/")[2]
            self._made[Maker(namespace, owner)].append(_Template(int(number), age))
        elif name := above(self._cell(row.cells, "name")).name:
            used = self._cell(row.cells, "desired") not in ("", "0")
            self._made[Maker(namespace, name)].append(_Template(int(used), age))

    def _take_item(self, item: Partial) -> None:
        self._revisions[item.metadata.namespace] += 1
        if (seconds(item.metadata.creation_timestamp) or self._now) >= self._since:
            self._new.add(item.metadata.namespace)

    def _age(self, row: TableRow) -> float | None:
        made = seconds(row.object.metadata.creation_timestamp) if row.object else None
        return read_duration(self._cell(row.cells, "age")) if made is None else self._now - made

    def _cell(self, cells: Sequence[object], column: str) -> str:
        place = self._columns.get(column, -1)
        return str(cells[place]) if 0 <= place < len(cells) else ""


def _may_be_back(several: Sequence[_Template]) -> bool:
    """Return whether what is used may be older than what was used before it.

    Of ControllerRevisions the one with the highest number is used, of ReplicaSets those that have replicas: several in the
    middle of a rollout, which may go forth or back.
    """
    highest = max(one.rank for one in several)
    used = [one.age for one in several if one.rank == highest]
    return highest > 0 and (len(used) > 1 or any(one.age <= used[0] for one in several if one.rank != highest))
