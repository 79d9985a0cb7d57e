"""What a summary's body is made of: lines, facts, excerpts, tables and charts. Their text is plain and may be hostile."""

from __future__ import annotations

import msgspec

from processors._text import Text


class Line(msgspec.Struct, frozen=True, tag=True):
    """One sentence of the body, e.g. the one that a colleague would say."""

    text: Text


class Facts(msgspec.Struct, frozen=True, tag=True):
    """Short facts in small print, separated by dots: `CrashLoopBackOff 80`, `Evicted 16`; `ticks`: their numbers do.

    See `Cell` for what that means.
    """

    facts: tuple[str, ...]
    ticks: bool = False


class Excerpt(msgspec.Struct, frozen=True, tag=True):
    """Lines quoted as they are, in a fixed-width face: a log, an error message."""

    text: str


class Cell(msgspec.Struct, frozen=True):
    """One cell of a table.

    Attributes:
        text: what is shown; may be empty.
        value: the number to sort by, for a column of numbers (counts, seconds).
        ticks: whether it goes on by itself while what is shown goes on, e.g. the restarts of a crash loop: no news.
    """

    text: str
    value: float | None = None
    ticks: bool = False


class Table(msgspec.Struct, frozen=True, tag=True, cache_hash=True):
    """A list, worst first. The renderer shows as many rows as its place allows and says how many it left out.

    Attributes:
        caption: what the rows are, e.g. `Failing pods by workload`.
        columns: the headings, at most 20; the first names the row.
        rows: one tuple of cells a row, each as long as `columns`.
        left_out: rows that exist but were never handed over.
        standing: its rows are there whether they are well or not (clusters, nodes): that one is still there is no news.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    left_out: int = 0
    standing: bool = False


class Curve(msgspec.Struct, frozen=True):
    """One line of a chart: its name, and a value for each of the chart's times, None where there is none."""

    name: str
    values: tuple[float | None, ...]


class Chart(msgspec.Struct, frozen=True, tag=True, cache_hash=True):
    """Values over time. The renderer shows as many curves and points as its place allows.

    Attributes:
        title: what is drawn.
        times: seconds since 1970, rising.
        curves: the lines, the most important first.
        unit: of the values; see `processors._numbers`.
        left_out: curves that exist but were never handed over.
    """

    title: str
    times: tuple[float, ...]
    curves: tuple[Curve, ...]
    unit: str = ""
    left_out: int = 0


Passage = Line | Facts | Excerpt | Table | Chart
