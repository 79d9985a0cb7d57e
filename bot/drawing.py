"""Draws one chart as a PNG: a program of its own, `python -m bot.drawing`, with a Chart in and the PNG out.

The library takes most of a second to import and 75 MB; a process that ends gives both back, and the bot's own event loop
never waits for it. See `bot.pictures` for who starts it.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import msgspec
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from bot.blocks.text import known
from bot.plaintext import cut, one_line
from bot.sparkline import finite
from processors._numbers import number
from processors._passages import Chart, Curve

WIDTH, HEIGHT, DPI = 10.0, 4.5, 120
"""Inches and dots an inch: 1,200 pixels wide, sharp on a phone."""

_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#3d3d3d", "#8c564b")
"""Told apart by the colour-blind, too (https://jfly.uni-koeln.de/color/); after them the lines are dashed."""
_PAPER, _INK, _GRID = "#ffffff", "#1d1c1d", "#dddddd"
"""A paper of its own: transparent, dark ink would vanish where people read on black."""
_DASHES = ("solid", "dashed", "dotted")
_NAME, _TITLE, _COLUMNS = 60, 100, 2


def draw(chart: Chart) -> bytes:
    """Return the chart as a PNG. What is not known leaves a gap; times are in UTC; the legend says the last values."""
    rcParams["text.parse_math"] = False  # a `$` in a label is a `$`
    figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DPI, facecolor=_PAPER, layout="constrained")
    axes = figure.add_subplot()
    lines = [_line(axes, chart, place, curve) for place, curve in enumerate(chart.curves)]
    _dress(axes, chart)
    names = [_legend(chart, curve) for curve in chart.curves]
    rows = -(-len(lines) // _COLUMNS)
    if lines:
        figure.legend(
            lines, names, loc="outside lower center", ncols=min(_COLUMNS, len(lines)), frameon=False, labelcolor=_INK,
            fontsize="small" if rows < 5 else "x-small",
        )  # fmt: skip
    png = BytesIO()
    figure.savefig(png, format="png", facecolor=_PAPER)
    return png.getvalue()


def _line(axes: Axes, chart: Chart, place: int, curve: Curve) -> Line2D:
    points = [
        (datetime.fromtimestamp(at, UTC), float("nan") if value is None else value)
        for at, value in zip(chart.times, finite(curve.values), strict=False)
        if known(at)
    ]
    times: Any = [at for at, _ in points]
    alone = len(points) < 2
    [line] = axes.plot(
        times, [value for _, value in points], linewidth=1.6, color=_COLOURS[place % len(_COLOURS)],
        linestyle=_DASHES[place // len(_COLOURS) % len(_DASHES)], marker="o" if alone else "",
    )  # fmt: skip
    return line


def _dress(axes: Axes, chart: Chart) -> None:
    """Give the axes their title, units, grid and room."""
    axes.set_title(cut(one_line(chart.title), _TITLE) or "–", loc="left", color=_INK, fontsize="medium", fontweight="bold")
    axes.set_facecolor(_PAPER)
    axes.grid(visible=True, color=_GRID, linewidth=0.8)
    axes.margins(x=0.01)
    values = [value for curve in chart.curves for value in finite(curve.values) if value is not None]
    if values and min(values) >= 0:
        axes.set_ylim(bottom=0)
    locator = AutoDateLocator(tz=UTC)  # type: ignore[no-untyped-call]  # matplotlib types this module in part
    axes.xaxis.set_major_locator(locator)
    formatter = ConciseDateFormatter(locator, tz=UTC)  # type: ignore[no-untyped-call]  # as above
    axes.xaxis.set_major_formatter(formatter)
    axes.yaxis.set_major_formatter(lambda value, _: number(value, chart.unit))
    axes.tick_params(colors=_INK, length=0)
    axes.set_xlabel("UTC", color=_INK, fontsize="small", loc="left")
    for name, spine in axes.spines.items():
        spine.set_visible(name == "bottom")
        spine.set_color(_GRID)


def _legend(chart: Chart, curve: Curve) -> str:
    """Return a curve's name and last value. A space before it: a name that begins with `_` is left out by the library."""
    last = next((value for value in reversed(finite(curve.values)) if value is not None), None)
    return f" {cut(one_line(curve.name), _NAME) or '–'}{'' if last is None else f': {number(last, chart.unit)}'}"


if __name__ == "__main__":
    sys.stdout.buffer.write(draw(msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Chart)))
