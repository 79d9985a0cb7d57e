"""Summary of the Jobs that failed."""

from __future__ import annotations

from collections.abc import Sequence

from connectors._kube.jobs.records import Job, JobList
from processors._ages import moment
from processors._asks import Asks
from processors._cells import age_cell, number_cell, short
from processors._controls import Button, Menu
from processors._counts import counted
from processors._listed import Listed, listed
from processors._passages import Cell, Line
from processors._summary import Part, Summary, Tone
from processors._text import Span, Text, bold
from processors._words import tallied

_OPTIONS = 100


def summary(parts: Sequence[Part[JobList]], asks: Asks) -> Summary:
    """Return the summary of the failed Jobs of one or many clusters."""
    lists = [part.records for part in parts]
    total, failed = sum(one.looked_at for one in lists), sum(one.found for one in lists)
    running = sum(one.active for one in lists)
    unread = [one.unread for one in lists]
    if not failed:
        good = Listed(Tone.GOOD, "No failed jobs", f" · {total:,} looked at, {running:,} running")
        none = Listed(Tone.NEUTRAL, "No jobs at all")
        return listed(parts, unread, good if total else none, asks)
    jobs = [(part, job) for part in parts for job in part.records.jobs]
    jobs.sort(key=lambda one: -(one[1].since or 0.0))
    reasons = tallied(count for one in lists for count in one.reasons)
    shown = Listed(
        tone=Tone.BAD,
        head=f"{failed:,} of {counted(total, 'job')} failed",
        rest=f", {running:,} running",
        facts=reasons,
        lines=(Line(_said(*jobs[0])),),
        caption="Failed jobs, newest first",
        columns=("Job", "Reason", "Failed pods", "Ago", "CronJob", "Message"),
        rows=[(part, _cells(job, part.at)) for part, job in jobs],
        left_out=failed - len(jobs),
        controls=(_menu(jobs, asks), Button("CronJobs", asks.instead("cronjobs"))),
    )
    return listed(parts, unread, shown, asks)


def _said(part: Part[JobList], job: Job) -> Text:
    when = (Span(" at "), moment(job.since, part.at)) if job.since is not None else ()
    why = f": {short(job.message, 160)}" if job.message else f": {job.reason}"
    return (bold(f"{job.namespace}/{job.name}"), Span(" failed last"), *when, Span(f"{why}"))


def _cells(job: Job, at: float) -> tuple[Cell, ...]:
    return (
        Cell(f"{job.namespace}/{job.name}"),
        Cell(job.reason),
        number_cell(job.pods),
        age_cell(job.since, at),
        Cell(job.cron),
        Cell(short(job.message)),
    )


def _menu(jobs: Sequence[tuple[Part[JobList], Job]], asks: Asks) -> Menu:
    options = tuple(
        Button(
            f"{job.namespace}/{job.name}", asks.ask("logs", f"job/{job.name}", namespace=job.namespace, target=part.target)
        )
        for part, job in jobs[:_OPTIONS]
    )
    return Menu("Log of…", options)
