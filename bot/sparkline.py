"""A Chart in plain text: a line of small bars for each curve, with its lowest, highest and last value.

Each line has a scale of its own: how far the curves are apart is said by the numbers, and their shapes by the bars.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, tzinfo

from bot.blocks.text import known
from processors._bars import bars
from processors._numbers import number
from processors._passages import Cell, Chart, Curve, Table

_LONGEST = 48


def as_table(chart: Chart, zone: tzinfo | None = UTC) -> Table:
    """Return the chart as a table, a row for each curve that has values.

    Args:
        chart: may hold anything.
        zone: the zone in which its beginning and end are said.
    """
    curves = [(one, finite(one.values)) for one in chart.curves]
    rows = [_row(one, values, chart.unit) for one, values in curves if any(value is not None for value in values)]
    columns = ("Curve", _span(chart.times, zone), "Lowest", "Highest", "Last")
    return Table(chart.title, columns, tuple(rows), chart.left_out)


def finite(values: Iterable[float | None]) -> list[float | None]:
    """Return the values with None for what is no number that can be drawn."""
    return [value if value is not None and math.isfinite(value) else None for value in values]


def _row(curve: Curve, values: Sequence[float | None], unit: str) -> tuple[Cell, ...]:
    there = [value for value in values if value is not None]
    ends = (min(there), max(there), there[-1])
    line = bars(picked(values, _LONGEST), ends[0], ends[1])
    return (Cell(curve.name), Cell(line), *(Cell(number(value, unit), value) for value in ends))


def picked(values: Sequence[float | None], most: int) -> list[float | None]:
    """Return at most so many of the values, evenly spaced, the first and the last among them."""
    return [values[place] for place in places(len(values), most)]


def places(count: int, most: int) -> list[int]:
    """Return which of `count` things to take to have at most so many of them, evenly spaced, from first to last."""
    if count <= most:
        return list(range(count))
    return [round(place * (count - 1) / (most - 1)) for place in range(most)]


def _span(times: Sequence[float], zone: tzinfo | None) -> str:
    ends = [datetime.fromtimestamp(at, UTC).astimezone(zone) for at in (*times[:1], *times[-1:]) if known(at)]
    if len(ends) < 2:
        return "Over time"
    form = "%H:%M" if ends[0].date() == ends[1].date() else "%d %b %H:%M"
    return f"{ends[0].strftime(form)} to {ends[1].strftime(form)}{' UTC' if zone is UTC else ''}"


def labels(times: Sequence[float]) -> list[str]:
    """Return a name for each of the times, in UTC and no two alike, as short as that allows (20 characters at most).

    Only those that would be the same are told more exactly: two runs within a minute do not make the others hard to read.
    """
    if not all(map(known, times)):
        return list(map(str, range(1, len(times) + 1)))
    at = [datetime.fromtimestamp(one, UTC) for one in times]
    short, exact = _forms(at)
    usual = Counter(one.strftime(short) for one in at)
    said = [one.strftime(short if usual[one.strftime(short)] == 1 else exact) for one in at]
    seen: Counter[str] = Counter()
    for place, name in enumerate(said):
        seen[name] += 1
        if seen[name] > 1:
            said[place] = f"{name} ({seen[name]})"
    return said


def _forms(at: Sequence[datetime]) -> tuple[str, str]:
    """Return the form in which these times are mostly told apart, and the one for those that are not."""
    if not at or max(at) - min(at) < timedelta(days=1):
        return "%H:%M", "%H:%M:%S"
    if max(at) - min(at) > timedelta(days=300):
        return "%d %b %Y", "%Y-%m-%d %H:%M"
    if len({one.date() for one in at}) == len(at):
        return "%d %b", "%d %b %H:%M"
    return "%d %b %H:%M", "%d %b %H:%M:%S"
