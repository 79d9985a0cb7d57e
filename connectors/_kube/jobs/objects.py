"""Jobs and CronJobs in the API's own JSON: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/."""

from __future__ import annotations

from datetime import datetime

from connectors._kube.fields import Fields
from connectors._kube.objects import Meta, PodCondition


class JobStatus(Fields, frozen=True):
    """How a Job stands; it has finished when the condition `Complete` or `Failed` is True."""

    active: int | None = None
    failed: int | None = None
    completion_time: datetime | None = None
    conditions: tuple[PodCondition, ...] | None = None


class JobObject(Fields, frozen=True):
    """One Job."""

    metadata: Meta = Meta()
    status: JobStatus = JobStatus()

    def condition(self, kind: str) -> PodCondition | None:
        """Return the condition of this type if it is true."""
        return next((c for c in self.status.conditions or () if c.type == kind and c.status == "True"), None)


class CronJobSpec(Fields, frozen=True):
    """When it runs."""

    schedule: str = ""
    time_zone: str | None = None
    suspend: bool | None = None


class CronJobStatus(Fields, frozen=True):
    """When it ran; the last success is told since 1.21."""

    last_schedule_time: datetime | None = None
    last_successful_time: datetime | None = None
    active: tuple[Fields, ...] | None = None


class CronJobObject(Fields, frozen=True):
    """One CronJob."""

    metadata: Meta = Meta()
    spec: CronJobSpec = CronJobSpec()
    status: CronJobStatus = CronJobStatus()
