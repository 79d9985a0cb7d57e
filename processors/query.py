"""Summary of an expression: a number, a table of what it is now, or a chart of what it was; and of those with a name."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

from connectors._prom.records import Instant, Range, Sample
from processors._ages import duration
from processors._asks import Asks
from processors._controls import Button, Menu
from processors._counts import among, counted
from processors._numbers import number
from processors._passages import Cell, Chart, Facts, Line, Passage, Table
from processors._series import chart, common, metric, thinned
from processors._summary import Document, Part, Summary, Tone
from processors._text import Span, bold, code, plain
from processors._warnings import remarks

_COLUMNS, _SHARED, _TITLE, _NAMED = 6, 6, 60, 100


class Named(msgspec.Struct, frozen=True):
    """An expression that the configuration gives a name."""

    name: str
    query: str
    title: str = ""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What an expression is or was.

    Attributes:
        query: the expression.
        title: what it is called; "" without a name.
        unit: of its values; see `processors._numbers`.
        now: what it is, where that was asked.
        then: what it was over a time, where that was asked.
        graphs: the expressions that have a name, where nothing else was asked.
    """

    query: str = ""
    title: str = ""
    unit: str = ""
    now: Instant | None = None
    then: Range | None = None
    graphs: tuple[Named, ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the server remarked."""
        found = self.now or self.then
        return found.warnings if found else ()


def summary(parts: Sequence[Part[Answer]], asks: Asks) -> Summary:
    """Return the summary of one expression's answers.

    Args:
        parts: what each target answered, at least one.
        asks: writes the command lines of the controls.
    """
    if all(part.records.now is None and part.records.then is None for part in parts):
        return _named(parts, asks)
    ranges = [(part, part.records.then) for part in parts if part.records.then is not None]
    if ranges:
        return _over_time(ranges, asks)
    return _now([(part, part.records.now) for part in parts if part.records.now is not None], asks)


def _named(parts: Sequence[Part[Answer]], asks: Asks) -> Summary:
    graphs = {graph.name: graph for part in parts for graph in part.records.graphs}
    place = among(tuple(part.target for part in parts))
    if not graphs:
        return Summary(tone=Tone.NEUTRAL, title=(bold("No graph has a name"), Span(f" · {place}")), again=asks.again)
    rows = tuple((Cell(one.name), Cell(one.title), Cell(one.query)) for one in graphs.values())
    options = tuple(Button(one.title or one.name, asks.ask("graph", one.name)) for one in graphs.values())
    return Summary(
        tone=Tone.NEUTRAL,
        title=(bold(counted(len(graphs), "graph")), Span(f" · {place}")),
        body=(Table("Graphs", ("Graph", "Shows", "Expression"), rows),),
        controls=(Menu("Show…", options[:_NAMED]),),
    )


def _heading(answer: Answer) -> Span:
    return bold(answer.title) if answer.title else code(_short(answer.query))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _TITLE else f"{line[: _TITLE - 1]}…"


def _now(found: Sequence[tuple[Part[Answer], Instant]], asks: Asks) -> Summary:
    parts = [part for part, _ in found]
    place, unit = among(tuple(part.target for part in parts)), parts[0].records.unit
    count = sum(instant.found for _, instant in found)
    samples = [(part.target, sample) for part, instant in found for sample in instant.samples]
    texts = [instant.text for _, instant in found if instant.kind == "string"]
    heading = _heading(parts[0].records)
    again = Button("Last 3 h", asks.ask("query", parts[0].records.query, target=_only(parts), since="3h"))
    body: tuple[Passage, ...] = ()
    if texts:
        said = texts[0]
    elif not samples:
        said = "No result"
    elif count == 1:
        said = number(samples[0][1].value, unit)
        body = (Facts((metric(samples[0][1].labels),)),) if samples[0][1].labels else ()
    else:
        said = f"{'' if all(instant.whole for _, instant in found) else 'at least '}{count:,} series"
        body = tuple(_table(samples, count, unit, many=len(parts) > 1))
    return Summary(
        tone=Tone.NEUTRAL,
        title=(bold(said), Span(" · "), heading, Span(f" · {place}")),
        body=body,
        controls=(again,) if not texts else (),
        notes=tuple(remarks(parts)),
        again=asks.again,
        measure=samples[0][1].value if count == 1 and samples and math.isfinite(samples[0][1].value) else None,
    )


def _only(parts: Sequence[Part[Answer]]) -> str:
    return parts[0].target if len(parts) == 1 else "all"


def _table(samples: Sequence[tuple[str, Sample]], count: int, unit: str, *, many: bool) -> list[Passage]:
    """Return the labels that all have in common, and a table of the others: in the server's order if it has one."""
    shared = common([sample.labels for _, sample in samples])
    differing = tuple(dict.fromkeys(name for _, sample in samples for name, _ in sample.labels if (name, _) not in shared))
    columns = differing[:_COLUMNS]
    values = [sample.value for _, sample in samples]
    ordered = list(samples) if _sorted(values) else sorted(samples, key=lambda one: _rank(one[1].value))
    rows = tuple(_row(target, sample, columns, unit, many=many) for target, sample in ordered)
    headings = (*columns, *(("target",) if many else ()), "value")
    facts = tuple(f"{name}={value}" for name, value in shared[:_SHARED])
    left_out = max(0, count - len(samples))
    return [*((Facts(facts),) if facts else ()), Table("Values", tuple(map(_title, headings)), rows, left_out)]


def _title(label: str) -> str:
    return "Metric" if label == "__name__" else label.capitalize()


def _row(target: str, sample: Sample, columns: Sequence[str], unit: str, *, many: bool) -> tuple[Cell, ...]:
    labels = dict(sample.labels)
    value = Cell(number(sample.value, unit), sample.value if math.isfinite(sample.value) else None)
    return (*(Cell(labels.get(name, "")) for name in columns), *((Cell(target),) if many else ()), value)


def _sorted(values: Sequence[float]) -> bool:
    """Return whether the values rise or fall, as those of `sort(…)` and `topk(…)` do."""
    return values in (sorted(values), sorted(values, reverse=True))


def _rank(value: float) -> float:
    return math.inf if math.isnan(value) else -value


def _over_time(found: Sequence[tuple[Part[Answer], Range]], asks: Asks) -> Summary:
    parts = [part for part, _ in found]
    answer = parts[0].records
    place = among(tuple(part.target for part in parts))
    charts = [_chart(part, then, many=len(parts) > 1) for part, then in found]
    span = duration(found[0][1].step * (found[0][1].steps - 1))
    drawn = [one for one in charts if one.curves]
    title = (_heading(answer), Span(f" · last {span} · {place}"))
    if not drawn:
        return Summary(tone=Tone.NEUTRAL, title=(bold("No data"), Span(" · "), *title), again=asks.again)
    body: list[Passage] = [Line(plain(said)) for said in _lasts(drawn)]
    body += [thinned(one) for one in drawn]
    return Summary(
        tone=Tone.NEUTRAL,
        title=title,
        body=tuple(body),
        controls=(Button("Now", asks.ask("query", answer.query, target=_only(parts))),),
        notes=tuple(remarks(parts)),
        again=asks.again,
        documents=tuple(Document(f"{_file(one.title)}.png", one.title, chart=one) for one in drawn),
    )


def _chart(part: Part[Answer], then: Range, *, many: bool) -> Chart:
    title = part.records.title or _short(part.records.query)
    return chart(f"{title} · {part.target}" if many else title, part.records.unit, then)


def _lasts(charts: Sequence[Chart]) -> list[str]:
    """Return what the only curve of a chart is at its end and was at its highest, in a sentence."""
    said = []
    for one in charts:
        known = [value for value in one.curves[0].values if value is not None]
        if len(one.curves) == 1 and not one.left_out:
            last, low, high = (number(value, one.unit) for value in (known[-1], min(known), max(known)))
            said.append(f"{last} at last, between {low} and {high} before.")
    return said


def _file(title: str) -> str:
    return "-".join(filter(None, "".join(c if c.isalnum() else " " for c in title.lower()).split()))[:60] or "graph"
