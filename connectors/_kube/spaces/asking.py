"""Answers what stands in the namespaces, and which of them cannot go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from connectors._deadline import Deadline
from connectors._errors import Broken, Forbidden, Missing
from connectors._kube.api import Api
from connectors._kube.cells import Columns, all_ready
from connectors._kube.cluster import Cluster, Kind
from connectors._kube.diagnosis import head
from connectors._kube.fields import Fields
from connectors._kube.objects import Meta, PodCondition, PodDocument, seconds
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
    """Counts the pods of one namespace by what the server's table shows of them.

    Attributes:
        pods: how many there are.
        failing: how many fail or are not ready, for each status.
    """

    def __init__(self, now: float) -> None:
        self.pods = 0
        self.failing: Counter[str] = Counter()
        self._now, self._columns = now, Columns.of(("name", "ready", "status"))

    def take(self, part: PodDocument) -> None:
        """Take some more of the table. Raises LookupError for a table that lacks what is needed."""
        if part.column_definitions:
            self._columns = Columns.of([column.name for column in part.column_definitions])
        rows = [(str(row.cells[self._columns.status]), str(row.cells[self._columns.ready])) for row in part.rows or ()]
        rows += [(row.status, row.ready) for row in (row_of(pod, self._now) for pod in part.items or ())]
        self.pods += len(rows)
        for (status, ready), often in Counter(rows).items():
            at = stage(status)
            if at is Stage.FAILED or (at is Stage.UP and not all_ready(ready)):
                self.failing["NotReady" if at is Stage.UP else status] += often


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
        tallies: dict[str, Tally] = {}
        trouble = ""

        async def look_in(space: SpaceObject) -> None:
            nonlocal trouble
            name = space.metadata.name
            tally = Tally(self._cluster.now())

            def begin() -> Callable[[PodDocument], None]:
                nonlocal tally
                tally = Tally(self._cluster.now())
                return tally.take

            try:
                await self._api.table(name, "", begin, deadline, metadata=False)
            except (Forbidden, Missing) as error:
                trouble = error.reason
            except LookupError as error:
                raise Broken(self._api.target, "the server's table of pods cannot be understood") from error
            else:
                tallies[name] = tally

        await each(spaces, self._cluster.width, look_in)
        every = [_space(space, tallies.get(space.metadata.name)) for space in spaces]
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


def _space(space: SpaceObject, tally: Tally | None) -> Space:
    meta = space.metadata
    deleting = seconds(meta.deletion_timestamp)
    reasons = (c.message for c in space.status.conditions or () if c.status == "True" and c.message)
    return Space(
        name=meta.name,
        pods=tally.pods if tally else None,
        failing=tally.failing.total() if tally else 0,
        worst=tally.failing.most_common(1)[0][0] if tally and tally.failing else "",
        deleting_since=deleting,
        finalizers=tuple(space.spec.finalizers or ()) if deleting is not None else (),
        blocked=head(" ".join(reasons)) if deleting is not None else "",
    )
