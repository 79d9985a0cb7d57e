"""A Chart in Slack: as `data_visualization` where Slack knows it, else as small bars in columns of text.

Limits: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block: two a message, a title of 50
characters, 6 series of unique names, 20 points with the same labels in each; names and labels of 20 characters. A point has
to have a value, so a gap is bridged with the value before it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from bot.blocks import table as blocks_table
from bot.blocks.table import Shown
from bot.blocks.text import EMPTY, Block, size
from bot.plaintext import cut, one_line, units
from bot.sparkline import as_table, finite, labels, places
from processors._passages import Chart, Curve

CHARTS = 2
"""Charts that a message may have."""
ROOM = 9800
"""Characters of JSON that the charts of a message take at most."""

_SERIES, _POINTS = 6, 20
_NAME, _TITLE, _AXIS = 20, 50, 50


def shown(chart: Chart, room: int, refused: frozenset[str]) -> Shown:
    """Return `chart` as the newest block that is not in `refused`, within `room` characters of JSON."""
    if "data_visualization" in refused:
        return as_text(chart, room)
    at = places(len(chart.times), _POINTS)
    categories = labels([chart.times[place] for place in at])
    curves = [one for one in chart.curves if any(value is not None for value in _values(one, at))][:_SERIES]
    if not categories or not curves:
        return Shown(None, 0)
    series = [
        {
            "name": name,
            "data": [{"label": label, "value": v} for label, v in zip(categories, _bridged(one, at), strict=True)],
        }
        for name, one in zip(_unique([one.name for one in curves]), curves, strict=True)
    ]
    axis = {"categories": categories, "x_label": "UTC"}
    if unit := cut(one_line(chart.unit), _AXIS):
        axis["y_label"] = unit
    title = cut(one_line(chart.title), _TITLE) or EMPTY
    block: Block = {
        "type": "data_visualization", "title": title, "chart": {"type": "line", "series": series, "axis_config": axis}
    }  # fmt: skip
    while series and size(block) > room:
        series.pop()
    return Shown(block if series else None, len(series))


def as_text(chart: Chart, room: int) -> Shown:
    """Return `chart` as text in columns, within `room` characters of JSON."""
    return blocks_table.in_columns(as_table(chart), room)


def _values(curve: Curve, at: Sequence[int]) -> list[float | None]:
    return finite(curve.values[place] if place < len(curve.values) else None for place in at)


def _bridged(curve: Curve, at: Sequence[int]) -> Iterator[float]:
    """Yield a value for each place, to four digits: where there is none, the one before it; at the start, the first."""
    values = _values(curve, at)
    last = next(value for value in values if value is not None)
    for value in values:
        last = last if value is None else value
        rounded = float(f"{last:.4g}")
        yield rounded if math.isfinite(rounded) else last  # the largest numbers have none above them to be rounded to


def _unique(names: Sequence[str]) -> Iterator[str]:
    """Yield the names in at most 20 characters, no two alike."""
    seen: set[str] = set()
    for name in names:
        short = cut(one_line(name), _NAME) or EMPTY
        number = 2
        while short in seen:
            ending = f" {number}"
            short = (cut(one_line(name), _NAME - units(ending)) or EMPTY) + ending
            number += 1
        seen.add(short)
        yield short
