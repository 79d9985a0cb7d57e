"""What runs once or on a schedule: which Jobs failed, and how the CronJobs do."""

from __future__ import annotations

from connectors._kube.jobs.records import CronJobList, JobList
from handlers._lists import list_command
from processors import cronjobs, jobs

COMMANDS = (
    list_command(
        "jobs failed",
        "jobs that failed, and why, newest first",
        "jobs",
        "failed jobs",
        of="jobs",
        record=JobList,
        find=lambda cluster: cluster.jobs.failed,
        show=jobs.summary,
        example="jobs failed -n batch",
    ),
    list_command(
        "cronjobs",
        "cronjobs: whose last run failed, which are suspended, when each last ran",
        "cronjob",
        "cj",
        of="cronjobs",
        record=CronJobList,
        find=lambda cluster: cluster.cron_jobs.all,
        show=cronjobs.summary,
        example="cronjobs @all",
    ),
)
