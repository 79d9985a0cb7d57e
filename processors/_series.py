"""Names series by the labels that tell them apart, and makes charts of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from connectors._prom.records import Labels, Range
from processors._passages import Chart, Curve

POINTS = 20
"""Points of a curve in a message: as many as Slack's charts have."""


def names(series: Sequence[Labels]) -> tuple[str, ...]:
    """Return a name for each series, from the labels in which they differ; the only one has its metric's name.

    Names may be alike all the same; who needs them unique makes them so.
    """
    if len(series) == 1:
        return (metric(series[0]),)
    shared = set(series[0]).intersection(*series[1:]) if series else set()
    return tuple(
        " ".join(value for label in one if label not in shared for value in label[1:]) or metric(one) for one in series
    )


def metric(labels: Labels) -> str:
    """Return a series as PromQL writes it, e.g. `up{job="web"}`; `value` for one that has no labels at all."""
    found = dict(labels)
    name = found.pop("__name__", "")
    inside = ", ".join(f'{label}="{value}"' for label, value in found.items())
    return (f"{name}{{{inside}}}" if inside else name) or "value"


def common(series: Sequence[Labels]) -> Labels:
    """Return the labels that all of several series have in common; none for a single one."""
    if len(series) < 2:
        return ()
    shared = set(series[0]).intersection(*series[1:])
    return tuple(label for label in series[0] if label in shared)


def chart(title: str, unit: str, found: Range) -> Chart:
    """Return all that was found as a chart, one point a step."""
    curves = [
        Curve(name, series.values)
        for name, series in zip(names([series.labels for series in found.series]), found.series, strict=True)
        if any(value is not None for value in series.values)
    ]
    times = tuple(found.start + step * found.step for step in range(found.steps))
    return Chart(title, times, tuple(curves), unit, max(0, found.found - len(found.series)))


def thinned(whole: Chart, points: int = POINTS) -> Chart:
    """Return the chart with at most so many points, each the mean of the values around it."""
    if len(whole.times) <= points:
        return whole
    bounds = [round(place * len(whole.times) / points) for place in range(points + 1)]
    spans = list(pairwise(bounds))
    curves = tuple(Curve(one.name, tuple(_mean(one.values[a:b]) for a, b in spans)) for one in whole.curves)
    return Chart(whole.title, tuple(whole.times[b - 1] for _, b in spans), curves, whole.unit, whole.left_out)


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
