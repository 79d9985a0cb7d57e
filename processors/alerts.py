"""Summary of many alerts: which fire, the worst first, and how many are kept quiet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from processors._ages import duration, moment
from processors._alert_digest import AlertDigest, AlertRow, badness, condense
from processors._asks import Asks
from processors._controls import Button, Control, Menu
from processors._counts import among, counted
from processors._passages import Cell, Facts, Line, Passage, Table
from processors._severity import rank, tone
from processors._summary import Part, Summary, Tone
from processors._text import Span, Text, bold

__all__ = ["condense", "summary"]

_Placed = tuple[Part[AlertDigest], AlertRow]
_OPTIONS, _SAID = 100, 160


def summary(what: str, matchers: str, parts: Sequence[Part[AlertDigest]], asks: Asks) -> Summary:
    """Return the summary of the alerts that each Alertmanager has.

    Args:
        what: `firing`, `silenced`, or "" for both.
        matchers: what the question was narrowed to; "" for nothing.
        parts: a digest from each that answered, at least one.
        asks: writes the command lines of the controls.
    """
    rows = sorted(((part, row) for part in parts for row in part.records.rows), key=lambda one: badness(one[1]))
    digests = [part.records for part in parts]
    place = " · ".join(filter(None, (matchers, among(tuple(part.target for part in parts)))))
    body: list[Passage] = []
    if rows:
        body = [Facts(facts)] if len(facts := _facts(digests)) > 1 else []
        body += [Line(_worst(*rows[0], many=len(parts) > 1)), _table(rows, digests, many=len(parts) > 1)]
    return Summary(
        tone=_tone(what, [row for _, row in rows]),
        title=_title(what, digests, place),
        body=tuple(body),
        controls=_controls(what, rows, asks),
        again=asks.again,
        measure=sum(digest.firing for digest in digests) if what != "silenced" else None,
    )


def _tone(what: str, rows: Sequence[AlertRow]) -> Tone:
    return Tone.NEUTRAL if what == "silenced" else tone([rank(row.severity) for row in rows if row.firing])


def _title(what: str, digests: Sequence[AlertDigest], place: str) -> Text:
    firing = sum(digest.firing for digest in digests)
    quiet = sum(digest.silenced + digest.inhibited for digest in digests)
    few = "" if all(digest.whole for digest in digests) else "at least "
    if what == "silenced":
        return (
            bold(f"{few}{counted(quiet, 'alert')} kept quiet" if quiet else "No alert is kept quiet"),
            Span(f" · {place}"),
        )
    beside = f" · {quiet:,} kept quiet" if quiet else ""
    if not firing:
        return (bold("No alert fires"), Span(f"{beside} · {place}"))
    names = len({(row.name) for digest in digests for row in digest.rows if row.firing})
    kinds = f" of {counted(names, 'kind')}" if names < firing else ""
    return (bold(f"{few}{counted(firing, 'alert')} firing"), Span(f"{kinds}{beside} · {place}"))


def _facts(digests: Sequence[AlertDigest]) -> tuple[str, ...]:
    counts: Counter[str] = Counter()
    for digest in digests:
        counts.update(dict(digest.severities))
    said = [f"{severity or 'no severity'} {count:,}" for severity, count in sorted(counts.items(), key=lambda x: rank(x[0]))]
    quiet = (("silenced", sum(d.silenced for d in digests)), ("inhibited", sum(d.inhibited for d in digests)))
    return (*said, *(f"{word} {count:,}" for word, count in quiet if count))


def _worst(part: Part[AlertDigest], row: AlertRow, *, many: bool) -> Text:
    where = ", ".join(filter(None, (among(row.places, 3), part.target if many else "")))
    said = row.summary if len(row.summary) <= _SAID else f"{row.summary[: _SAID - 1]}…"
    state = f"firing in {row.firing:,} places" if row.firing > 1 else "firing" if row.firing else "kept quiet"
    return (
        bold(row.name),
        Span(f"{f' ({where})' if where else ''}: {state} since "),
        moment(row.since, part.at),
        Span(f". {said}" if said else "."),
    )


def _table(rows: Sequence[_Placed], digests: Sequence[AlertDigest], *, many: bool) -> Table:
    columns = ("Alert", "Severity", *(("Target",) if many else ()), "Firing", "Quiet", "For", "Where", "Summary")
    cells = tuple(_row(part, row, many=many) for part, row in rows)
    return Table("Alerts, worst first", columns, cells, sum(digest.names - len(digest.rows) for digest in digests))


def _row(part: Part[AlertDigest], row: AlertRow, *, many: bool) -> tuple[Cell, ...]:
    lasts = max(0.0, part.at - row.since)
    where = ", ".join((*row.places, *((f"{row.more} more",) if row.more else ())))
    return (
        Cell(row.name),
        Cell(row.severity),
        *((Cell(part.target),) if many else ()),
        Cell(f"{row.firing:,}", row.firing),
        Cell(f"{row.quiet:,}", row.quiet),
        Cell(duration(lasts), round(lasts)),
        Cell(where),
        Cell(row.summary),
    )


def _controls(what: str, rows: Sequence[_Placed], asks: Asks) -> tuple[Control, ...]:
    options = tuple(
        Button(f"{row.name} · {part.target}", asks.ask("alert", row.name, target=part.target)) for part, row in rows
    )
    other = "alerts firing" if what == "silenced" else "alerts silenced"
    menu = (Menu("Look into…", tuple(dict.fromkeys(options))[:_OPTIONS]),) if options else ()
    return (*menu, Button(other.capitalize(), asks.instead(other)), Button("Silences", asks.instead("silences"), more=True))
