"""Summary of one alert by its name: each place where it is, what it says, what keeps it quiet."""

from __future__ import annotations

from collections.abc import Sequence

from connectors._alerts.records import Alert, AlertDetail, Silence
from processors._ages import duration, moment
from processors._asks import Asks
from processors._controls import Button, Control
from processors._counts import among, counted
from processors._passages import Cell, Facts, Line, Passage, Table
from processors._places import full_place, place
from processors._severity import rank, tone
from processors._summary import Part, Summary, Tone
from processors._text import Span, Text, bold, code, plain

_Placed = tuple[Part[AlertDetail], Alert]
_TEXT, _LABELS = 300, 8
_SAID = frozenset(["namespace", "service", "app", "deployment", "pod", "instance", "job"])
"""Labels that the place says."""


def summary(name: str, parts: Sequence[Part[AlertDetail]], asks: Asks) -> Summary:
    """Return the summary of the alert called `name`.

    Args:
        name: as it was asked for.
        parts: what each Alertmanager knows of it, at least one.
        asks: writes the command lines of the controls.
    """
    where = among(tuple(part.target for part in parts))
    found = [(part, alert) for part in parts for alert in part.records.alerts.alerts]
    if not found:
        title = (bold(f"{name} does not fire"), Span(f" · {where}"))
        return Summary(tone=Tone.GOOD, title=title, controls=(_all(asks),), again=asks.again)
    found.sort(key=lambda one: (one[1].state == "suppressed", rank(one[1].severity), one[1].since))
    firing = [alert for _, alert in found if alert.state != "suppressed"]
    return Summary(
        tone=tone([rank(alert.severity) for alert in firing]) if firing else Tone.NEUTRAL,
        title=_title(name, found, firing, where),
        body=tuple(_body(found, parts)),
        controls=_controls(found[0], asks),
        again=asks.again,
    )


def _title(name: str, found: Sequence[_Placed], firing: Sequence[Alert], where: str) -> Text:
    part, first = found[0]
    quiet = len(found) - len(firing)
    state = f"firing {duration(max(0.0, part.at - first.since))}" if firing else "kept quiet"
    number = counted(len(found), "place") if len(found) > 1 else place(first.labels)
    beside = f"{quiet:,} kept quiet" if quiet and firing else ""
    return (bold(name), Span(" · " + " · ".join(filter(None, (number, first.severity, state, beside, where)))))


def _body(found: Sequence[_Placed], parts: Sequence[Part[AlertDetail]]) -> list[Passage]:
    part, first = found[0]
    body: list[Passage] = [
        Line(plain(_cut(text))) for text in dict.fromkeys((first.summary, first.description)) if text.strip()
    ]
    body.append(Line((Span("Since "), moment(first.since, part.at), Span("."), *_source(first))))
    links = [f"{what}: {url}" for what, url in (("runbook", first.runbook), ("dashboard", first.dashboard)) if url]
    if links:
        body.append(Facts(tuple(links)))
    body += [Line(_silenced(one, part.at)) for part in parts for one in part.records.silences]
    return [*body, _table(found, parts)]


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _TEXT else f"{line[: _TEXT - 1]}…"


def _source(alert: Alert) -> Text:
    return (Span(" "), code(alert.expression)) if alert.expression else ()


def _silenced(silence: Silence, at: float) -> Text:
    comment = f": {silence.comment}" if silence.comment else ""
    return (
        Span("Silenced by "),
        bold(silence.creator or "somebody"),
        Span(" until "),
        moment(silence.ends, at),
        Span(f"{comment}"),
    )


def _table(found: Sequence[_Placed], parts: Sequence[Part[AlertDetail]]) -> Table:
    many = len(parts) > 1
    columns = ("Place", *(("Target",) if many else ()), "State", "For", "Labels", "Told")
    left_out = sum(part.records.alerts.found - len(part.records.alerts.alerts) for part in parts)
    return Table("Where it is", columns, tuple(_row(part, alert, many=many) for part, alert in found), left_out)


def _row(part: Part[AlertDetail], alert: Alert, *, many: bool) -> tuple[Cell, ...]:
    lasts = max(0.0, part.at - alert.since)
    state = "silenced" if alert.silenced_by else "inhibited" if alert.inhibited_by else "firing"
    others = [f"{name}={value}" for name, value in alert.labels if name not in _SAID]
    return (
        Cell(full_place(alert.labels)),
        *((Cell(part.target),) if many else ()),
        Cell(state),
        Cell(duration(lasts), round(lasts)),
        Cell(", ".join(others[:_LABELS])),
        Cell(", ".join(alert.receivers)),
    )


def _controls(worst: _Placed, asks: Asks) -> tuple[Control, ...]:
    part, alert = worst
    graph = (
        (Button("Graph", asks.ask("query", alert.expression, target=part.target, since="1h")),) if alert.expression else ()
    )
    return (*graph, _all(asks), Button("Silences", asks.instead("silences"), more=True))


def _all(asks: Asks) -> Button:
    return Button("All alerts", asks.instead("alerts"))
