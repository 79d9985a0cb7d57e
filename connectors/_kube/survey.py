"""Looks at every pod through the server's table, and keeps of it the counts and the rows that matter to a question."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from connectors._errors import Broken
from connectors._kube.cells import Columns, Glance, Row, Told, read_restarts, read_row
from connectors._kube.objects import PodDocument, PodObject, TableRow
from connectors._kube.owners import stem, workload
from connectors._kube.printed import row_of
from connectors._kube.words import OVER

Key = tuple[str, str]
"""A pod: (namespace, name)."""
BACKLOG = 20_000
"""Rows that may wait for their columns, on a server that tells the columns last."""


class Judge(Protocol):
    """What decides, for one question, which pods matter; see `inquiry.Inquiry`."""

    now: float
    room: int

    def is_dull(self, cells: Glance) -> bool:
        """Return whether a pod with these cells is of no interest."""
        ...

    def take(self, pod: PodObject) -> None:
        """Take a pod that was read whole."""
        ...


FIRSTS = 2000
"""Workloads that have a row though all their pods are of no interest, so that a list by workload lacks none of them."""


@dataclass(slots=True)
class Room:
    """For how many more rows of no interest there is room: in all the tables of a question, as they come in at once.

    Attributes:
        left: of whatever pods.
        firsts: of the first pod of a workload, besides.
    """

    left: int
    firsts: int = 0


class Survey:
    """What was seen.

    Args:
        judge: decides which pods matter.
        room: shared with the other parts of a whole; None: the judge's.

    Attributes:
        looked_at: how many pods.
        statuses: how many pods have each Status cell.
        stems: namespace -> stem -> how many pods there are, those left out that are over.
        restarts: namespace -> stem -> how often its pods restarted, where they did.
        rows: the rows that matter.
        used: how much of the room it took.
        namespaces: those that were looked at.
    """

    def __init__(self, judge: Judge, room: Room | None = None) -> None:
        self.judge = judge
        self.room = room or Room(judge.room, FIRSTS if judge.room else 0)
        self.looked_at = 0
        self.statuses: Counter[str] = Counter()
        self.stems: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.restarts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.rows: dict[Key, Row] = {}
        self.used = Room(0)
        self.namespaces: set[str] = set()

    def count(self, namespace: str, kinds: Counter[Told], names: Sequence[str], seen: Sequence[Told]) -> None:
        """Count pods of one namespace: how often each kind of row occurs, and each pod's name and kind."""
        self.looked_at += len(names)
        over = set()
        for kind, often in kinds.items():
            status = str(kind[0])
            self.statuses[status] += often
            if status in OVER:
                over.add(kind)
        self._count_restarts(namespace, kinds, names, seen)
        if over:
            names = [name for name, kind in zip(names, seen, strict=True) if kind not in over]
        self.stems[namespace].update(map(stem, names))

    def _count_restarts(self, namespace: str, kinds: Iterable[Told], names: Sequence[str], seen: Sequence[Told]) -> None:
        restarted = {kind: often for kind in kinds if (often := read_restarts(str(kind[2]))[0])}
        if not restarted:
            return
        for name, kind in zip(names, seen, strict=True):
            if kind in restarted:
                self.restarts[namespace][stem(name)] += restarted[kind]

    def take_pods(self, pods: Iterable[PodObject]) -> None:
        """Take pods as they are, from a server that gives no table."""
        for pod in pods:
            row = row_of(pod, self.judge.now)
            self.namespaces.add(row.namespace)
            told = row.glance()
            self.count(row.namespace, Counter((told,)), (row.name,), (told,))
            if self.keep((row.namespace, row.name), row, dull=self.judge.is_dull(told)):
                self.judge.take(pod)

    def keep(self, key: Key, row: Row, *, dull: bool, first: bool = False) -> bool:
        """Keep the row, if there is room for it where it is dull; return whether it was kept.

        Args:
            key: its pod.
            row: the row.
            dull: whether it is of no interest.
            first: whether it is the first such row of its workload.
        """
        if dull and first and self.room.firsts > 0:
            self.room.firsts -= 1
            self.used.firsts += 1
        elif dull:
            if self.room.left <= 0:
                return False
            self.room.left -= 1
            self.used.left += 1
        self.rows[key] = row
        return True

    def part(self) -> Survey:
        """Return what the next table is taken into; `add` takes it, or `drop` forgets it."""
        return Survey(self.judge, self.room)

    def drop(self) -> None:
        """Forget this part: what it kept leaves its room to the others."""
        self.room.left += self.used.left
        self.room.firsts += self.used.firsts
        self.used = Room(0)

    def add(self, part: Survey) -> None:
        """Add what a part has seen."""
        self.looked_at += part.looked_at
        self.namespaces |= part.namespaces
        self.statuses.update(part.statuses)
        for namespace, stems in part.stems.items():
            self.stems[namespace].update(stems)
        for namespace, restarts in part.restarts.items():
            self.restarts[namespace].update(restarts)
        self.rows.update(part.rows)


class TableReader:
    """Takes the parts of one table into a survey.

    Args:
        survey: what they are added to.
        namespace: whose pods they are; "" if each row says it.
        target: for the errors.

    Attributes:
        survey: see above.
    """

    def __init__(self, survey: Survey, namespace: str, target: str) -> None:
        self.survey, self._namespace, self._target = survey, namespace, target
        self._columns: Columns | None = None
        self._backlog: list[TableRow] = []
        self._dull: dict[Told, bool] = {}  # most rows of a table have the same few cells
        self._known: set[tuple[str, str]] = set()

    def take(self, part: PodDocument) -> None:
        """Take the next part. Raises Broken when the table lacks what is needed to read it."""
        if part.column_definitions and self._columns is None:
            try:
                self._columns = Columns.of([column.name for column in part.column_definitions])
            except LookupError as error:
                raise Broken(self._target, str(error)) from error
        rows = part.rows or ()
        if self._columns is None:
            self._backlog.extend(rows)
            if len(self._backlog) > BACKLOG:
                raise Broken(self._target, "the server's table of pods tells no columns")
        else:
            backlog, self._backlog = self._backlog, []
            self._take_rows((*backlog, *rows) if backlog else rows, self._columns)
        self.survey.take_pods(part.items or ())

    def close(self) -> None:
        """Say that there are no more parts. Raises Broken when there were rows, but never any columns."""
        if self._backlog:
            raise Broken(self._target, "the server's table of pods tells no columns")

    def _take_rows(self, rows: tuple[TableRow, ...], columns: Columns) -> None:
        try:
            if self._namespace and not (rows and rows[0].object):
                self._take_namespace(self._namespace, rows, columns)
                return
            groups: defaultdict[str, list[TableRow]] = defaultdict(list)
            for row in rows:
                groups[row.object.metadata.namespace if row.object else ""].append(row)
            for namespace, group in groups.items():
                self.survey.namespaces.add(namespace)
                self._take_namespace(namespace, group, columns)
        except IndexError as error:
            raise Broken(self._target, "the server's table of pods has rows that are too short") from error

    def _take_namespace(self, namespace: str, rows: Sequence[TableRow], columns: Columns) -> None:
        """Take the rows of one namespace. What is done for each of them is left to C: there may be 100,000."""
        survey, telling = self.survey, columns.telling()
        names = [str(row.cells[columns.name]) for row in rows]
        seen = [telling(row.cells) for row in rows]
        kinds = Counter(seen)
        survey.count(namespace, kinds, names, seen)
        dull = self._are_dull(kinds)
        if len(dull) == len(kinds) and not (survey.room.left or survey.room.firsts):
            return
        for row, name, kind in zip(rows, names, seen, strict=True):
            is_dull = kind in dull
            first = is_dull and survey.room.firsts > 0 and self._is_first(namespace, name)
            if is_dull and not first and survey.room.left <= 0:
                continue
            owner = workload(row.object.metadata) if row.object else None
            survey.keep((namespace, name), read_row(namespace, row.cells, columns, owner), dull=is_dull, first=first)

    def _is_first(self, namespace: str, name: str) -> bool:
        """Return whether it is the first pod of its stem that is asked about."""
        kin = (namespace, stem(name))
        if kin in self._known:
            return False
        self._known.add(kin)
        return True

    def _are_dull(self, kinds: Iterable[Told]) -> set[Told]:
        """Return the kinds of row that are of no interest."""
        known = self._dull
        for kind in kinds:
            if kind not in known:
                known[kind] = self.survey.judge.is_dull(Glance(*map(str, kind)))
        return {kind for kind in kinds if known[kind]}
