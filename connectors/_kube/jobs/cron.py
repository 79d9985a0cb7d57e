"""Answers how the CronJobs do: of each, how its newest Job ended."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Sequence

from connectors._deadline import Deadline
from connectors._errors import Refused
from connectors._kube.answer import counts
from connectors._kube.cluster import Cluster, Found, Kind
from connectors._kube.discovery import Discovery, Offer, with_served
from connectors._kube.jobs.asking import JOBS, MOST
from connectors._kube.jobs.objects import CronJobObject, JobObject
from connectors._kube.jobs.records import CronJob, CronJobList
from connectors._kube.objects import seconds
from connectors._kube.owners import controller
from connectors._kube.records import Scope
from connectors._kube.together import task_group

CRON_JOBS = Offer("batch", "cronjobs", {"v1": CronJobObject, "v1beta1": CronJobObject})
_ORDER = ("failing", "suspended", "never run", "running", "ok")


class CronJobs:
    """Asks one cluster about its CronJobs."""

    def __init__(self, cluster: Cluster, served: Discovery) -> None:
        self._cluster, self._served = cluster, served

    async def all(self, scope: Scope, *, deadline: Deadline) -> CronJobList:
        """Return the CronJobs in the scope, the worst first.

        Raises:
            Forbidden: the bot may look nowhere there.
            Missing: the server has no CronJobs.
            UpstreamError: see `connectors._errors`. That it may not look at the Jobs is no error: see `jobs_unread`.
        """
        jobs: Found[JobObject] = Found()
        jobs_unread = ""

        async def look_at_jobs() -> None:
            nonlocal jobs, jobs_unread
            try:
                jobs = await self._cluster.find(JOBS, Scope(scope.namespace), deadline)
            except Refused as error:
                jobs_unread = error.reason

        async def ask(kind: Kind[CronJobObject]) -> Found[CronJobObject]:
            return await self._cluster.find(kind, scope, deadline)

        async with task_group() as group:
            group.create_task(look_at_jobs())
            asked = group.create_task(with_served(self._served, CRON_JOBS, deadline, ask))
        found: Found[CronJobObject] = asked.result()
        # In a thread: with thousands of them this takes longer than the event loop may be held.
        crons = await asyncio.to_thread(_crons, found.items, jobs.items)
        return CronJobList(
            looked_at=len(crons),
            states=counts(Counter(cron.state for cron in crons)),
            crons=tuple(crons[:MOST]),
            jobs_unread=jobs_unread,
            unread=found.unread,
        )


def _crons(crons: Sequence[CronJobObject], jobs: Sequence[JobObject]) -> list[CronJob]:
    """Return the records of the CronJobs, the worst first."""
    of: defaultdict[tuple[str, str], list[JobObject]] = defaultdict(list)
    for job in jobs:
        if (above := controller(job.metadata)) and above.kind == "CronJob":
            of[job.metadata.namespace, above.name].append(job)
    found = [_cron(one, of.get((one.metadata.namespace, one.metadata.name), ())) for one in crons]
    found.sort(key=lambda cron: (_ORDER.index(cron.state), -(cron.failed or 0.0), cron.namespace, cron.name))
    return found


def _cron(cron: CronJobObject, jobs: Sequence[JobObject]) -> CronJob:
    newest = sorted(jobs, key=lambda job: seconds(job.metadata.creation_timestamp) or 0.0, reverse=True)
    ended = next((job for job in newest if job.condition("Failed") or job.condition("Complete")), None)
    failed = ended.condition("Failed") if ended else None
    successes = [seconds(cron.status.last_successful_time), *(seconds(job.status.completion_time) for job in jobs)]
    return CronJob(
        namespace=cron.metadata.namespace,
        name=cron.metadata.name,
        schedule=cron.spec.schedule,
        zone=cron.spec.time_zone or "",
        state=_state(cron, failed is not None),
        reason=(failed.reason or "Failed") if failed else "",
        scheduled=seconds(cron.status.last_schedule_time),
        succeeded=max((one for one in successes if one is not None), default=None),
        failed=seconds(failed.last_transition_time) if failed else None,
        created=seconds(cron.metadata.creation_timestamp),
    )


def _state(cron: CronJobObject, failing: bool) -> str:
    if failing:
        return "failing"
    if cron.spec.suspend:
        return "suspended"
    if cron.status.last_schedule_time is None:
        return "never run"
    return "running" if cron.status.active else "ok"
