"""Answers questions about events."""

from __future__ import annotations

import asyncio

from connectors._deadline import Deadline
from connectors._kube.cluster import Cluster, Kind
from connectors._kube.events.objects import ClusterEvent
from connectors._kube.events.records import About, EventList, EventQuestion
from connectors._kube.events.subjects import WITH_PODS
from connectors._kube.events.tally import Tally, Window
from connectors._kube.records import Scope

EVENTS = Kind("api/v1", "events", ClusterEvent)
MOST = 500
"""Groups that are told, unless more are wanted."""
EVERYTHING = About()


class Events:
    """Asks one cluster about its events."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster

    async def find(
        self,
        namespace: str,
        question: EventQuestion,
        since: float,
        about: About = EVERYTHING,
        *,
        deadline: Deadline,
        most: int = MOST,
    ) -> EventList:
        """Return the groups of events that answer the question.

        Args:
            namespace: only there; "" everywhere.
            question: `warning`, or `all`.
            since: seconds to look back.
            about: what they are about; everything, if not given.
            deadline: by when.
            most: how many groups are told at most.

        Raises:
            Missing: there is no such namespace.
            UpstreamError: see `connectors._errors`.
        """
        window = Window(self._cluster.now() - since, about)
        poured = await self._cluster.pour(
            EVENTS, Scope(namespace), deadline, lambda: Tally(window), fields=_fields(question, about)
        )
        whole = Tally(window)
        for tally in poured.sinks:
            whole.add(tally)
        if namespace and not whole.looked_at:
            await self._cluster.check_namespace(namespace, deadline)
        groups = await asyncio.to_thread(whole.groups)  # 5,000 of them take longer than the event loop may be held
        return EventList(
            question=question,
            since=window.since,
            looked_at=whole.looked_at,
            found=whole.found,
            times=whole.times,
            groups=tuple(groups[:most]),
            left_out=max(0, len(groups) - most),
            unread=poured.unread,
        )


def _fields(question: EventQuestion, about: About) -> str:
    """Return what the server itself can pick by; whose pod it is, it does not know."""
    wanted = ["type=Warning"] if question == "warning" else []
    if about.kind and about.kind not in WITH_PODS:
        wanted += [f"involvedObject.kind={about.kind}", f"involvedObject.name={about.name}"]
    return ",".join(wanted)
