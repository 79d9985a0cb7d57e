"""Finds the namespaces in which something was rolled out lately, without reading what was not.

A ReplicaSet is 5 KB and there are ten of each Deployment; the server's table has its age in some 300 bytes. The cells tell
no namespace, so each has a table of its own, as for pods. ControllerRevisions are few: one table that carries their metadata
tells all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from connectors._deadline import Deadline
from connectors._errors import Forbidden
from connectors._kube.api import TABLE, Api
from connectors._kube.asking import MANY_NAMESPACES
from connectors._kube.cluster import CACHED, Cluster, Kind
from connectors._kube.listing import Listing, Lists
from connectors._kube.objects import NAMES, NameDocument
from connectors._kube.records import Scope, Unread
from connectors._kube.rollouts.objects import RevisionObject
from connectors._kube.rollouts.table import Changes, RevisionTable
from connectors._kube.together import each


class Lately:
    """Looks for new revisions of one kind.

    Args:
        cluster: the cluster.
        api: lists its namespaces.
        kind: ReplicaSets or ControllerRevisions.
        few: whether there are so few that one table is read of all, with metadata, if the bot may.

    Attributes:
        unread: the namespaces where the bot may not look.
    """

    def __init__(self, cluster: Cluster, api: Api, kind: Kind[RevisionObject], *, few: bool = False) -> None:
        self._cluster, self._api, self._kind, self._few = cluster, api, kind, few
        self.unread: tuple[Unread, ...] = ()

    async def changes(self, scope: Scope, since: float, deadline: Deadline) -> Changes:
        """Return what has changed since then in the scope.

        Raises:
            UpstreamError: see `connectors._errors`; Forbidden only if the bot may look nowhere.
        """
        if scope.namespace:
            return await self._of((scope.namespace,), scope.selector, since, deadline)
        if self._few and not self._cluster.namespaces:
            try:
                return await self._of(("",), scope.selector, since, deadline)
            except Forbidden:
                pass  # not in all at once: perhaps in one or the other
        return await self._of(await self._places(deadline), scope.selector, since, deadline)

    async def _of(self, places: Sequence[str], selector: str, since: float, deadline: Deadline) -> Changes:
        refused: dict[str, Forbidden] = {}
        found = Changes()

        async def look_in(place: str) -> None:
            try:
                (await self._table(place, selector, since, deadline)).tell(found)
            except Forbidden as error:
                refused[place] = error

        await each(places, self._cluster.width, look_in)
        if refused and len(refused) == len(places):
            raise next(iter(refused.values()))
        self.unread = tuple(Unread(place, error.reason) for place, error in sorted(refused.items()))
        return found

    async def _places(self, deadline: Deadline) -> tuple[str, ...]:
        if self._cluster.namespaces:
            return self._cluster.namespaces
        try:
            places = await self._api.namespaces(deadline)
        except Forbidden:
            return ("",)
        return places if len(places) <= MANY_NAMESPACES else ("",)

    async def _table(self, place: str, selector: str, since: float, deadline: Deadline) -> RevisionTable:
        reader = RevisionTable(place, since, self._cluster.now())

        def begin() -> Callable[[NameDocument], None]:
            nonlocal reader
            reader = RevisionTable(place, since, self._cluster.now())
            return reader.take

        params = dict(CACHED) | {"includeObject": "None" if place else "Metadata"}
        params |= {"labelSelector": selector} if selector else {}
        listing = Listing(f"{self._kind.plural} table", self._cluster.path(self._kind, place), params, NAMES, TABLE)
        await Lists(self._cluster.http, self._cluster.target).read(listing, begin, deadline)
        return reader
