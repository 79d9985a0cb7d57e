"""Reads one pod in detail: its containers, conditions, owners and events."""

from __future__ import annotations

from connectors._deadline import Deadline
from connectors._errors import Forbidden, Missing, Refused
from connectors._kube.api import Api
from connectors._kube.containers import containers, event_of
from connectors._kube.diagnosis import diagnose, head
from connectors._kube.objects import PodObject, seconds
from connectors._kube.owners import controller, workload
from connectors._kube.questions import from_pod, with_owner
from connectors._kube.records import Condition, Owner, Pod, PodAnswer, PodDetail, PodEvent
from connectors._kube.together import each, task_group

EVENTS = 10
"""Events that are told, the newest."""
LONGEST_CHAIN = 5
"""Owners above a pod that are followed up; a longer chain is a loop."""
WIDTH = 8
"""Namespaces that are looked into at once for a name."""
_RESOURCES = {"ReplicaSet": "apps/v1/%s/replicasets", "Job": "batch/v1/%s/jobs"}
"""Kinds that may have an owner of their own, and where they are read."""


class Detailing:
    """One pod's detail under way: `answer()` is called once."""

    def __init__(self, api: Api, namespaces: tuple[str, ...], now: float, deadline: Deadline) -> None:
        self._api, self._namespaces, self._now, self._deadline = api, namespaces, now, deadline
        self._owners: list[Owner] = []
        self._events: list[PodEvent] = []
        self._events_unread = ""

    async def answer(self, namespace: str, name: str) -> PodAnswer:
        """Return the pod, or the several of this name. Raises Missing if there is none, and other UpstreamErrors."""
        if namespace:
            return PodAnswer(await self._detail(await self._api.pod(namespace, name, self._deadline)))
        named = await self._find(name)
        if not named:
            raise Missing(self._api.target, f"there is no pod {name!r} in any namespace that the bot may see")
        if len(named) == 1:
            return PodAnswer(await self._detail(named[0]))
        found = sorted((self._pod(pod) for pod in named), key=lambda pod: pod.namespace)
        return PodAnswer(None, tuple(found))

    async def _find(self, name: str) -> list[PodObject]:
        found: list[PodObject] = []
        refused: list[Forbidden] = []

        async def look_in(place: str) -> None:
            try:
                await self._api.listing(place, f"metadata.name={name}", "", found.append, self._deadline)
            except Forbidden as error:
                refused.append(error)

        places = self._namespaces or ("",)
        await each(places, min(WIDTH, len(places)), look_in)
        if len(refused) == len(places):
            raise refused[0]
        return found

    async def _detail(self, pod: PodObject) -> PodDetail:
        async with task_group() as group:
            group.create_task(self._read_owners(pod))
            group.create_task(self._read_events(pod))
        short = self._pod(pod)
        if self._owners and self._owners[-1].kind != "Node":
            short = with_owner(short, self._owners[-1])
        status = pod.status
        return PodDetail(
            pod=short,
            phase=status.phase,
            address=status.pod_ip,
            service_account=pod.spec.service_account_name,
            containers=tuple(containers(pod)),
            conditions=tuple(
                Condition(c.type, c.status, c.reason, head(c.message), seconds(c.last_transition_time))
                for c in status.conditions or ()
            ),
            owners=tuple(self._owners),
            events=tuple(self._events),
            events_unread=self._events_unread,
            deleting_since=seconds(pod.metadata.deletion_timestamp),
        )

    def _pod(self, pod: PodObject) -> Pod:
        return from_pod(pod, diagnose(pod), self._now)

    async def _read_owners(self, pod: PodObject) -> None:
        """Follow the owners up; where the bot may not read one, what its name tells has to do."""
        meta = pod.metadata
        above = controller(meta)
        while above and len(self._owners) < LONGEST_CHAIN:
            self._owners.append(Owner(above.kind, above.name))
            resource = _RESOURCES.get(above.kind)
            if resource is None:
                return
            try:
                owner = await self._api.owner(meta.namespace, resource, above.name, self._deadline)
            except (Refused, Missing):
                guessed = workload(pod.metadata)
                if guessed.kind != above.kind:
                    self._owners.append(guessed)
                return
            above = controller(owner.metadata)

    async def _read_events(self, pod: PodObject) -> None:
        meta = pod.metadata
        try:
            events = await self._api.events(meta.namespace, meta.uid, self._deadline)
        except Forbidden as error:
            self._events_unread = error.reason
            return
        told = sorted((event_of(event) for event in events), key=lambda event: event.at or 0.0, reverse=True)
        self._events.extend(told[:EVENTS])
