"""Jobs and CronJobs as flat frozen records. Times are seconds since 1970; None: not known."""

from __future__ import annotations

import msgspec

from connectors._kube.records import Count, Unread


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One Job that failed.

    Attributes:
        namespace, name: where and what it is.
        cron: the CronJob that made it, or "".
        reason: why it failed in one word, e.g. `BackoffLimitExceeded`, `DeadlineExceeded`.
        message: the words to it, at most 300 characters.
        since: when it failed.
        pods: how many of its pods failed.
    """

    namespace: str
    name: str
    cron: str
    reason: str
    message: str
    since: float | None
    pods: int


class JobList(msgspec.Struct, frozen=True, kw_only=True):
    """The failed Jobs.

    Attributes:
        looked_at: how many Jobs there are.
        active: how many of them run.
        found: how many failed.
        jobs: those, the newest failure first, at most 500.
        reasons: how many for each reason, most first.
        unread: namespaces that could not be looked at.
    """

    looked_at: int
    active: int
    found: int
    jobs: tuple[Job, ...]
    reasons: tuple[Count, ...] = ()
    unread: tuple[Unread, ...] = ()


class CronJob(msgspec.Struct, frozen=True, kw_only=True):
    """One CronJob.

    Attributes:
        namespace, name, schedule, zone: as it says; the zone is "" for the control plane's own.
        state: `failing` (its newest finished Job failed), `suspended`, `never run`, `running` or `ok`.
        reason: why its newest Job failed; "" if it did not.
        scheduled: when it last made a Job.
        succeeded: when one last succeeded, where the server tells or the Job is still there.
        failed: when its newest failed.
        created: when it was made.
    """

    namespace: str
    name: str
    schedule: str
    zone: str
    state: str
    reason: str
    scheduled: float | None
    succeeded: float | None
    failed: float | None
    created: float | None


class CronJobList(msgspec.Struct, frozen=True, kw_only=True):
    """All CronJobs.

    Attributes:
        looked_at: how many.
        states: how many in each state, most first.
        crons: the worst first, at most 500.
        jobs_unread: why their Jobs could not be looked at; "" if they were.
        unread: namespaces that could not be looked at.
    """

    looked_at: int
    states: tuple[Count, ...]
    crons: tuple[CronJob, ...]
    jobs_unread: str = ""
    unread: tuple[Unread, ...] = ()
