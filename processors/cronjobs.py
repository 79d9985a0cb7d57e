"""Summary of the CronJobs: which fail, which are suspended, when each last ran."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from connectors._kube.jobs.records import CronJob, CronJobList
from processors._ages import moment
from processors._asks import Asks
from processors._cells import age_cell
from processors._controls import Button
from processors._counts import counted
from processors._listed import Listed, listed
from processors._passages import Cell, Line, Passage
from processors._summary import Part, Summary, Tone
from processors._text import Span, Text, bold, plain

_STATES = ("failing", "suspended", "never run", "running", "ok")


def summary(parts: Sequence[Part[CronJobList]], asks: Asks) -> Summary:
    """Return the summary of the CronJobs of one or many clusters."""
    lists = [part.records for part in parts]
    total = sum(one.looked_at for one in lists)
    unread = [one.unread for one in lists]
    if not total:
        return listed(parts, unread, Listed(Tone.NEUTRAL, "No cronjobs at all"), asks)
    states: Counter[str] = Counter()
    for one in lists:
        states.update({count.word: count.count for count in one.states})
    crons = [(part, cron) for part in parts for cron in part.records.crons]
    crons.sort(key=lambda one: (_STATES.index(one[1].state), -(one[1].failed or 0.0)))
    failing = states["failing"]
    verb = "fails" if failing == 1 else "fail"
    lines: list[Passage] = [
        Line(plain(f"Their jobs could not be looked at{_on(part, parts)}: {part.records.jobs_unread}"))
        for part in parts
        if part.records.jobs_unread
    ]
    if failing:
        lines.append(Line(_said(*crons[0])))
    shown = Listed(
        tone=Tone.BAD if failing else Tone.WARNING if lines else Tone.GOOD,
        head=f"{failing:,} of {counted(total, 'cronjob')} {verb}" if failing else f"{counted(total, 'cronjob')}, none fails",
        rest="".join(f", {states[state]:,} {state}" for state in _STATES[1:4] if states[state]),
        lines=tuple(lines),
        caption="CronJobs, worst first",
        columns=("CronJob", "State", "Schedule", "Last run", "Last success"),
        rows=[(part, _cells(cron, part.at)) for part, cron in crons],
        left_out=total - len(crons),
        standing=True,
        controls=(Button("Failed jobs", asks.instead("jobs failed")),),
    )
    return listed(parts, unread, shown, asks)


def _on(part: Part[CronJobList], parts: Sequence[Part[CronJobList]]) -> str:
    return f" on {part.target}" if len(parts) > 1 else ""


def _said(part: Part[CronJobList], cron: CronJob) -> Text:
    when = (Span(" at "), moment(cron.failed, part.at)) if cron.failed is not None else ()
    return (bold(f"{cron.namespace}/{cron.name}"), Span(" failed last"), *when, Span(f": {cron.reason}"))


def _cells(cron: CronJob, at: float) -> tuple[Cell, ...]:
    zone = f" {cron.zone}" if cron.zone else ""
    state = f"{cron.state}: {cron.reason}" if cron.reason else cron.state
    return (
        Cell(f"{cron.namespace}/{cron.name}"),
        Cell(state),
        Cell(f"{cron.schedule}{zone}"),
        age_cell(cron.scheduled, at),
        age_cell(cron.succeeded, at),
    )
