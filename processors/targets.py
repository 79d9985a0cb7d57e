"""Summary of the targets that Prometheus cannot scrape, by job."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from connectors._prom.records import Target, TargetReport
from processors._ages import duration
from processors._asks import Asks
from processors._counts import among, counted
from processors._passages import Cell, Facts, Line, Passage, Table
from processors._summary import Part, Summary, Tone
from processors._text import Span, bold, code

_JOBS = 6


def summary(parts: Sequence[Part[TargetReport]], asks: Asks) -> Summary:
    """Return the summary of what each Prometheus scrapes.

    Args:
        parts: a report from each that answered, at least one.
        asks: writes the command lines of the controls.
    """
    total, jobs = (sum(getattr(part.records, name) for part in parts) for name in ("total", "jobs"))
    down, unknown = (sum(getattr(part.records, name) for part in parts) for name in ("down", "unknown"))
    place = among(tuple(part.target for part in parts))
    if not down and not unknown:
        if not total:
            return Summary(tone=Tone.NEUTRAL, title=(bold("No targets at all"), Span(f" · {place}")), again=asks.again)
        seen = f"{counted(total, 'target')} of {counted(jobs, 'job')}"
        return Summary(tone=Tone.GOOD, title=(bold("All targets are up"), Span(f" · {seen} · {place}")), again=asks.again)
    listed = [(part, target) for part in parts for target in part.records.targets]
    listed.sort(key=lambda one: (one[1].health != "down", one[1].job, one[1].instance))
    waiting = f", {unknown:,} not scraped yet" if unknown else ""
    return Summary(
        tone=Tone.BAD if down else Tone.WARNING,
        title=(bold(f"{down:,} of {counted(total, 'target')} down"), Span(f"{waiting} · {place}")),
        body=tuple(_body(listed, down + unknown, many=len(parts) > 1)),
        again=asks.again,
    )


def _body(listed: Sequence[tuple[Part[TargetReport], Target]], found: int, *, many: bool) -> list[Passage]:
    counts = Counter(target.job for _, target in listed)
    first = listed[0][1]
    body: list[Passage] = [Facts(tuple(f"{job} {count:,}" for job, count in counts.most_common(_JOBS)))]
    if first.error:
        body.append(Line((bold(f"{first.job} {first.instance}"), Span(": "), code(first.error))))
    columns = ("Target", "Job", *(("Prometheus",) if many else ()), "State", "Error", "Scraped", "URL")
    rows = tuple(_row(part, target, many=many) for part, target in listed)
    return [*body, Table("Targets that are not up", columns, rows, max(0, found - len(listed)))]


def _row(part: Part[TargetReport], target: Target, *, many: bool) -> tuple[Cell, ...]:
    ago = None if target.scraped is None else max(0.0, part.at - target.scraped)
    scraped = Cell("never") if ago is None else Cell(f"{duration(ago)} ago", round(ago, 1))
    where = (Cell(part.target),) if many else ()
    return (
        Cell(target.instance),
        Cell(target.job),
        *where,
        Cell(target.health),
        Cell(target.error),
        scraped,
        Cell(target.url),
    )
