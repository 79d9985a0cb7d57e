"""Answers what stands in the namespaces, and which of them cannot go."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable

from connectors._deadline import Deadline
from connectors._errors import Broken, Forbidden, Missing
from connectors._kube.api import Api
from connectors._kube.asking import MANY_NAMESPACES
from connectors._kube.cells import Columns, all_ready
from connectors._kube.cluster import Cluster, Kind
from connectors._kube.diagnosis import head
from connectors._kube.fields import Fields
from connectors._kube.objects import Meta, PodCondition, PodDocument, TableRow, seconds
from connectors._kube.printed import row_of
from connectors._kube.records import Scope
from connectors._kube.spaces.records import Space, SpaceList
from connectors._kube.together import each
from connectors._kube.words import Stage, stage

MOST = 500
"""Namespaces that are told."""


class _Spec(Fields, frozen=True):
    finalizers: tuple[str, ...] | None = None


class _Status(Fields, frozen=True):
    phase: str = ""
    conditions: tuple[PodCondition, ...] | None = None


class SpaceObject(Fields, frozen=True):
    """One namespace, as far as it is used."""

    metadata: Meta = Meta()
    spec: _Spec = _Spec()
    status: _Status = _Status()


SPACES = Kind("api/v1", "namespaces", SpaceObject, namespaced=False)


class Tally:
    """Counts the pods of a table by their namespaces and by what the server shows of them.

    Args:
        place: the namespace of all of them; "" where each row says its own.
        now: seconds since 1970.

    Attributes:
        pods: how many there are in each namespace.
        failing: of each namespace, how many fail or are not ready, for each status.
    """

    def __init__(self, place: str, now: float) -> None:
        self.pods: Counter[str] = Counter({place: 0} if place else {})
        self.failing: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._place, self._now, self._columns = place, now, Columns.of(("name", "ready", "status"))

    def take(self, part: PodDocument) -> None:
        """Take some more of the table. Raises LookupError for a table that lacks what is needed."""
        if part.column_definitions:
            self._columns = Columns.of([column.name for column in part.column_definitions])
        status, ready = self._columns.status, self._columns.ready
        seen = Counter((self._home(row), str(row.cells[status]), str(row.cells[ready])) for row in part.rows or ())
        seen.update((row.namespace, row.status, row.ready) for row in (row_of(pod, self._now) for pod in part.items or ()))
        for (home, word, told), often in seen.items():
            self.pods[home] += often
            at = stage(word)
            if at is Stage.FAILED or (at is Stage.UP and not all_ready(told)):
                self.failing[home]["NotReady" if at is Stage.UP else word] += often

    def _home(self, row: TableRow) -> str:
        return self._place or (row.object.metadata.namespace if row.object else "")


class Spaces:
    """Asks one cluster about its namespaces."""

    def __init__(self, cluster: Cluster, api: Api) -> None:
        self._cluster, self._api = cluster, api

    async def all(self, scope: Scope, *, deadline: Deadline) -> SpaceList:
        """Return the namespaces, those that cannot go first; of the scope the labels matter, which are the namespaces' own.

        Raises:
            Forbidden: the bot may not list them, and the settings name none.
            UpstreamError: see `connectors._errors`.
        """
        spaces = await self._spaces(scope, deadline)
        pods: Counter[str] = Counter()
        failing: dict[str, Counter[str]] = {}
        trouble = ""

        async def look_in(place: str) -> None:
            nonlocal trouble
            try:
                tally = await self._tally(place, deadline)
            except (Forbidden, Missing) as error:
                trouble = error.reason
                return
            pods.update(tally.pods)
            failing.update(tally.failing)

        names = [space.metadata.name for space in spaces]
        over_all = len(names) > MANY_NAMESPACES and not self._cluster.namespaces
        await each([""] if over_all else names, self._cluster.width, look_in)
        if over_all and not trouble:
            pods.update(dict.fromkeys(names, 0))  # those without a row have been looked at, too
        every = [_space(space, pods.get(space.metadata.name), failing.get(space.metadata.name)) for space in spaces]
        every.sort(
            key=lambda one: (one.deleting_since is None, one.deleting_since or 0.0, -one.failing, -(one.pods or 0), one.name)
        )
        return SpaceList(
            looked_at=len(every),
            pods=sum(space.pods or 0 for space in every),
            failing=sum(space.failing for space in every),
            spaces=tuple(every[:MOST]),
            trouble=trouble,
        )

    async def _tally(self, place: str, deadline: Deadline) -> Tally:
        """Return the counts of one namespace's pods, or with "" of all, each row then carrying its pod's metadata."""
        tally = Tally(place, self._cluster.now())

        def begin() -> Callable[[PodDocument], None]:
            nonlocal tally
            tally = Tally(place, self._cluster.now())
            return tally.take

        try:
            await self._api.table(place, "", begin, deadline, metadata=not place)
        except LookupError as error:
            raise Broken(self._api.target, "the server's table of pods cannot be understood") from error
        return tally

    async def _spaces(self, scope: Scope, deadline: Deadline) -> list[SpaceObject]:
        """Return the namespaces; where the settings name them, those, as far as the bot may read each."""
        if not self._cluster.namespaces:
            return (await self._cluster.find(SPACES, Scope("", scope.selector), deadline)).items
        found: list[SpaceObject] = []

        async def read(name: str) -> None:
            try:
                found.append(await self._cluster.get(SPACES, "", name, deadline))
            except Forbidden:
                found.append(SpaceObject(Meta(name)))
            except Missing:
                return

        await each(self._cluster.namespaces, self._cluster.width, read)
        return found


def _space(space: SpaceObject, pods: int | None, failing: Counter[str] | None) -> Space:
    meta = space.metadata
    deleting = seconds(meta.deletion_timestamp)
    reasons = (c.message for c in space.status.conditions or () if c.status == "True" and c.message)
    return Space(
        name=meta.name,
        pods=pods,
        failing=failing.total() if failing else 0,
        worst=failing.most_common(1)[0][0] if failing else "",
        deleting_since=deleting,
        finalizers=tuple(space.spec.finalizers or ()) if deleting is not None else (),
        blocked=head(". ".join(reason.rstrip(". ") for reason in reasons)) if deleting is not None else "",
    )
