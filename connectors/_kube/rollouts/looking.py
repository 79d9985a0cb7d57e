"""Reads the revisions of the namespaces in which something was rolled out lately, and the workloads that made them."""

from __future__ import annotations

from functools import partial

from connectors._deadline import Deadline
from connectors._errors import Forbidden, Missing
from connectors._kube.api import Api
from connectors._kube.cluster import Cluster, Kind
from connectors._kube.records import Scope, Unread
from connectors._kube.rollouts.history import Key
from connectors._kube.rollouts.lately import Lately
from connectors._kube.rollouts.objects import RevisionObject
from connectors._kube.together import each
from connectors._kube.workloads.kinds import KINDS
from connectors._kube.workloads.objects import WorkloadObject


class Looking:
    """A look at one kind of revisions and their makers: `look()` is called once.

    Args:
        cluster: the cluster.
        api: lists its namespaces.
        kind: ReplicaSets or ControllerRevisions.
        makers: the kinds of workloads that make them.

    Attributes:
        revisions: those of the namespaces where one was made lately.
        workloads: their makers, as far as they could be read.
        unread: what could not be looked at.
        refused: why nothing could; None if something could.
    """

    def __init__(self, cluster: Cluster, api: Api, kind: Kind[RevisionObject], makers: tuple[str, ...]) -> None:
        self._cluster, self._kind, self._makers = cluster, kind, makers
        self._lately = Lately(cluster, api, kind)
        self.revisions: list[RevisionObject] = []
        self.workloads: dict[Key, WorkloadObject] = {}
        self.unread: list[Unread] = []
        self.refused: Forbidden | Missing | None = None

    @property
    def looked_at(self) -> int:
        """How many revisions were looked at."""
        return self._lately.looked_at

    async def look(self, scope: Scope, since: float, deadline: Deadline) -> None:
        """Read what the makers made where something was made lately; a kind that is not to be had costs its own part."""
        try:
            places = await self._lately.namespaces(scope, since, deadline)
        except (Forbidden, Missing) as error:
            self.refused = error
            self.unread.append(Unread(self._kind.plural, error.reason))
            return
        self.unread.extend(self._lately.unread)
        reads = [partial(self._read_revisions, Scope(place, scope.selector), deadline) for place in places]
        reads += [partial(self._read_makers, maker, place, deadline) for place in places for maker in self._makers]
        await each(reads, self._cluster.width, lambda read: read())

    async def _read_revisions(self, scope: Scope, deadline: Deadline) -> None:
        try:
            found = await self._cluster.find(self._kind, scope, deadline)
        except (Forbidden, Missing) as error:
            self.unread.append(Unread(scope.namespace, error.reason))
        else:
            self.revisions.extend(found.items)

    async def _read_makers(self, maker: str, place: str, deadline: Deadline) -> None:
        try:
            found = await self._cluster.find(KINDS[maker], Scope(place), deadline)
        except (Forbidden, Missing):
            return  # what was rolled out is known all the same, only not how it went
        for one in found.items:
            self.workloads[Key(maker, one.metadata.namespace, one.metadata.name)] = one
