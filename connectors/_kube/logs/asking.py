"""Reads logs: of the pods that are meant the worst few, one container each, streamed and bounded.

The API server hands the request on to the pod's node. The node reads the last `tailLines` lines that are not older than
`sinceSeconds`, from the oldest of them on, and stops after `limitBytes`: what it then leaves out are the newest
(https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#get-read-log-of-the-specified-pod, and
`ReadLogs` in the kubelet's pkg/kubelet/kuberuntime/logs). Where that happens we ask once more for fewer lines.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from connectors._deadline import Deadline
from connectors._errors import Forbidden, Invalid, Missing, Refused, UpstreamError
from connectors._kube.cluster import Cluster
from connectors._kube.diagnosis import diagnose
from connectors._kube.logs.container import Choice, choose, names
from connectors._kube.logs.pods import Finding
from connectors._kube.logs.records import ContainerLog, LogAnswer, LogQuestion
from connectors._kube.objects import PodObject
from connectors._kube.paths import segment
from connectors._kube.quantities import binary
from connectors._kube.together import each
from connectors._redaction import Shapes

MOST_BYTES = 8 << 20
"""Bytes that are read for one answer at most, all its pods together."""
MOST_PODS = 3
"""Pods of a workload whose logs are read, the worst."""
SPARE = 0.8
"""Of the lines that would fit if all were as long as those that were read: how many are asked for."""


class Logs:
    """Reads the logs of one cluster's pods.

    Args:
        cluster: the cluster.
        shapes: what secrets look like; they leave with no text.
    """

    def __init__(self, cluster: Cluster, shapes: Shapes) -> None:
        self._cluster, self._shapes = cluster, shapes

    async def read(self, question: LogQuestion, *, deadline: Deadline) -> LogAnswer:
        """Return what a pod, or the worst few pods of a workload, have logged, without secrets; at most 8 MB in all.

        Args:
            question: whose log, and how much of it.
            deadline: by when.

        Raises:
            Forbidden: the bot may not read logs there.
            Missing: there is no such pod or workload, it has no pods, or no container of that name.
            UpstreamError: see `connectors._errors`. That one pod's log cannot be had is no error: see
                `ContainerLog.trouble`.
        """
        meant = await Finding(self._cluster, deadline).meant(question)
        if meant.places:
            return LogAnswer(places=meant.places)
        chosen = self._choose(meant.pods, question)
        logs: dict[int, ContainerLog] = {}
        refused: list[Forbidden] = []
        budget = MOST_BYTES // len(chosen)

        async def read_one(place: int) -> None:
            pod, choice = chosen[place]
            try:
                logs[place] = await _Reading(self._cluster, self._shapes, question, budget).read(pod, choice, deadline)
            except Forbidden as error:
                refused.append(error)

        await each(range(len(chosen)), len(chosen), read_one)
        if refused and not logs:
            raise refused[0]
        return LogAnswer(logs=tuple(logs[place] for place in sorted(logs)), pods=len(meant.pods), owner=meant.owner)

    def _choose(self, pods: Sequence[PodObject], question: LogQuestion) -> list[tuple[PodObject, Choice]]:
        """Return the pods to read and what of them. Raises Missing where none has the container that is wanted."""
        chosen: list[tuple[PodObject, Choice]] = []
        for pod in pods:
            choice = choose(pod, question.container, self._cluster.now(), previous=question.previous)
            if choice and len(chosen) < MOST_PODS:
                chosen.append((pod, choice))
        if not chosen:
            there = ", ".join(dict.fromkeys(name for pod in pods for name in names(pod))) or "none yet"
            said = f"{pods[0].metadata.name} has no container {question.container!r}; there are: {there}"
            raise Missing(self._cluster.target, said)
        return chosen


class _Reading:
    """One container's log being read, of at most `budget` bytes."""

    def __init__(self, cluster: Cluster, shapes: Shapes, question: LogQuestion, budget: int) -> None:
        self._cluster, self._shapes, self._question, self._budget = cluster, shapes, question, budget
        self._cut = ""

    async def read(self, pod: PodObject, choice: Choice, deadline: Deadline) -> ContainerLog:
        found, trouble = diagnose(pod), ""
        text, previous = b"", choice.previous
        try:
            text, previous = await self._run(pod, choice, deadline)
        except Refused:
            raise
        except UpstreamError as error:
            trouble = error.reason
        return ContainerLog(
            namespace=pod.metadata.namespace,
            pod=pod.metadata.name,
            container=choice.container,
            others=choice.others,
            why=choice.why if previous == choice.previous else "the run before is not there any more",
            reason=found.reason if found else "",
            previous=previous,
            text=await asyncio.to_thread(self._shapes.data, text) if text else b"",
            cut=self._cut,
            trouble=trouble,
        )

    async def _run(self, pod: PodObject, choice: Choice, deadline: Deadline) -> tuple[bytes, bool]:
        """Return the text of the run that was chosen, and whether it is the one before.

        Where its node has forgotten a run before for which nobody asked, it is the present one's.
        """
        if not pod.spec.node_name:  # the server would answer with an empty log
            raise Missing(self._cluster.target, "it is on no node yet, and has logged nothing")
        try:
            return await self._read(pod, choice.container, deadline, previous=choice.previous), choice.previous
        except (Invalid, Missing):
            if self._question.previous or not choice.previous:
                raise
        return await self._read(pod, choice.container, deadline, previous=False), False

    async def _read(self, pod: PodObject, container: str, deadline: Deadline, *, previous: bool) -> bytes:
        tail, half = self._question.tail, self._budget // 2
        params = _params(container, self._question, previous=previous)
        text, full = await self._stream(pod, params | _bounds(tail, half), half, deadline)
        if not full:
            return text
        # What was read are the oldest of those lines; the newest are wanted.
        fewer = max(1, int(text.count(b"\n") * SPARE))
        del text
        self._cut = f"only the newest {fewer:,} lines, as more would be over {binary(half)}"
        text, full = await self._stream(pod, params | _bounds(fewer, half), half, deadline)
        if full:
            self._cut = f"the newest lines are missing, as {fewer:,} lines are over {binary(half)}: ask for fewer"
        return text

    async def _stream(self, pod: PodObject, params: Mapping[str, str], most: int, deadline: Deadline) -> tuple[bytes, bool]:
        """Return at most `most` bytes of whole lines, and whether there were more.

        What has come before an answer breaks off is kept.
        """
        meta, target = pod.metadata, self._cluster.target
        path = f"/api/v1/namespaces/{segment(meta.namespace, target)}/pods/{segment(meta.name, target)}/log"
        text, full = bytearray(), False
        try:
            door = self._cluster.http.stream("log", path, params, deadline=deadline, accept="*/*", proxied=True)
            async with door as chunks:
                async for chunk in chunks:
                    text += chunk[: most - len(text)]
                    if full := len(text) >= most:
                        break
        except UpstreamError as error:
            if not text:
                raise
            self._cut = f"the newest lines are missing: {error.reason}"
        if text and (full or self._cut) and not text.endswith(b"\n"):
            del text[text.rfind(b"\n") + 1 :]  # of a line in two pieces, neither need look like the secret that it holds
        return bytes(text), full


def _params(container: str, question: LogQuestion, *, previous: bool) -> dict[str, str]:
    params = {"container": container, "timestamps": "true"}
    if question.since:
        params["sinceSeconds"] = str(question.since)
    return params | ({"previous": "true"} if previous else {})


def _bounds(lines: int, most: int) -> dict[str, str]:
    return {"tailLines": str(lines), "limitBytes": str(most)}
