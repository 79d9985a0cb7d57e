"""Says how a workload stands, as `kubectl rollout status` judges it. Pure functions.

https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status; for the other kinds
kubectl's pkg/polymorphichelpers/rollout_status.go.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from connectors._kube.diagnosis import head
from connectors._kube.objects import seconds
from connectors._kube.workloads.objects import WorkloadObject
from connectors._kube.workloads.records import Standing, State

TIMED_OUT = "ProgressDeadlineExceeded"
"""Reason of a Deployment that gave up waiting for its new pods (after 10 minutes, if nobody has said otherwise)."""


class _Numbers(NamedTuple):
    desired: int
    ready: int
    updated: int
    pods: int


class _Why(NamedTuple):
    state: State
    reason: str = ""
    message: str = ""
    since: datetime | None = None


def standing(kind: str, workload: WorkloadObject) -> Standing:
    """Return how a workload of this kind stands."""
    numbers, meta = _numbers(kind, workload), workload.metadata
    why = _why(kind, workload, numbers)
    return Standing(
        kind=kind,
        namespace=meta.namespace,
        name=meta.name,
        state=why.state,
        **numbers._asdict(),
        reason=why.reason,
        message=head(why.message),
        since=seconds(why.since),
        created=seconds(meta.creation_timestamp),
        revision=meta.annotations.revision if meta.annotations else "",
    )


def badness(one: Standing) -> tuple[float, ...]:
    """Return the key by which the worst workload comes first: stuck ones, then those that lack most pods."""
    lacking = max(0, one.desired - one.ready)
    return (not one.unhealthy, one.state != "stuck", one.state != "unseen", one.ready > 0, -lacking)


def _numbers(kind: str, workload: WorkloadObject) -> _Numbers:
    status = workload.status
    if kind == "DaemonSet":
        return _Numbers(
            status.desired_number_scheduled,
            status.number_ready,
            status.updated_number_scheduled,
            status.current_number_scheduled,
        )
    replicas = workload.spec.replicas
    return _Numbers(1 if replicas is None else replicas, status.ready_replicas, status.updated_replicas, status.replicas)


def _why(kind: str, workload: WorkloadObject, numbers: _Numbers) -> _Why:
    meta, status = workload.metadata, workload.status
    if meta.generation > status.observed_generation:
        return _Why("unseen", message=f"generation {meta.generation} is asked for, {status.observed_generation} was seen")
    if kind == "Deployment":
        return _deployment(workload, numbers)
    if not numbers.desired and not numbers.pods:
        return _Why("stopped")
    if kind == "StatefulSet":
        return _Why(_stateful_set(workload, numbers))
    if workload.spec.update_strategy.type != "OnDelete" and numbers.updated < numbers.desired:
        return _Why("rolling")
    return _Why("short" if numbers.ready < numbers.desired else "steady")


def _deployment(workload: WorkloadObject, numbers: _Numbers) -> _Why:
    failure, progress = workload.condition("ReplicaFailure"), workload.condition("Progressing")
    if failure and failure.status == "True":  # pods cannot even be made: a quota, an admission webhook
        return _Why("stuck", failure.reason, failure.message, failure.last_transition_time)
    if progress and progress.reason == TIMED_OUT:
        return _Why("stuck", progress.reason, progress.message, progress.last_transition_time or progress.last_update_time)
    if workload.spec.paused:
        return _Why("paused", since=progress.last_update_time if progress else None)
    if not numbers.desired and not numbers.pods:
        return _Why("stopped")
    if numbers.updated < numbers.desired or numbers.pods > numbers.updated:
        return _Why("rolling")
    available = workload.condition("Available")
    if numbers.ready >= numbers.desired:
        return _Why("steady")
    if progress and progress.status == "True" and progress.reason != "NewReplicaSetAvailable":
        return _Why("rolling")
    lacking = available and available.status == "False"
    return _Why("short", since=available.last_transition_time if available and lacking else None)


def _stateful_set(workload: WorkloadObject, numbers: _Numbers) -> State:
    strategy, status = workload.spec.update_strategy, workload.status
    wanted = numbers.desired - (strategy.rolling_update.partition or 0 if strategy.rolling_update else 0)
    behind = bool(status.update_revision) and status.update_revision != status.current_revision
    if strategy.type != "OnDelete" and behind and numbers.updated < wanted:
        return "rolling"
    return "short" if numbers.ready < numbers.desired else "steady"
