"""What runs once or on a schedule: which Jobs failed, and how the CronJobs do."""

from __future__ import annotations

from collections.abc import Sequence

from connectors._kube.jobs.records import CronJobList, JobList
from connectors.kubernetes import Kubernetes
from handlers._asks import LineAsks
from handlers._contract import Command, Invocation, Tools
from handlers._selectors import NAMESPACE, SELECTOR, scope
from processors import cronjobs, jobs
from processors._summary import Part, Summary


async def _load_failed(invocation: Invocation, tools: Tools) -> JobList:
    return await tools.upstream(Kubernetes).jobs.failed(scope(invocation), deadline=tools.deadline)


def _show_failed(invocation: Invocation, parts: Sequence[Part[JobList]]) -> Summary:
    return jobs.summary(parts, LineAsks(invocation))


async def _load_crons(invocation: Invocation, tools: Tools) -> CronJobList:
    return await tools.upstream(Kubernetes).cron_jobs.all(scope(invocation), deadline=tools.deadline)


def _show_crons(invocation: Invocation, parts: Sequence[Part[CronJobList]]) -> Summary:
    return cronjobs.summary(parts, LineAsks(invocation))


COMMANDS = (
    Command(
        name="jobs failed",
        help="jobs that failed, and why, newest first",
        record=JobList,
        load=_load_failed,
        show=_show_failed,
        asks=("kubernetes",),
        options=(NAMESPACE, SELECTOR),
        aliases=("jobs", "failed jobs"),
        example="jobs failed -n batch",
    ),
    Command(
        name="cronjobs",
        help="cronjobs: whose last run failed, which are suspended, when each last ran",
        record=CronJobList,
        load=_load_crons,
        show=_show_crons,
        asks=("kubernetes",),
        options=(NAMESPACE, SELECTOR),
        aliases=("cronjob", "cj"),
        example="cronjobs @all",
    ),
)
