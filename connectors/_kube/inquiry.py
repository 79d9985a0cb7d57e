"""What every question about pods decides: which pods matter to it, which of them have to be read, and in which order."""

from __future__ import annotations

from abc import ABC, abstractmethod

from connectors._kube.cells import Glance, Row
from connectors._kube.objects import PodObject
from connectors._kube.records import Pod, Question
from connectors._kube.survey import Key
from connectors._kube.words import Stage, stage

MOST_PODS = 5000
"""Pods that an answer lists at most, unless more are asked for."""


class Inquiry(ABC):
    """One question, and the pods that were read for it.

    Args:
        now: seconds since 1970.
        not_ready_after: seconds after which a pod that is not ready, or still starting, counts as failing.

    Attributes:
        name: the question.
        phases: the phases of which every pod is read at once, as the server can pick them.
        reads: how many further pods are read one by one, at most.
        by_workload: whether one pod of every workload is read before the second of any; else the most urgent ones are.
        room: of how many pods the rows are kept although they are of no interest.
        most: how many pods the answer lists at most.
        read: what became of each pod that was read: None if it does not answer the question.
    """

    name: Question
    phases: tuple[str, ...] = ()
    reads = 400
    by_workload = True
    room = 0
    most = MOST_PODS

    def __init__(self, now: float, not_ready_after: float) -> None:
        self.now = now
        self.not_ready_after = not_ready_after
        self.read: dict[Key, Pod | None] = {}

    def widen(self, most: int) -> None:
        """List up to so many pods, instead of what a message needs."""
        self.most = most

    @abstractmethod
    def is_dull(self, cells: Glance) -> bool:
        """Return whether a pod with these cells is of no interest, so that its row need not be kept."""

    def needs_reading(self, row: Row) -> bool:
        """Return whether the row's pod has to be read, if it can be."""
        return self.by_row(row) is not None

    @abstractmethod
    def by_row(self, row: Row) -> Pod | None:
        """Return the pod if, going by its row alone, it answers the question."""

    @abstractmethod
    def by_pod(self, pod: PodObject) -> Pod | None:
        """Return the pod if it answers the question."""

    def take(self, pod: PodObject) -> None:
        """Take a pod that was read."""
        self.read[pod.metadata.namespace, pod.metadata.name] = self.by_pod(pod)

    def urgency(self, row: Row) -> tuple[float, ...]:
        """Return what to sort the rows by, to read the greatest first."""
        return (stage(row.status) is Stage.FAILED, -(row.age or 0.0))

    def rank(self, pod: Pod) -> tuple[float, ...]:
        """Return what to sort the answer by, greatest first."""
        return (pod.since or pod.created or 0.0,)
