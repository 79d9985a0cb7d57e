"""Finds the pods whose logs are meant: by a pod's name, a workload's, or a selector. The worst comes first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from connectors._deadline import Deadline
from connectors._errors import Forbidden, Missing, UpstreamError
from connectors._kube.cluster import Cluster, Kind
from connectors._kube.diagnosis import diagnose
from connectors._kube.logs.records import LogQuestion, Place
from connectors._kube.objects import PodObject, seconds
from connectors._kube.printed import last_restart
from connectors._kube.records import Scope
from connectors._kube.together import each
from connectors._kube.workloads.kinds import KINDS
from connectors._kube.workloads.labels import written
from connectors._kube.workloads.objects import WorkloadObject

NamedT = TypeVar("NamedT")

RECENT = 3600.0
"""Seconds for which a restart makes a pod more worth reading than one that never did."""


PODS = Kind("api/v1", "pods", PodObject)
WORKLOADS: Mapping[str, Kind[WorkloadObject]] = {
    **KINDS,
    "ReplicaSet": Kind("apis/apps/v1", "replicasets", WorkloadObject),
    "Job": Kind("apis/batch/v1", "jobs", WorkloadObject),
}
"""The kinds that have pods with logs."""
_BY_NAME = (*KINDS, "Job")
"""The kinds that a bare name may mean."""


@dataclass(frozen=True, slots=True)
class Meant:
    """The pods that are meant, the worst first; `owner` is their workload, e.g. `Deployment payments/checkout`, or "".

    With `places` there are several of the name, and none was chosen.
    """

    pods: Sequence[PodObject] = ()
    owner: str = ""
    places: tuple[Place, ...] = ()


class Finding:
    """One look for pods under way: `meant()` is called once."""

    def __init__(self, cluster: Cluster, deadline: Deadline) -> None:
        self._cluster, self._deadline = cluster, deadline

    async def meant(self, question: LogQuestion) -> Meant:
        """Return the pods that the question is about.

        Raises:
            Missing: there is nothing of this name, or nothing has these labels.
            UpstreamError: see `connectors._errors`.
        """
        if not question.name:
            found = await self._cluster.find(PODS, Scope(question.namespace, question.selector), self._deadline)
            if not found.items:
                raise Missing(self._cluster.target, f"no pod has the labels {question.selector}")
            return Meant(self._ranked(found.items))
        if question.kind in ("", "Pod"):
            pods = await self._named(PODS, question)
            if len(pods) == 1:
                return Meant(pods)
            if pods:
                return Meant(places=tuple(Place(pod.metadata.namespace, "Pod", question.name) for pod in _sorted(pods)))
            if question.kind:
                raise self._missing("pod", question)
        return await self._of_workload(question)

    async def _of_workload(self, question: LogQuestion) -> Meant:
        found: list[tuple[str, WorkloadObject]] = []
        kinds = (question.kind,) if question.kind else _BY_NAME
        refused: list[UpstreamError] = []

        async def look_for(kind: str) -> None:
            try:
                found.extend((kind, one) for one in await self._named(WORKLOADS[kind], question))
            except Forbidden as error:
                refused.append(error)

        await each(kinds, self._cluster.width, look_for)
        if not found and refused:
            raise refused[0]
        if not found:
            raise self._missing(question.kind or "pod or workload", question)
        if len(found) > 1:
            places = (Place(one.metadata.namespace, kind, one.metadata.name) for kind, one in found)
            return Meant(places=tuple(sorted(places, key=lambda place: (place.namespace, place.kind))))
        return await self._pods_of(*found[0])

    async def _pods_of(self, kind: str, workload: WorkloadObject) -> Meant:
        meta = workload.metadata
        owner = f"{kind} {meta.namespace}/{meta.name}"
        selector = written(workload.spec.selector)
        if not selector:  # an empty one would pick every pod
            raise Missing(self._cluster.target, f"{owner} does not say which pods are its own")
        found = await self._cluster.find(PODS, Scope(meta.namespace, selector), self._deadline)
        if not found.items:
            raise Missing(self._cluster.target, f"{owner} has no pods")
        return Meant(self._ranked(found.items), owner)

    async def _named(self, kind: Kind[NamedT], question: LogQuestion) -> list[NamedT]:
        """Return the objects of this kind and name: at most one of each namespace."""
        by_name = f"metadata.name={question.name}"
        return (await self._cluster.find(kind, Scope(question.namespace), self._deadline, fields=by_name)).items

    def _missing(self, what: str, question: LogQuestion) -> Missing:
        where = f"in {question.namespace}" if question.namespace else "in any namespace that the bot may see"
        return Missing(self._cluster.target, f"there is no {what} {question.name!r} {where}")

    def _ranked(self, pods: Iterable[PodObject]) -> list[PodObject]:
        now = self._cluster.now()
        return sorted(_sorted(pods), key=lambda pod: _worth(pod, now), reverse=True)


def _sorted(pods: Iterable[PodObject]) -> list[PodObject]:
    return sorted(pods, key=lambda pod: (pod.metadata.namespace, pod.metadata.name))


def _worth(pod: PodObject, now: float) -> tuple[int, float]:
    """Return how much a pod's log is worth reading: what crashes has said why, what cannot start has said nothing."""
    found, restarted = diagnose(pod), last_restart(pod)
    born = seconds(pod.metadata.creation_timestamp) or 0.0
    if found and found.exit_code is not None:
        return 3, found.since or born
    if found and pod.status.phase != "Pending":
        return 2, found.since or born
    if restarted is not None and now - restarted < RECENT:
        return 1, restarted
    return (-1, born) if found else (0, born)
