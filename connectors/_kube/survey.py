"""Looks at every pod through the server's table, and keeps of it the counts and the rows that matter to a question."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from connectors._errors import Broken
from connectors._kube.cells import Columns, Glance, Row, read_row
from connectors._kube.objects import PodDocument, PodObject, TableRow
from connectors._kube.owners import stem, workload
from connectors._kube.printed import row_of
from connectors._kube.words import OVER

Key = tuple[str, str]
"""A pod: (namespace, name)."""
BACKLOG = 20_000
"""Rows that may wait for their columns, on a server that tells the columns last."""


class Judge(Protocol):
    """What decides, for one question, which pods matter; see `questions.Inquiry`."""

    now: float
    room: int

    def is_dull(self, cells: Glance) -> bool:
        """Return whether a pod with these cells is of no interest."""
        ...

    def take(self, pod: PodObject) -> None:
        """Take a pod that was read whole."""
        ...


class Survey:
    """What was seen.

    Attributes:
        looked_at: how many pods.
        statuses: how many pods have each Status cell.
        stems: namespace -> stem -> how many pods there are, those left out that are over.
        rows: the rows that matter.
        room: how many more rows of pods that are of no interest are kept.
        namespaces: those that were looked at.
    """

    def __init__(self, judge: Judge) -> None:
        self.judge = judge
        self.room = judge.room
        self.looked_at = 0
        self.statuses: Counter[str] = Counter()
        self.stems: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.rows: dict[Key, Row] = {}
        self.namespaces: set[str] = set()

    def count(self, namespace: str, seen: Sequence[tuple[str, str]]) -> None:
        """Count pods of one namespace, each (name, Status cell)."""
        self.looked_at += len(seen)
        self.statuses.update([status for _, status in seen])
        self.stems[namespace].update([stem(name) for name, status in seen if status not in OVER])

    def take_pods(self, pods: Iterable[PodObject]) -> None:
        """Take pods as they are, from a server that gives no table."""
        for pod in pods:
            row = row_of(pod, self.judge.now)
            self.namespaces.add(row.namespace)
            self.count(row.namespace, [(row.name, row.status)])
            dull = self.judge.is_dull(row.glance())
            if not dull or self.room:
                self.room -= dull
                self.rows[row.namespace, row.name] = row
                self.judge.take(pod)


class TableReader:
    """Takes the parts of one table into a survey.

    Args:
        survey: what they are added to.
        namespace: whose pods they are; "" if each row says it.
        target: for the errors.
    """

    def __init__(self, survey: Survey, namespace: str, target: str) -> None:
        self._survey, self._namespace, self._target = survey, namespace, target
        self._columns: Columns | None = None
        self._backlog: list[TableRow] = []
        self._dull: dict[tuple[Any, ...], bool] = {}  # most rows of a table have the same few cells

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
        self._survey.take_pods(part.items or ())

    def close(self) -> None:
        """Say that there are no more parts. Raises Broken when there were rows, but never any columns."""
        if self._backlog:
            raise Broken(self._target, "the server's table of pods tells no columns")

    def _take_rows(self, rows: tuple[TableRow, ...], columns: Columns) -> None:
        if any(len(row.cells) <= max(columns) for row in rows):
            raise Broken(self._target, "the server's table of pods has rows that are too short")
        if self._namespace and not (rows and rows[0].object):
            self._take_namespace(self._namespace, rows, columns)
            return
        groups: defaultdict[str, list[TableRow]] = defaultdict(list)
        for row in rows:
            groups[row.object.metadata.namespace if row.object else ""].append(row)
        for namespace, group in groups.items():
            self._survey.namespaces.add(namespace)
            self._take_namespace(namespace, group, columns)

    def _take_namespace(self, namespace: str, rows: Sequence[TableRow], columns: Columns) -> None:
        name_at, ready_at, status_at, restarts_at, _, _, gates_at = columns
        survey, is_dull = self._survey, self._dull
        survey.count(namespace, [(str(row.cells[name_at]), str(row.cells[status_at])) for row in rows])
        for row in rows:
            cells = row.cells
            seen = (
                cells[status_at],
                cells[ready_at],
                cells[restarts_at] if restarts_at >= 0 else "",
                cells[gates_at] if gates_at >= 0 else "",
            )
            dull = is_dull.get(seen)
            if dull is None:
                dull = is_dull[seen] = survey.judge.is_dull(Glance(*map(str, seen)))
            if dull and not survey.room:
                continue
            survey.room -= dull
            owner = workload(row.object.metadata) if row.object else None
            survey.rows[namespace, str(cells[name_at])] = read_row(namespace, cells, columns, owner)
