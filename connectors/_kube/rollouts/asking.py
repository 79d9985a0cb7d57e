"""Answers the question what changed lately, and which templates one workload had."""

from __future__ import annotations

import asyncio

from connectors._deadline import Deadline
from connectors._kube.api import Api
from connectors._kube.cluster import Cluster, Kind
from connectors._kube.records import Scope
from connectors._kube.rollouts.history import Key, by_workload, rollouts
from connectors._kube.rollouts.lately import Lately
from connectors._kube.rollouts.looking import Looking
from connectors._kube.rollouts.objects import CONTROLLER_REVISIONS, REPLICA_SETS, RevisionObject
from connectors._kube.rollouts.records import Rollout, RolloutList
from connectors._kube.together import task_group
from connectors._kube.workloads.kinds import KINDS
from connectors._kube.workloads.records import Named

MOST = 500
"""Rollouts that are told, unless more are wanted."""
_MAKERS = ((REPLICA_SETS, ("Deployment",)), (CONTROLLER_REVISIONS, ("StatefulSet", "DaemonSet")))
"""Who makes revisions of which kind."""


class Rollouts:
    """Asks one cluster what was rolled out."""

    def __init__(self, cluster: Cluster, api: Api) -> None:
        self._cluster, self._api = cluster, api

    async def find(self, scope: Scope, since: float, *, deadline: Deadline, most: int = MOST) -> RolloutList:
        """Return the rollouts in the scope.

        Args:
            scope: where to look, and which labels the revisions (mostly those of the pods) must have.
            since: seconds to look back.
            deadline: by when.
            most: how many are told at most.

        Raises:
            Forbidden: the bot may look at neither kind of revisions.
            Missing: there is no such namespace.
            UpstreamError: see `connectors._errors`. What it may not look at while it may at others is in `unread`.
        """
        begin = self._cluster.now() - since
        if scope.namespace:
            await self._cluster.check_namespace(scope.namespace, deadline)
        looking = [
            Looking(self._cluster, self._lately(kind), kind, makers, scope=scope, since=begin, deadline=deadline)
            for kind, makers in _MAKERS
        ]
        async with task_group() as group:
            for one in looking:
                group.create_task(one.look())
        if all(one.refused for one in looking):
            raise next(one.refused for one in looking if one.refused)
        workloads = {key: workload for one in looking for key, workload in one.workloads.items()}
        revisions = [each for one in looking for each in one.revisions]
        # In a thread: with thousands of revisions this takes longer than the event loop may be held.
        found = await asyncio.to_thread(lambda: rollouts(by_workload(revisions), workloads, begin))
        return RolloutList(
            since=begin,
            looked_at=sum(one.looked_at for one in looking),
            found=len(found),
            rollouts=tuple(found[:most]),
            unread=tuple(where for one in looking for where in one.unread),
        )

    def _lately(self, kind: Kind[RevisionObject]) -> Lately:
        return Lately(self._cluster, self._api, kind, few=kind is CONTROLLER_REVISIONS)

    async def of(self, named: Named, *, deadline: Deadline) -> tuple[Rollout, ...]:
        """Return the templates that a workload had, newest first, as far as the cluster remembers them.

        Raises:
            UpstreamError: see `connectors._errors`.
        """
        one = named.standing
        key = Key(one.kind, one.namespace, one.name)
        revisions = next(kind for kind, makers in _MAKERS if one.kind in makers)
        found = await self._cluster.find(revisions, Scope(one.namespace, named.selector), deadline)
        named_so = f"metadata.name={one.name}"
        workloads = await self._cluster.find(KINDS[one.kind], Scope(one.namespace), deadline, fields=named_so)
        several = by_workload(found.items).get(key, [])
        return tuple(rollouts({key: several}, dict(zip((key,), workloads.items, strict=False)), 0.0))
