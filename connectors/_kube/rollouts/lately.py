"""Finds the namespaces in which something was rolled out lately, without reading what was not.

A ReplicaSet is 5 KB and there are ten of each Deployment; the server's table has its age in some 300 bytes. The cells tell
no namespace, so each has a table of its own, as for pods.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from connectors._deadline import Deadline
from connectors._errors import Forbidden
from connectors._kube.api import TABLE, Api
from connectors._kube.asking import MANY_NAMESPACES
from connectors._kube.cells import read_duration
from connectors._kube.cluster import CACHED, Cluster, Kind
from connectors._kube.listing import Listing, Lists
from connectors._kube.objects import NAMES, NameDocument, Partial, TableRow, seconds
from connectors._kube.owners import above
from connectors._kube.records import Scope, Unread
from connectors._kube.rollouts.objects import RevisionObject
from connectors._kube.together import each


class Lately:
    """Looks for new revisions of one kind.

    Args:
        cluster: the cluster.
        api: lists its namespaces.
        kind: ReplicaSets or ControllerRevisions.

    Attributes:
        looked_at: how many revisions were looked at.
        unread: the namespaces where the bot may not look.
    """

    def __init__(self, cluster: Cluster, api: Api, kind: Kind[RevisionObject]) -> None:
        self._cluster, self._api, self._kind = cluster, api, kind
        self._changed: set[str] = set()
        self.looked_at = 0
        self.unread: tuple[Unread, ...] = ()

    async def namespaces(self, scope: Scope, since: float, deadline: Deadline) -> tuple[str, ...]:
        """Return the namespaces in the scope that have a revision made since then, or one in use that is not the newest.

        Raises:
            UpstreamError: see `connectors._errors`; Forbidden only if the bot may look nowhere.
        """
        places = (scope.namespace,) if scope.namespace else await self._places(deadline)
        refused: dict[str, Forbidden] = {}

        async def look_in(place: str) -> None:
            try:
                await self._table(place, scope.selector, since, deadline)
            except Forbidden as error:
                refused[place] = error

        await each(places, self._cluster.width, look_in)
        if refused and len(refused) == len(places):
            raise next(iter(refused.values()))
        self.unread = tuple(Unread(place, error.reason) for place, error in sorted(refused.items()))
        return tuple(sorted(self._changed))

    async def _places(self, deadline: Deadline) -> tuple[str, ...]:
        if self._cluster.namespaces:
            return self._cluster.namespaces
        try:
            places = await self._api.namespaces(deadline)
        except Forbidden:
            return ("",)
        return places if len(places) <= MANY_NAMESPACES else ("",)

    async def _table(self, place: str, selector: str, since: float, deadline: Deadline) -> None:
        reader = _Reader(place, since, self._cluster.now())

        def begin() -> Callable[[NameDocument], None]:
            nonlocal reader
            reader = _Reader(place, since, self._cluster.now())
            return reader.take

        params = dict(CACHED) | {"includeObject": "None" if place else "Metadata"}
        params |= {"labelSelector": selector} if selector else {}
        listing = Listing(f"{self._kind.plural} table", self._cluster.path(self._kind, place), params, NAMES, TABLE)
        await Lists(self._cluster.http, self._cluster.target).read(listing, begin, deadline)
        self._changed |= reader.changed()
        self.looked_at += reader.looked_at


class _Reader:
    """Takes the rows of one table, or the objects where a server knows no tables."""

    def __init__(self, place: str, since: float, now: float) -> None:
        self._place, self._since, self._now = place, since, now
        self._columns: dict[str, int] = {}
        self._new: set[str] = set()
        self._newest: dict[tuple[str, str], float] = {}
        self._used: dict[tuple[str, str], float] = {}
        self._numbered: defaultdict[tuple[str, str], list[tuple[int, float]]] = defaultdict(list)
        self.looked_at = 0

    def take(self, part: NameDocument) -> None:
        for place, column in enumerate(part.column_definitions):
            self._columns[column.name.lower()] = place
        rows, items = part.rows or (), part.items or ()
        self.looked_at += len(rows) + len(items)
        for row in rows:
            self._take_row(row)
        for item in items:
            self._take_item(item)

    def changed(self) -> set[str]:
        """Return the namespaces that matter."""
        behind = {namespace for (namespace, name), age in self._used.items() if age > self._newest[namespace, name]}
        return self._new | behind | {namespace for (namespace, _), several in self._numbered.items() if _is_behind(several)}

    def _take_row(self, row: TableRow) -> None:
        namespace = row.object.metadata.namespace if row.object else self._place
        age = read_duration(self._cell(row.cells, "age"))
        if age is None or age <= self._now - self._since:  # the cell is rounded down
            self._new.add(namespace)
        number = self._cell(row.cells, "revision")
        if age is not None and number.isdecimal():
            self._numbered[namespace, self._cell(row.cells, "controller")].append((int(number), age))
            return
        name = above(self._cell(row.cells, "name")).name
        if age is not None and name:
            self._newest[namespace, name] = min(age, self._newest.get((namespace, name), age))
            if self._cell(row.cells, "desired") not in ("", "0"):
                self._used[namespace, name] = min(age, self._used.get((namespace, name), age))

    def _take_item(self, item: Partial) -> None:
        if (seconds(item.metadata.creation_timestamp) or self._now) >= self._since:
            self._new.add(item.metadata.namespace)

    def _cell(self, cells: Sequence[object], column: str) -> str:
        place = self._columns.get(column, -1)
        return str(cells[place]) if 0 <= place < len(cells) else ""


def _is_behind(several: Sequence[tuple[int, float]]) -> bool:
    """Return whether the highest number of (number, age) may be an older revision's: then it is in use again.

    Ages are rounded: two that are the same may be either way, and are looked at.
    """
    number, age = max(several)
    return any(other <= age for each, other in several if each != number)
