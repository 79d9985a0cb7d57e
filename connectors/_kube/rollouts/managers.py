"""Tells who changed a workload at some time, as far as the server remembers. Pure.

It keeps one entry for each manager and way of changing, with the time of its last change: whoever has changed nothing since
the rollout has not made it. https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
"""

from __future__ import annotations

from connectors._kube.objects import seconds
from connectors._kube.workloads.objects import WorkloadObject

SLACK = 60.0
"""Seconds by which a change may be older than what came of it: the controller takes a moment, and may be behind."""
_CONTROLLERS = frozenset({"kube-controller-manager", "kubelet"})


def moved(workload: WorkloadObject) -> float | None:
    """Return when the workload was given its template at the latest; None if nothing tells.

    A rollback leaves few traces: the older revision gets the newest number and no other sign, and of a ControllerRevision
    not even the time in its `managedFields` moves (seen with 1.20). A Deployment's rollout tells when it went on last; of a
    StatefulSet or DaemonSet those who own its template do, who may have changed something else since.
    """
    progress = workload.condition("Progressing")
    went_on = seconds(progress.last_update_time) if progress else None
    changes = (one for one in workload.metadata.managed_fields or () if one.templates and one.manager not in _CONTROLLERS)
    return went_on or max(filter(None, (seconds(one.time) for one in changes)), default=None)


def manager_of(workload: WorkloadObject, at: float) -> str:
    """Return the manager whose last change fits a rollout at this time best; "" if none does."""
    fitting: list[tuple[float, str]] = []
    for one in workload.metadata.managed_fields or ():
        changed = seconds(one.time)
        if one.subresource or one.manager in _CONTROLLERS or changed is None or changed < at - SLACK:
            continue
        fitting.append((abs(changed - at), one.manager))
    return min(fitting)[1] if fitting else ""
