"""Summary of the rules that cannot be evaluated, and of the groups that take longer than their interval."""

from __future__ import annotations

from collections.abc import Sequence

from connectors._prom.records import Rule, RuleReport
from processors._asks import Asks
from processors._counts import among, counted
from processors._numbers import number
from processors._passages import Cell, Line, Passage, Table
from processors._summary import Part, Summary, Tone
from processors._text import Span, bold, code
from processors._warnings import remarks

_SLOW = 3


def summary(parts: Sequence[Part[RuleReport]], asks: Asks) -> Summary:
    """Return the summary of each Prometheus' rules.

    Args:
        parts: a report from each that answered, at least one.
        asks: writes the command lines of the controls.
    """
    failing = sum(part.records.failing for part in parts)
    rules, groups = sum(part.records.rules for part in parts), sum(part.records.groups for part in parts)
    slow = [Line(_slow(part, many=len(parts) > 1)) for part in parts if part.records.slow]
    place = among(tuple(part.target for part in parts))
    seen = f"{counted(rules, 'rule')} in {counted(groups, 'group')}"
    if not rules:
        return Summary(tone=Tone.NEUTRAL, title=(bold("No rules at all"), Span(f" · {place}")), again=asks.again)
    if not failing:
        title = (bold("No rule fails"), Span(f" · {seen} · {place}"))
        return Summary(tone=Tone.WARNING if slow else Tone.GOOD, title=title, body=tuple(slow), again=asks.again)
    listed = [(part, rule) for part in parts for rule in part.records.broken]
    first = listed[0][1]
    worst = Line((bold(first.name), Span(f" in {first.group}: "), code(first.error)))
    columns = ("Rule", "Group", *(("Prometheus",) if len(parts) > 1 else ()), "Kind", "Error", "Expression")
    rows = tuple(_row(part, rule, many=len(parts) > 1) for part, rule in listed)
    body: tuple[Passage, ...] = (worst, *slow, Table("Rules that fail", columns, rows, max(0, failing - len(listed))))
    return Summary(
        tone=Tone.BAD,
        title=(bold(f"{counted(failing, 'rule')} failing"), Span(f" of {seen} · {place}")),
        body=body,
        notes=tuple(remarks(parts)),
        again=asks.again,
    )


def _row(part: Part[RuleReport], rule: Rule, *, many: bool) -> tuple[Cell, ...]:
    where = (Cell(part.target),) if many else ()
    return (Cell(rule.name), Cell(rule.group), *where, Cell(rule.kind), Cell(rule.error), Cell(rule.query))


def _slow(part: Part[RuleReport], *, many: bool) -> tuple[Span, ...]:
    slow = part.records.slow
    named = among(tuple(f"{one.name} ({number(one.took, 's')} of {number(one.interval, 's')})" for one in slow), _SLOW)
    where = f" on {part.target}" if many else ""
    verb = "is slower than its interval" if len(slow) == 1 else "are slower than their intervals"
    return (bold(counted(len(slow), "group")), Span(f"{where} {verb}: {named}"))
