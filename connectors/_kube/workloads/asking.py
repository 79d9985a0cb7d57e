"""Answers questions about workloads."""

from __future__ import annotations

import asyncio
from collections import Counter

from connectors._deadline import Deadline
from connectors._errors import Forbidden, Missing
from connectors._kube.answer import counts
from connectors._kube.cluster import Cluster, Found
from connectors._kube.objects import ContainerSpec
from connectors._kube.records import Owner, Scope, Unread
from connectors._kube.together import each
from connectors._kube.workloads.kinds import KINDS
from connectors._kube.workloads.labels import written
from connectors._kube.workloads.objects import WorkloadObject
from connectors._kube.workloads.records import Image, Named, Standing, WorkloadList, WorkloadQuestion
from connectors._kube.workloads.rollout import badness, standing

MOST = 500
"""Workloads that are told, unless more are wanted."""


class Workloads:
    """Asks one cluster about its workloads."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster

    async def find(self, scope: Scope, question: WorkloadQuestion, *, deadline: Deadline, most: int = MOST) -> WorkloadList:
        """Return the workloads in the scope that answer the question.

        Args:
            scope: where to look, and which labels the workloads themselves must have.
            question: `unhealthy`, or `all`.
            deadline: by when.
            most: how many are told at most.

        Raises:
            Forbidden: the bot may look at none of the kinds.
            UpstreamError: see `connectors._errors`. What it may not look at while it may at others is in `unread`.
        """
        found, unread = await self._read(tuple(KINDS), scope, deadline)
        # In a thread: with thousands of workloads this takes longer than the event loop may be held.
        wanted = await asyncio.to_thread(_wanted, found, question)
        return WorkloadList(
            question=question,
            looked_at=len(found),
            found=len(wanted),
            states=counts(Counter(one.state for one in wanted)),
            workloads=tuple(wanted[:most]),
            unread=unread,
        )

    async def named(self, kind: str, name: str, namespace: str = "", *, deadline: Deadline) -> tuple[Named, ...]:
        """Return the workloads of this name: of this kind ("": of any), in this namespace ("": in any); at least one.

        Raises:
            Missing: there is none.
            UpstreamError: see `connectors._errors`.
        """
        kinds = (kind,) if kind else tuple(KINDS)
        found, unread = await self._read(kinds, Scope(namespace), deadline, f"metadata.name={name}")
        if not found:
            where = f"in {namespace}" if namespace else "in any namespace that the bot may see"
            not_seen = f"; not looked at: {unread[0].namespace}" if unread else ""
            raise Missing(self._cluster.target, f"there is no {kind or 'workload'} {name!r} {where}{not_seen}")
        return tuple(_named(kind, workload) for kind, workload in found)

    async def _read(
        self, kinds: tuple[str, ...], scope: Scope, deadline: Deadline, fields: str = ""
    ) -> tuple[list[tuple[str, WorkloadObject]], tuple[Unread, ...]]:
        """Return the workloads of these kinds, each with its kind, sorted by namespace; and what was not to be looked at."""
        answers: dict[str, Found[WorkloadObject]] = {}
        refused: dict[str, Forbidden] = {}

        async def read(kind: str) -> None:
            try:
                answers[kind] = await self._cluster.find(KINDS[kind], scope, deadline, fields=fields)
            except Forbidden as error:
                refused[kind] = error

        await each(kinds, len(kinds), read)
        if not answers:
            raise next(iter(refused.values()))
        found = [(kind, workload) for kind in kinds if kind in answers for workload in answers[kind].items]
        found.sort(key=lambda each: (each[1].metadata.namespace, each[1].metadata.name))
        unread = {place.namespace: place for answer in answers.values() for place in answer.unread}
        whole = (Unread(KINDS[kind].plural, refused[kind].reason) for kind in kinds if kind in refused)
        return found, (*whole, *(unread[name] for name in sorted(unread)))


def _wanted(found: list[tuple[str, WorkloadObject]], question: WorkloadQuestion) -> list[Standing]:
    """Return how those stand that answer the question, worst first."""
    stand = [standing(kind, workload) for kind, workload in found]
    wanted = stand if question == "all" else [one for one in stand if one.unhealthy]
    return sorted(wanted, key=lambda one: (*badness(one), one.namespace, one.name))


def _named(kind: str, workload: WorkloadObject) -> Named:
    template = workload.spec.template.spec
    above = next((one for one in workload.metadata.owner_references or () if one.controller), None)
    return Named(
        standing=standing(kind, workload),
        images=images((*(template.init_containers or ()), *(template.containers or ()))),
        selector=written(workload.spec.selector),
        owner=Owner(above.kind, above.name) if above else None,
    )


def images(containers: tuple[ContainerSpec, ...]) -> tuple[Image, ...]:
    """Return the images of these containers."""
    return tuple(Image(container.name, container.image) for container in containers)
