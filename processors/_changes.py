"""What is different between two answers to one question; and the later one, with that marked in it.

What goes on by itself is no news, and is not compared. Ages and moments: those in a sentence (`12 min old`, `since 14:02`,
which moves with each round of a crash loop), and columns of ages, which are known by their cells, whose text is their number
of seconds in words. And numbers that tick, as their summary says: the restarts of what is shown as failing already, how
often an event was seen. They stay fresh all the same, as the message is edited each minute whatever happens. Where somebody
asks for the restarts themselves, they do not tick, but are what is watched. Nor is the order compared, as what is worse
moves up anyway.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from processors._ages import duration
from processors._counts import among, counted
from processors._numbers import number
from processors._passages import Cell, Chart, Curve, Excerpt, Facts, Line, Passage, Table
from processors._summary import Summary
from processors._text import Moment, Span, Text

_AGE = re.compile(r"\b[\d,]+ (?:s|min|h|d)\b")
_FACT = re.compile(r"(.*\S) ([\d,]+)")
_GONE = 20
"""Rows that are shown although they are gone, at most."""

Row = tuple[Cell, ...]
Rows = Mapping[tuple[str, ...], Row]


class Changes(msgspec.Struct, frozen=True):
    """What changed: the rows' names, and the title that it had before, "" if it has the same."""

    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    title: str = ""

    def listed(self) -> str:
        """Return it in one phrase, e.g. `2 new: payments/web, shop/cart · 1 gone: ops/migrate`; "" if no row changed."""
        rows = (("new", self.new), ("gone", self.gone), ("changed", self.changed))
        parts = [f"{len(names):,} {word}: {among(names)}" for word, names in rows if names]
        return " · ".join([*parts, *([f"before: {self.title}"] if self.title else [])])


def compare(before: Summary, now: Summary) -> Changes | None:
    """Return what changed; None if nothing did that matters."""
    title = "" if _still(before.title) == _still(now.title) else said(before.title)
    found = _rows_changed(before, now, title)
    same = (before.tone, sorted(_said(before))) == (now.tone, sorted(_said(now)))
    return None if same and found == Changes() else found


def _rows_changed(before: Summary, now: Summary, title: str) -> Changes:
    """Return the rows that changed, as far as they can be compared: of what both answers show, of targets that gave both."""
    first, second = list_of(before), list_of(now)
    if first is None or second is None or first.columns != second.columns:
        return Changes(title=title)
    away = {source.target for source in (*before.sources, *now.sources) if source.at is None}
    then, there, ages = _rows(first), _rows(second), _ages(first) | _ages(second)
    new = [key for key in there if key not in then and not away.intersection(key[1:])]
    gone = [key for key in then if key not in there and not away.intersection(key[1:])]
    changed = [key for key, row in there.items() if key in then and _plain(row, ages) != _plain(then[key], ages)]
    return Changes(
        new=tuple(key[0] for key in new) if not first.left_out else (),
        gone=tuple(key[0] for key in gone) if not second.left_out else (),
        changed=tuple(key[0] for key in changed),
        title=title,
    )


def marked(before: Summary, now: Summary) -> Summary:
    """Return `now` with what changed marked: in a column of its table, and beside the numbers of its facts."""
    were = {word: number for passage in before.body if isinstance(passage, Facts) for word, number in _numbers(passage)}
    then = list_of(before)
    first = list_of(now)
    body = tuple(_marked(passage, were, then if passage is first else None) for passage in now.body)
    return replace(now, body=body)


def rows_of(summary: Summary) -> tuple[tuple[str, str], ...]:
    """Return what the rows of the answer's list are about: the name and the target of each, no two alike, in their order.

    An answer of one target names it in no row; where another did not answer, it is the same list all the same.
    """
    table = list_of(summary)
    if table is None:
        return ()
    clusters = "Cluster" in table.columns
    there = [source.target for source in summary.sources if source.at is not None]
    only = there[0] if len(there) == 1 else ""
    return tuple(_named(key, key[1] if clusters and len(key) > 1 else only, 2 if clusters else 1) for key in _rows(table))


def said(text: Text) -> str:
    """Return the words of `text`, without its times."""
    return "".join(part.text for part in text if isinstance(part, Span))


def _marked(passage: Passage, were: Mapping[str, str], then: Table | None) -> Passage:
    match passage:
        case Facts(facts, ticks=False) if were:
            return Facts(tuple(_fact_marked(fact, were) for fact in facts))
        case Table() if then is not None and then.columns == passage.columns:
            return _table_marked(then, passage)
        case _:
            return passage


def _fact_marked(fact: str, were: Mapping[str, str]) -> str:
    found = _FACT.fullmatch(fact)
    if not found or were.get(found[1], found[2]) == found[2]:
        return fact
    return f"{fact} (was {were[found[1]]})"


def _table_marked(then: Table, now: Table) -> Table:
    rows, earlier, ages = _rows(now), _rows(then), _ages(then) | _ages(now)
    gone = [] if now.left_out else [row for key, row in earlier.items() if key not in rows]
    unseen = then.left_out > 0
    marks = {
        key: "" if unseen and key not in earlier else _mark(row, earlier.get(key), ages, now.columns)
        for key, row in rows.items()
    }
    if not gone and not any(marks.values()):
        return now
    shown = [(row[0], Cell(marks[key]), *row[1:]) for key, row in rows.items()]
    shown += [(row[0], Cell("gone"), *row[1:]) for row in gone[:_GONE]]
    return replace(now, columns=(now.columns[0], "Change", *now.columns[1:]), rows=tuple(shown))


def _mark(row: Row, was: Row | None, ages: set[int], columns: Sequence[str]) -> str:
    """Return e.g. `new`, or `failing was 32/43`: the first that changed, as the others follow from it mostly."""
    if was is None:
        return "new"
    now, then = _plain(row, ages), _plain(was, ages)
    place = next((i for i in range(min(len(row), len(was))) if now[i] != then[i]), None)
    return "" if place is None else f"{columns[place].lower()} was {was[place].text or '–'}"


def list_of(summary: Summary) -> Table | None:
    """Return the answer's list: its first table that names its rows, if there is one."""
    return next((passage for passage in summary.body if isinstance(passage, Table) and passage.columns), None)


def _rows(table: Table) -> Rows:
    """Return the rows by their names: what stands in the first column, on which cluster, and which of several it is."""
    cluster = table.columns.index("Cluster") if "Cluster" in table.columns else None
    rows: dict[tuple[str, ...], Row] = {}
    for row in table.rows:
        if not row:
            continue
        name = (row[0].text, *((row[cluster].text,) if cluster is not None and cluster < len(row) else ()))
        key = next(each for each in _numbered(name) if each not in rows)
        rows[key] = row
    return rows


def _named(key: tuple[str, ...], target: str, own: int) -> tuple[str, str]:
    """Return the name of a row, with its number where several have that name; `own` is how long a key without one is."""
    return (f"{key[0]} ({key[own]})" if len(key) > own else key[0], target)


def _numbered(name: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield name
    count = 2
    while True:
        yield (*name, str(count))
        count += 1


def _ages(table: Table) -> set[int]:
    """Return the places of the columns that hold ages."""
    columns = range(len(table.columns))
    return {i for i in columns if any(i < len(row) and _is_age(row[i]) for row in table.rows)}


def _is_age(cell: Cell) -> bool:
    return cell.value is not None and cell.text == duration(cell.value)


def _plain(row: Row, ages: set[int]) -> Sequence[str]:
    return ["" if place in ages or cell.ticks else ageless(cell.text) for place, cell in enumerate(row)]


def _still(text: Text) -> str:
    """Return what stands still of a sentence."""
    still = [part for part in text if not isinstance(part, Moment) and not (isinstance(part, Span) and part.ticks)]
    return ageless(msgspec.json.encode(still).decode())


def _word(fact: str) -> str:
    found = _FACT.fullmatch(fact)
    return found[1] if found else fact


def ageless(text: str) -> str:
    """Return `text` without the ages in it, which grow by themselves."""
    return _AGE.sub("", text)


def _said(summary: Summary) -> Iterator[str]:
    """Yield everything that the body says beside its tables; of a chart, where its curves end."""
    for passage in summary.body:
        match passage:
            case Line(text):
                yield _still(text)
            case Facts(facts, ticks):
                yield from (_word(fact) if ticks else ageless(fact) for fact in facts)
            case Excerpt(text):
                yield text
            case Table():
                yield counted(len(passage.rows) + passage.left_out, "row")
            case Chart():
                yield from (f"{curve.name}: {_last(curve, passage.unit)}" for curve in passage.curves)


def _last(curve: Curve, unit: str) -> str:
    """Return the last value of a curve, as it is said; "" if it has none."""
    return next((number(value, unit) for value in reversed(curve.values) if value is not None), "")


def _numbers(facts: Facts) -> Iterator[tuple[str, str]]:
    for fact in facts.facts:
        if found := _FACT.fullmatch(fact):
            yield found[1], found[2]
