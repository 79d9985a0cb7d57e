"""Answers who uses most: what metrics-server measured, beside what pods request and nodes have to give."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from msgspec.structs import replace

from connectors._deadline import Deadline
from connectors._errors import Forbidden, Missing
from connectors._kube.cluster import Cluster, Found, Kind
from connectors._kube.discovery import Discovery, Offer, with_served
from connectors._kube.records import Scope
from connectors._kube.together import each
from connectors._kube.usage.objects import CapacityNode, GivenPod, NodeMetrics, PodMetrics
from connectors._kube.usage.records import Use, UseList

MOST_PODS, MOST_NODES = 50, 500
"""Pods and nodes that are told. Each of the pods is read for what it requests: the whole list would be 12 KB a pod."""
ADVICE = "Nothing measures there what pods use: install metrics-server, https://github.com/kubernetes-sigs/metrics-server"
POD_METRICS = Offer("metrics.k8s.io", "pods", {"v1": PodMetrics, "v1beta1": PodMetrics}, advice=ADVICE)
NODE_METRICS = Offer("metrics.k8s.io", "nodes", {"v1": NodeMetrics, "v1beta1": NodeMetrics}, namespaced=False, advice=ADVICE)
PODS = Kind("api/v1", "pods", GivenPod)
NODES = Kind("api/v1", "nodes", CapacityNode, namespaced=False)


class Usage:
    """Asks one cluster what is used."""

    def __init__(self, cluster: Cluster, served: Discovery) -> None:
        self._cluster, self._served = cluster, served

    async def pods(self, scope: Scope, *, deadline: Deadline) -> UseList:
        """Return the pods in the scope that use most.

        Raises:
            Forbidden: the bot may look nowhere there.
            Missing: nothing measures it there; the reason says how to get it.
            UpstreamError: see `connectors._errors`.
        """

        async def ask(kind: Kind[PodMetrics]) -> Found[PodMetrics]:
            return await self._cluster.find(kind, scope, deadline)

        found: Found[PodMetrics] = await with_served(self._served, POD_METRICS, deadline, ask)
        # In a thread: with thousands of pods this takes longer than the event loop may be held.
        every = await asyncio.to_thread(_greatest, found.items)
        given: dict[tuple[str, str], Use] = {}
        compared = ""

        async def read(use: Use) -> None:
            nonlocal compared
            try:
                pod = await self._cluster.get(PODS, use.namespace, use.name, deadline)
            except Missing:
                return  # it went meanwhile
            except Forbidden as error:
                compared = error.reason
                return
            given[use.namespace, use.name] = _given(use, pod)

        greatest = every[:MOST_PODS]
        await each(greatest, self._cluster.width, read)
        return UseList(
            what="pods",
            looked_at=len(every),
            cpu=sum(use.cpu for use in every),
            memory=sum(use.memory for use in every),
            uses=tuple(given.get((use.namespace, use.name), use) for use in greatest),
            compared=compared,
            unread=found.unread,
        )

    async def nodes(self, scope: Scope, *, deadline: Deadline) -> UseList:
        """Return the nodes by what they use; of the scope the labels matter. It raises what `pods` raises."""

        async def ask(kind: Kind[NodeMetrics]) -> Found[NodeMetrics]:
            return await self._cluster.find(kind, scope, deadline)

        found: Found[NodeMetrics] = await with_served(self._served, NODE_METRICS, deadline, ask)
        has: dict[str, tuple[int, int]] = {}
        compared = ""
        try:
            for node in (await self._cluster.find(NODES, scope, deadline)).items:
                if node.status.allocatable:
                    has[node.metadata.name] = (node.status.allocatable.thousandths(), node.status.allocatable.bytes())
        except Forbidden as error:
            compared = error.reason
        every = [_node(metrics, *has.get(metrics.metadata.name, (0, 0))) for metrics in found.items]
        every.sort(key=lambda use: (-_fullest(use), use.name))
        return UseList(
            what="nodes",
            looked_at=len(every),
            cpu=sum(use.cpu for use in every),
            memory=sum(use.memory for use in every),
            cpu_of=sum(use.cpu_of for use in every),
            memory_of=sum(use.memory_of for use in every),
            uses=tuple(every[:MOST_NODES]),
            compared=compared,
        )


def _pod(metrics: PodMetrics) -> Use:
    uses = [container.usage for container in metrics.containers or ()]
    return Use(
        namespace=metrics.metadata.namespace,
        name=metrics.metadata.name,
        cpu=sum(use.thousandths() for use in uses),
        memory=sum(use.bytes() for use in uses),
    )


def _node(metrics: NodeMetrics, cpu: int, memory: int) -> Use:
    usage = metrics.usage
    return Use(
        namespace="", name=metrics.metadata.name, cpu=usage.thousandths(), memory=usage.bytes(), cpu_of=cpu, memory_of=memory
    )


def _given(use: Use, pod: GivenPod) -> Use:
    resources = [container.resources for container in pod.spec.containers or () if container.resources]
    requests = [one.requests for one in resources if one.requests]
    limits = [one.limits.bytes() if one.limits else 0 for one in resources]
    return replace(
        use,
        cpu_of=sum(one.thousandths() for one in requests),
        memory_of=sum(one.bytes() for one in requests),
        memory_limit=sum(limits) if limits and all(limits) else 0,
        node=pod.spec.node_name,
    )


def _greatest(found: Iterable[PodMetrics]) -> list[Use]:
    """Return what the pods use, by their greater share of all that is used, of CPU or of memory."""
    uses = [_pod(metrics) for metrics in found]
    cpu, memory = max(1, sum(use.cpu for use in uses)), max(1, sum(use.memory for use in uses))
    return sorted(uses, key=lambda use: (-max(use.cpu / cpu, use.memory / memory), use.namespace, use.name))


def _fullest(use: Use) -> float:
    return max(use.cpu / use.cpu_of if use.cpu_of else 0.0, use.memory / use.memory_of if use.memory_of else 0.0)
