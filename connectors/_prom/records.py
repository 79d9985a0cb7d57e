"""The flat records that Prometheus gives."""

from __future__ import annotations

from typing import Literal

import msgspec

Labels = tuple[tuple[str, str], ...]
"""Label names and values, sorted by name; the metric's own name is the label `__name__`."""


class Sample(msgspec.Struct, frozen=True):
    """One series' value now; NaN and infinities are possible."""

    labels: Labels
    value: float


class Instant(msgspec.Struct, frozen=True, kw_only=True):
    """What an expression is now.

    Attributes:
        kind: `vector`: the samples; `scalar`: one sample without labels; `string`: `text`.
        samples: at most `MOST_SAMPLES`, in the server's order.
        found: how many there are, as far as they were counted.
        whole: whether all were counted.
        text: the string that a string expression is.
        warnings: what the server remarks, e.g. that a part of the data is missing (Thanos' partial response).
    """

    kind: Literal["vector", "scalar", "string"]
    samples: tuple[Sample, ...] = ()
    found: int = 0
    whole: bool = True
    text: str = ""
    warnings: tuple[str, ...] = ()


class Series(msgspec.Struct, frozen=True):
    """One series over time: a value for each step of its range, None where it has none (or none that is finite)."""

    labels: Labels
    values: tuple[float | None, ...]


class Range(msgspec.Struct, frozen=True, kw_only=True):
    """What an expression was over a time.

    Attributes:
        start: the first step, seconds since 1970.
        step: seconds from one to the next.
        steps: how many there are.
        series: at most `MOST_SERIES`, the ones with the highest peak, highest first.
        found, whole, warnings: as in `Instant`.
    """

    start: float
    step: float
    steps: int
    series: tuple[Series, ...] = ()
    found: int = 0
    whole: bool = True
    warnings: tuple[str, ...] = ()


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """A scraped target that is not up.

    Attributes:
        job, instance: its labels.
        labels: the others.
        url: what is scraped, without a query.
        health: `down`, or `unknown` before the first scrape.
        error: the last scrape's error.
        scraped: when that was, seconds since 1970.
    """

    job: str
    instance: str
    labels: Labels
    url: str
    health: str
    error: str = ""
    scraped: float | None = None


class TargetReport(msgspec.Struct, frozen=True, kw_only=True):
    """The scraped targets: how many there are, and those that are not up, at most `MOST_TARGETS` of `down` and `unknown`."""

    total: int
    down: int
    unknown: int
    jobs: int
    targets: tuple[Target, ...] = ()


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that fails.

    Attributes:
        group, file: where it stands.
        name: the alert's or the recorded metric's.
        kind: `alerting` or `recording`.
        query: its expression.
        error: what its last evaluation said.
        evaluated: when its group was last evaluated, seconds since 1970.
    """

    group: str
    file: str
    name: str
    kind: str
    query: str
    error: str
    evaluated: float | None = None


class SlowGroup(msgspec.Struct, frozen=True):
    """A group whose evaluation takes longer than its interval, so that evaluations are left out; both in seconds."""

    name: str
    file: str
    took: float
    interval: float


class RuleReport(msgspec.Struct, frozen=True, kw_only=True):
    """The rules: how many there are, those that fail (at most `MOST_RULES` of `failing`), and groups that are too slow."""

    groups: int
    rules: int
    failing: int
    broken: tuple[Rule, ...] = ()
    slow: tuple[SlowGroup, ...] = ()
    warnings: tuple[str, ...] = ()
