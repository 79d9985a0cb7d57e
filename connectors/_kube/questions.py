"""The questions that can be asked about pods: which pods matter to each, going by their cells, then by what was read."""

from __future__ import annotations

import msgspec

from connectors._kube.cells import Glance, Row, all_ready
from connectors._kube.diagnosis import Diagnosis, diagnose
from connectors._kube.inquiry import Inquiry
from connectors._kube.objects import PodObject, seconds
from connectors._kube.owners import NOBODY
from connectors._kube.printed import last_restart, row_of
from connectors._kube.records import Owner, Pod, Question
from connectors._kube.words import NODE_LOST, NOT_READY, UNKNOWN, Stage, is_crash_loop, is_pending, stage

RECENT = 3600.0
"""Seconds for which a restart counts as recent."""
ROWS = 1000
"""Pods that are well of which the question `all` keeps the rows."""


class Failed(Inquiry):
    """Pods that fail; see `diagnosis` for what that means."""

    name = "failed"
    phases = ("Failed", "Pending")

    def is_dull(self, cells: Glance) -> bool:
        """Return whether the pod is done, terminating, or ready."""
        if cells.status == "Running":
            return all_ready(cells.ready) and all_ready(cells.gates)
        return stage(cells.status) is Stage.OVER

    def by_row(self, row: Row) -> Pod | None:
        """Return the pod unless it may just have started; a word that is not known is a failure."""
        at = stage(row.status)
        if at is Stage.OVER or row.status == "SchedulingGated":
            return None
        if at is not Stage.FAILED and row.age is not None and row.age <= self.not_ready_after:
            return None
        word = NODE_LOST if row.status == UNKNOWN else row.status
        return from_row(row, NOT_READY if at is Stage.UP else word, self.now)

    def by_pod(self, pod: PodObject) -> Pod | None:
        """Return the pod if what is wrong with it is a failure by now."""
        found = diagnose(pod)
        if found and found.is_failure(self.now, self.not_ready_after):
            return from_pod(pod, found, self.now)
        return None


class Pending(Inquiry):
    """Pods in the phase Pending, and why."""

    name = "pending"
    phases = ("Pending",)

    def is_dull(self, cells: Glance) -> bool:
        """Return whether no pending pod has this status."""
        return cells.status == "Running" or not is_pending(cells.status)

    def by_row(self, row: Row) -> Pod | None:
        """Return the pod: its phase is not in its row, but its status is one of a pending pod."""
        return from_row(row, row.status, self.now)

    def by_pod(self, pod: PodObject) -> Pod | None:
        """Return the pod if it is pending and not terminating."""
        if pod.status.phase != "Pending" or pod.metadata.deletion_timestamp:
            return None
        return from_pod(pod, diagnose(pod), self.now)


class Restarting(Inquiry):
    """Pods that crash-loop, or that have restarted within the last hour."""

    name = "restarting"
    reads = 200
    by_workload = False

    def is_dull(self, cells: Glance) -> bool:
        """Return whether the pod has never restarted, or is over."""
        if cells.restarts in ("0", "") and not is_crash_loop(cells.status):
            return True
        return cells.status != "Running" and stage(cells.status) is Stage.OVER

    def needs_reading(self, row: Row) -> bool:
        """Return whether the pod is known to restart, or its row does not tell when it last did."""
        return row.restarted_ago is None or self.by_row(row) is not None

    def by_row(self, row: Row) -> Pod | None:
        """Return the pod if its row says that it crash-loops, or restarted within the hour."""
        if is_crash_loop(row.status) or (row.restarted_ago is not None and row.restarted_ago <= RECENT):
            return from_row(row, row.status if stage(row.status) is Stage.FAILED else "", self.now)
        return None

    def by_pod(self, pod: PodObject) -> Pod | None:
        """Return the pod if it crash-loops, or restarted within the hour."""
        found, at = diagnose(pod), last_restart(pod)
        crashing = found is not None and is_crash_loop(found.reason)
        recent = at is not None and self.now - at <= RECENT
        if not (crashing or recent) or pod.status.phase in ("Failed", "Succeeded") or pod.metadata.deletion_timestamp:
            return None
        return from_pod(pod, found, self.now)

    def urgency(self, row: Row) -> tuple[float, ...]:
        """Crash loops first, then what restarted most."""
        return (is_crash_loop(row.status), row.restarts)

    def rank(self, pod: Pod) -> tuple[float, ...]:
        """Most restarts first."""
        return (pod.restarts, pod.restarted or 0.0)


class All(Inquiry):
    """Every pod: counted all, listed as far as there is room, those that fail before the others."""

    name = "all"
    reads = 0

    room = ROWS

    def __init__(self, now: float, not_ready_after: float) -> None:
        super().__init__(now, not_ready_after)
        self._failed = Failed(now, not_ready_after)

    def widen(self, most: int) -> None:
        """List up to so many pods, those that are well too."""
        super().widen(most)
        self.room = most

    def is_dull(self, cells: Glance) -> bool:
        """Return whether the pod is well."""
        return self._failed.is_dull(cells)

    def by_row(self, row: Row) -> Pod | None:
        """Return the pod, with a reason if it fails."""
        failed = None if self._failed.is_dull(row.glance()) else self._failed.by_row(row)
        return failed or from_row(row, "", self.now)

    def by_pod(self, pod: PodObject) -> Pod | None:
        """Return the pod, with a reason if it fails."""
        return self._failed.by_pod(pod) or from_pod(pod, None, self.now)

    def rank(self, pod: Pod) -> tuple[float, ...]:
        """Those that fail first, then the youngest."""
        return (pod.reason != "", pod.created or 0.0)


INQUIRIES: dict[Question, type[Inquiry]] = {"failed": Failed, "pending": Pending, "restarting": Restarting, "all": All}


def from_row(row: Row, reason: str, now: float) -> Pod:
    """Return the pod as its row shows it."""
    owner = row.owner or NOBODY
    return Pod(
        namespace=row.namespace,
        name=row.name,
        owner_kind=owner.kind,
        owner=owner.name,
        status=row.status,
        reason=reason,
        ready=row.ready,
        restarts=row.restarts,
        created=None if row.age is None else now - row.age,
        restarted=None if row.restarted_ago is None else now - row.restarted_ago,
        node=row.node,
    )


def from_pod(pod: PodObject, found: Diagnosis | None, now: float) -> Pod:
    """Return the pod as it was read, with what is wrong with it."""
    bare = from_row(row_of(pod, now), found.reason if found else "", now)
    exact = msgspec.structs.replace(bare, created=seconds(pod.metadata.creation_timestamp), restarted=last_restart(pod))
    if found is None:
        return exact
    return msgspec.structs.replace(
        exact,
        since=found.since,
        exit_code=found.exit_code,
        message=found.message,
        container=found.container,
        image=found.image,
    )


def with_row(pod: Pod, row: Row) -> Pod:
    """Return a pod that was read with the cells that the server's own table showed for it."""
    return msgspec.structs.replace(pod, status=row.status, ready=row.ready, restarts=row.restarts)


def with_owner(pod: Pod, owner: Owner) -> Pod:
    """Return a pod with the owner that was found for it."""
    return msgspec.structs.replace(pod, owner_kind=owner.kind, owner=owner.name)
