"""Gathers a query's result from its parts, and keeps no more of it than is shown. Pure."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass, field

from connectors._prom.records import Instant, Labels, Range, Sample, Series
from connectors._prom.wire import Element, Queried

MOST_SAMPLES = 1000
"""Samples of a vector that are kept."""
MOST_SERIES = 12
"""Series of a range that are kept: as many as can be told apart in one picture."""
MOST_POINTS = 11_000
"""Points of a series that a Prometheus gives at most."""
_LABEL, _WARNINGS, _TEXT = 200, 5, 2000


@dataclass
class Gathered:
    """What has come of a result so far.

    Attributes:
        kind: `vector`, `matrix`, `scalar` or `string`; "" before the head.
        found: elements that have come.
        warnings: the server's remarks.
    """

    kind: str = ""
    found: int = 0
    warnings: list[str] = field(default_factory=list)
    _elements: list[Element] = field(default_factory=list)
    _bare: list[float | str] = field(default_factory=list)

    def take(self, part: Queried) -> None:
        """Take the next part."""
        self.kind = part.data.result_type or self.kind
        self.warnings += [warning[:_LABEL] for warning in (part.warnings or ())[:_WARNINGS]]
        for element in part.data.result:
            if isinstance(element, Element):
                self.found += 1
                self.element(element)
            else:
                self._bare.append(element)

    def element(self, element: Element) -> None:
        """Keep one series' value."""
        if len(self._elements) < MOST_SAMPLES:
            self._elements.append(element)

    def instant(self, whole: bool) -> Instant:
        """Return what an instant query gave."""
        text = str(self._bare[1]) if len(self._bare) > 1 else ""
        if self.kind == "string":
            return Instant(kind="string", text=text[:_TEXT], warnings=tuple(self.warnings))
        if self.kind == "scalar":
            return Instant(kind="scalar", samples=(Sample((), number(text)),), found=1, warnings=tuple(self.warnings))
        samples = (Sample(labels(one.metric), number(one.value[1])) for one in self._elements if one.value)
        return Instant(kind="vector", samples=tuple(samples), found=self.found, whole=whole, warnings=tuple(self.warnings))


@dataclass
class GatheredRange(Gathered):
    """What has come of a range so far: the series with the highest peaks, on the steps from `start`."""

    start: float = 0.0
    step: float = 1.0
    steps: int = 1
    _highest: list[tuple[float, int, Series]] = field(default_factory=list)

    def element(self, element: Element) -> None:
        """Keep one series if it is among the highest."""
        series = Series(labels(element.metric), self._on_steps(element.values))
        peak = max((abs(value) for value in series.values if value is not None), default=-1.0)
        ranked = (peak, -self.found, series)
        if len(self._highest) < MOST_SERIES:
            heapq.heappush(self._highest, ranked)
        elif ranked[:2] > self._highest[0][:2]:
            heapq.heapreplace(self._highest, ranked)

    def _on_steps(self, values: list[tuple[float, str]]) -> tuple[float | None, ...]:
        found: list[float | None] = [None] * self.steps
        for at, said in values:
            place = round((at - self.start) / self.step)
            value = number(said)
            if 0 <= place < self.steps and math.isfinite(value):
                found[place] = value
        return tuple(found)

    def range(self, whole: bool) -> Range:
        """Return what a range query gave."""
        ranked = sorted(self._highest, key=lambda one: one[:2], reverse=True)
        return Range(
            start=self.start, step=self.step, steps=self.steps, series=tuple(series for _, _, series in ranked),
            found=self.found, whole=whole, warnings=tuple(self.warnings),
        )  # fmt: skip


def labels(found: dict[str, str]) -> Labels:
    """Return labels as the records have them, values that are too long to show cut."""
    return tuple(sorted((name, value[:_LABEL]) for name, value in found.items()))


def number(said: str) -> float:
    """Return the number that a text stands for, `+Inf` and `NaN` too; NaN for what is none."""
    try:
        return float(said)
    except ValueError:
        return math.nan
