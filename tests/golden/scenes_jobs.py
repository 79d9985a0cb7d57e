"""Situations of Jobs and CronJobs."""

from collections import Counter

from golden.asked import HOUR, MINUTE, NOW, asks, shown, silent, source

from connectors._kube.jobs.records import CronJob, CronJobList, Job, JobList
from connectors._kube.records import Count, Unread
from processors import cronjobs, jobs
from processors._summary import Part, Summary


def failed(number: int = 0, **fields: object) -> Job:
    """Return a Job that failed; `fields` replaces any of its own."""
    usual = {
        "namespace": "batch",
        "name": f"report-{29_900_000 + number}",
        "cron": "report",
        "reason": "BackoffLimitExceeded",
        "message": "Job has reached the specified backoff limit",
        "since": NOW - MINUTE * (7 + number),
        "pods": 3,
    }
    return Job(**(usual | fields))


def job_list(found: list[Job], target: str = "prod", **fields: object) -> Part[JobList]:
    """Return one target's answer with these failed Jobs."""
    words = Counter(job.reason for job in found)
    reasons = tuple(Count(word, number) for word, number in words.most_common())
    usual = {"looked_at": len(found) + 38, "active": 2, "found": len(found), "jobs": tuple(found[:500]), "reasons": reasons}
    return Part(target, JobList(**(usual | fields)), NOW)


def cron(name: str, state: str = "ok", **fields: object) -> CronJob:
    """Return a CronJob in this state."""
    usual = {"namespace": "batch", "schedule": "0 3 * * *", "zone": "", "reason": "", "scheduled": NOW - 11 * HOUR}
    more = {"succeeded": NOW - 11 * HOUR + 90, "failed": None, "created": NOW - 400 * HOUR}
    return CronJob(name=name, state=state, **(usual | more | fields))


def cron_list(found: list[CronJob], target: str = "prod", **fields: object) -> Part[CronJobList]:
    """Return one target's answer with these CronJobs."""
    states = tuple(Count(word, number) for word, number in Counter(one.state for one in found).most_common())
    usual = {"looked_at": len(found), "states": states, "crons": tuple(found[:500])}
    return Part(target, CronJobList(**(usual | fields)), NOW)


def crons() -> list[CronJob]:
    """Return one CronJob in every state."""
    return [
        cron("report", "failing", reason="BackoffLimitExceeded", failed=NOW - 7 * MINUTE, succeeded=NOW - 35 * HOUR),
        cron("cleanup", "suspended", schedule="*/5 * * * *", scheduled=NOW - 90 * 24 * HOUR, succeeded=None),
        cron("<!channel>", "never run", schedule="@yearly", zone="Europe/London", scheduled=None, succeeded=None),
        cron("export", "running", scheduled=NOW - MINUTE),
        cron("backup"),
    ]


def situations() -> dict[str, Summary]:
    """Return what people see of Jobs and CronJobs."""
    ask, both = asks("jobs failed"), asks("jobs failed", "eu-west", "prod", "staging")
    late = failed(1, name="migrate", cron="", reason="DeadlineExceeded", message="Job was active longer than its deadline")
    hidden = (Unread("vault", "the bot may not list jobs there"),)
    cron_ask = asks("cronjobs")
    return {
        "jobs_healthy": shown(jobs.summary([job_list([])], ask)),
        "jobs_one": shown(jobs.summary([job_list([failed()])], ask)),
        "jobs_thousands": shown(jobs.summary([job_list([failed(i) for i in range(3000)])], ask)),
        "jobs_in_part": shown(
            jobs.summary([job_list([failed(), late], unread=hidden), job_list([late], "staging")], both),
            source(), source("staging"), silent(),
        ),
        "jobs_none": shown(jobs.summary([job_list([], looked_at=0)], asks("jobs failed", namespace="shop"))),
        "cronjobs_healthy": shown(cronjobs.summary([cron_list([cron("backup")])], cron_ask)),
        "cronjobs_every_state": shown(cronjobs.summary([cron_list(crons())], cron_ask)),
        "cronjobs_thousands": shown(cronjobs.summary([cron_list([cron(f"c-{i:04d}") for i in range(1200)])], cron_ask)),
        "cronjobs_in_part": shown(
            cronjobs.summary([cron_list(crons()[1:], jobs_unread="the bot may not list jobs (403)")], cron_ask),
            source(), silent(),
        ),
        "cronjobs_none": shown(cronjobs.summary([cron_list([])], cron_ask)),
    }  # fmt: skip
