"""Answers which Jobs failed."""

from __future__ import annotations

import asyncio
from collections import Counter

from connectors._deadline import Deadline
from connectors._kube.answer import counts
from connectors._kube.cluster import Cluster, Found, Kind
from connectors._kube.diagnosis import head
from connectors._kube.jobs.objects import JobObject
from connectors._kube.jobs.records import Job, JobList
from connectors._kube.objects import seconds
from connectors._kube.owners import controller
from connectors._kube.records import Scope

MOST = 500
"""Jobs that are told."""
JOBS = Kind("apis/batch/v1", "jobs", JobObject)


class Jobs:
    """Asks one cluster about its Jobs."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster

    async def failed(self, scope: Scope, *, deadline: Deadline) -> JobList:
        """Return the failed Jobs in the scope.

        Raises:
            Forbidden: the bot may look nowhere there.
            UpstreamError: see `connectors._errors`.
        """
        found = await self._cluster.find(JOBS, scope, deadline)
        # In a thread: with thousands of them this takes longer than the event loop may be held.
        return await asyncio.to_thread(failed_of, found)


def failed_of(found: Found[JobObject]) -> JobList:
    """Return the failed ones of these Jobs."""
    failed = [job for job in map(job_of, found.items) if job]
    failed.sort(key=lambda job: (-(job.since or 0.0), job.namespace, job.name))
    return JobList(
        looked_at=len(found.items),
        active=sum(bool(job.status.active) for job in found.items),
        found=len(failed),
        jobs=tuple(failed[:MOST]),
        reasons=counts(Counter(job.reason for job in failed)),
        unread=found.unread,
    )


def job_of(job: JobObject) -> Job | None:
    """Return the record of a Job that failed; None for one that did not."""
    failed, meta = job.condition("Failed"), job.metadata
    if failed is None:
        return None
    above = controller(meta)
    return Job(
        namespace=meta.namespace,
        name=meta.name,
        cron=above.name if above and above.kind == "CronJob" else "",
        reason=failed.reason or "Failed",
        message=head(failed.message),
        since=seconds(failed.last_transition_time),
        pods=job.status.failed or 0,
    )
