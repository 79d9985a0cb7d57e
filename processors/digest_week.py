"""Summary of a digest's week: its numbers over time, what came and went, and what stayed longest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from processors._ages import duration
from processors._controls import Button
from processors._counts import among
from processors._numbers import number
from processors._passages import Cell, Chart, Curve, Facts, Line, Passage, Table
from processors._strands import WEEK, Item, Memory, Strand
from processors._summary import Summary, Tone
from processors._text import Span, bold, code

_ROWS, _NAMES = 100, 4

Row = tuple[Strand, Item, bool]
"""By which command it was found, what, and whether it is still there."""


def summary(name: str, memory: Memory, at: float) -> Summary:
    """Return the week of one digest.

    Args:
        name: the digest's.
        memory: what its last run left.
        at: now, in seconds since 1970.
    """
    if not memory.strands:
        title = (bold(f"{name} has not run yet"), Span(": there is nothing to report."))
        return Summary(tone=Tone.NEUTRAL, title=title, controls=(Button("Run it now", f"digest run {name}"),))
    rows = [row for strand in memory.strands if not strand.standing for row in _rows(strand, at)]
    new = [row for row in rows if row[1].since > _begin(row[0], at)]
    stay = [row for row in rows if row[2]]
    counts = ((len(new), "new"), (len(rows) - len(stay), "gone"), (len(stay), "still there"))
    told = [f"{count:,} {word}" for count, word in counts if count] or ["nothing was named"]
    runs = {point[0] for strand in memory.strands for point in _points(strand, at)}
    chart = _chart(memory, sorted(runs))
    return Summary(
        tone=Tone.NEUTRAL,
        title=(bold(f"{name}, the week"), Span(f": {', '.join(told)}")),
        body=tuple(_body(memory, rows, new, at)) + ((chart,) if chart else ()) + ((_table(rows),) if rows else ()),
        controls=(
            *(Button(strand.line[:30], strand.line) for strand in memory.strands),
            Button("Run it now", f"digest run {name}"),
        ),
    )


def _rows(strand: Strand, at: float) -> Iterator[Row]:
    """Yield what was there within the week."""
    yield from ((strand, item, True) for item in strand.items)
    yield from ((strand, item, False) for item in strand.gone if at - item.last <= WEEK)


def _points(strand: Strand, at: float) -> list[tuple[int, float]]:
    return [point for point in strand.points if at - point[0] <= WEEK]


def _begin(strand: Strand, at: float) -> float:
    """Return when the week began: what the first run found was there before, for all that anybody knows."""
    return min((point[0] for point in _points(strand, at)), default=at - WEEK)


def _body(memory: Memory, rows: Sequence[Row], new: Sequence[Row], at: float) -> Iterator[Passage]:
    for strand in memory.strands:
        numbers = [value for _, value in _points(strand, at)]
        if numbers:
            first, last, most = (number(value) for value in (numbers[0], numbers[-1], max(numbers)))
            yield Line((code(strand.line), Span(f"  {first} → {last}, at most {most}")))
        else:
            yield Line((code(strand.line), Span(f"  {strand.title or 'was not answered yet'}")))
    came = tuple(item.name for _, item, there in sorted(new, key=lambda row: -row[1].since) if there)
    stays = tuple(
        item.name for _, item, there in sorted(rows, key=lambda row: row[1].since) if there and item.name not in came
    )
    facts = [f"new and still there: {among(came, _NAMES)}"] if came else []
    facts += [f"there from the start: {among(stays, _NAMES)}"] if stays else []
    if facts:
        yield Facts(tuple(facts))


def _chart(memory: Memory, times: Sequence[int]) -> Chart | None:
    """Return the numbers of each command over the week; None where there are not two of any."""
    curves = []
    for strand in memory.strands:
        found = dict(strand.points)
        values = tuple(found.get(at) for at in times)
        if sum(value is not None for value in values) > 1:
            curves.append(Curve(strand.line, values))
    return Chart("The numbers of each run", tuple(map(float, times)), tuple(curves)) if curves else None


def _table(rows: Sequence[Row]) -> Table:
    """Return what was there longest, and came most often."""
    many = len({item.place for _, item, _ in rows}) > 1
    ordered = sorted(rows, key=lambda row: (-row[1].lasted, -row[1].came, row[1].name))
    columns = ("What", *(("Cluster",) if many else ()), "Seen for", "Came", "Now", "Found by")
    cells = tuple(
        (
            Cell(item.name), *((Cell(item.place),) if many else ()),
            Cell(duration(item.lasted) if item.lasted else "once", item.lasted), Cell(f"{item.came:,}", item.came),
            Cell("still there" if there else "gone"), Cell(strand.line),
        )
        for strand, item, there in ordered[:_ROWS]
    )  # fmt: skip
    return Table("The week, what was there longest first", columns, cells, max(0, len(rows) - _ROWS))
