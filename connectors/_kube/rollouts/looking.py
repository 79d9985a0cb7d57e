"""Reads the revisions of the namespaces in which something was rolled out lately, and the workloads that made them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from functools import partial

from connectors._deadline import Deadline
from connectors._errors import Forbidden, Missing
from connectors._kube.cluster import Cluster, Kind
from connectors._kube.records import Scope, Unread
from connectors._kube.rollouts.history import Key
from connectors._kube.rollouts.lately import Lately
from connectors._kube.rollouts.managers import moved
from connectors._kube.rollouts.objects import RevisionObject
from connectors._kube.rollouts.table import Changes, Maker
from connectors._kube.together import each, task_group
from connectors._kube.workloads.kinds import KINDS
from connectors._kube.workloads.objects import WorkloadObject


class Looking:
    """A look at one kind of revisions and their makers: `look()` is called once.

    Args:
        cluster: the cluster.
        lately: finds where to look.
        kind: ReplicaSets or ControllerRevisions.
        makers: the kinds of workloads that make them.
        scope: where, and which labels the revisions must have.
        since: what is older is none of our business; seconds since 1970.
        deadline: by when.

    Attributes:
        looked_at: how many revisions were looked at.
        revisions: those of the namespaces where a workload was given a template lately.
        workloads: their makers, as far as they could be read.
        unread: what could not be looked at.
        refused: why nothing could; None if something could.
    """

    def __init__(
        self,
        cluster: Cluster,
        lately: Lately,
        kind: Kind[RevisionObject],
        makers: tuple[str, ...],
        *,
        scope: Scope,
        since: float,
        deadline: Deadline,
    ) -> None:
        self._cluster, self._lately, self._kind, self._makers = cluster, lately, kind, makers
        self._scope, self._since, self._deadline = scope, since, deadline
        self._turn = asyncio.Semaphore(cluster.width)
        self.looked_at = 0
        self.revisions: list[RevisionObject] = []
        self.workloads: dict[Key, WorkloadObject] = {}
        self.unread: list[Unread] = []
        self.refused: Forbidden | Missing | None = None

    async def look(self) -> None:
        """Read what the makers made where something was made lately; a kind that is not to be had costs its own part."""
        try:
            changes = await self._lately.changes(self._scope, self._since, self._deadline)
        except (Forbidden, Missing) as error:
            self.refused = error
            self.unread.append(Unread(self._kind.plural, error.reason))
            return
        self.unread.extend(self._lately.unread)
        self.looked_at = changes.revisions.total()
        doubted = {maker.namespace for maker in changes.doubtful}
        async with task_group() as group:
            reading = group.create_task(self._read(changes, changes.new, self._read_revisions))
            for maker in self._makers:
                group.create_task(self._read(changes, changes.new | doubted, partial(self._read_makers, maker)))
        if not reading.result():
            await each(sorted(self._moved(changes) - changes.new), self._cluster.width, self._read_revisions)

    def _moved(self, changes: Changes) -> set[str]:
        """Return the namespaces of the doubtful who were given a template lately, or of whom nothing tells when."""
        return {one.namespace for one in changes.doubtful if any(at is None or at >= self._since for at in self._moves(one))}

    def _moves(self, maker: Maker) -> list[float | None]:
        keys = (Key(kind, maker.namespace, maker.name) for kind in self._makers)
        return [moved(self.workloads[key]) for key in keys if key in self.workloads] or [None]

    async def _read(self, changes: Changes, places: Collection[str], read: Callable[[str], Awaitable[None]]) -> bool:
        """Read in these namespaces; return whether all were read at once: where that is about the same, and the bot may."""
        within = self._scope.namespace or self._scope.selector or self._cluster.namespaces
        if not within and changes.hold_most(places):
            try:
                await read("")
            except (Forbidden, Missing):
                pass  # nothing is lost: it is known where to look one after the other
            else:
                return True
        await each(sorted(places), self._cluster.width, read)
        return False

    async def _read_revisions(self, place: str) -> None:
        try:
            async with self._turn:
                found = await self._cluster.find(self._kind, Scope(place, self._scope.selector), self._deadline)
        except (Forbidden, Missing) as error:
            if not place:
                raise
            self.unread.append(Unread(place, error.reason))
        else:
            self.revisions.extend(found.items)

    async def _read_makers(self, maker: str, place: str) -> None:
        try:
            async with self._turn:
                found = await self._cluster.find(KINDS[maker], Scope(place), self._deadline)
        except (Forbidden, Missing):
            if not place:
                raise
            return  # what was rolled out is known all the same, only not how it went
        for one in found.items:
            self.workloads[Key(maker, one.metadata.namespace, one.metadata.name)] = one
