"""Answers questions about events."""

from __future__ import annotations

import asyncio

from connectors._deadline import Deadline
from connectors._errors import Forbidden
from connectors._kube.cluster import Cluster, Kind, Poured
from connectors._kube.events.objects import ClusterEvent
from connectors._kube.events.records import About, EventList, EventQuestion
from connectors._kube.events.subjects import WITH_PODS
from connectors._kube.events.tally import Tally, Window
from connectors._kube.records import Scope, Unread
from connectors._kube.together import task_group

EVENTS = Kind("api/v1", "events", ClusterEvent)
MOST = 500
"""Groups that are told, unless more are wanted."""
EVERYTHING = About()
HOME = "default"
"""The namespace in which events are about what is in none.
https://github.com/kubernetes/client-go/blob/master/tools/record/event.go (`makeEvent`)"""
NOWHERE = frozenset({"Node", "PersistentVolume", "Namespace"})
"""Kinds that are in no namespace."""


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
            UpstreamError: see `connectors._errors`. That a bot that is confined to namespaces may not look at the events of
                what is in none, e.g. of nodes, is in `unread`, unless it is these that were wanted.
        """
        window = Window(self._cluster.now() - since, about)
        fields = _fields(question, about)
        looks = []
        if beyond := self._is_beyond(namespace, about):
            looks.append(self._look_beyond(window, fields, deadline))
        if not beyond or about.kind not in NOWHERE:
            looks.append(self._look(Scope(namespace), window, fields, deadline))
        async with task_group() as group:
            tasks = [group.create_task(look) for look in looks]
        whole = Tally(window)
        for tally in (tally for task in tasks for tally in task.result().sinks):
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
            unread=tuple(place for task in tasks for place in task.result().unread),
        )

    def _is_beyond(self, namespace: str, about: About) -> bool:
        """Return whether events are meant that are in none of the namespaces to which the bot is confined."""
        own = self._cluster.namespaces
        return bool(own) and not namespace and HOME not in own and about.kind in ("", *NOWHERE)

    async def _look_beyond(self, window: Window, fields: str, deadline: Deadline) -> Poured[Tally]:
        """Look at the events of what is in no namespace; that the bot may not costs no more than these."""
        fields = ",".join(filter(None, (fields, "involvedObject.namespace=")))
        try:
            return await self._look(Scope(HOME), window, fields, deadline)
        except Forbidden as error:
            if window.about.kind:
                raise
            return Poured(unread=(Unread("events of nodes", error.reason),))

    async def _look(self, scope: Scope, window: Window, fields: str, deadline: Deadline) -> Poured[Tally]:
        return await self._cluster.pour(EVENTS, scope, deadline, lambda: Tally(window), fields=fields)


def _fields(question: EventQuestion, about: About) -> str:
    """Return what the server itself can pick by; whose pod it is, it does not know."""
    wanted = ["type=Warning"] if question == "warning" else []
    if about.kind and about.kind not in WITH_PODS:
        wanted += [f"involvedObject.kind={about.kind}", f"involvedObject.name={about.name}"]
    return ",".join(wanted)
