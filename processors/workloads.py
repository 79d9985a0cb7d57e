"""Summary of many workloads: which lack pods, whose rollouts do not go on, worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from connectors._kube.workloads.records import Standing, WorkloadList
from connectors._kube.workloads.rollout import badness
from processors._asks import Asks
from processors._cells import age_cell, number_cell
from processors._counts import among, counted
from processors._standing import STATES, sentence, state_cell, tone
from processors._summary import (
    Button,
    Cell,
    Control,
    Facts,
    Line,
    Menu,
    Part,
    Passage,
    Span,
    Summary,
    Table,
    Text,
    Tone,
    bold,
)
from processors._unread import unread_said

_OPTIONS = 100

Placed = tuple[Part[WorkloadList], Standing]


def summary(parts: Sequence[Part[WorkloadList]], asks: Asks) -> Summary:
    """Return the summary of one question's answers from one or many clusters.

    Args:
        parts: the answer of each target; at least one.
        asks: writes the command lines of the controls.
    """
    place = " · ".join([*asks.place, among(tuple(part.target for part in parts))])
    unread = unread_said([(part.target, part.records.unread) for part in parts])
    rows = _ranked(parts)
    if not rows:
        return _good_news(parts, place, unread, asks)
    many, worst = len(parts) > 1, rows[0][1]
    facts = _facts(parts)
    body: list[Passage] = [*([Facts(facts)] if len(facts) > 1 else []), *unread]
    if worst.unhealthy:
        body.append(Line(_worst_said(rows[0], many=many)))
    left_out, every = sum(part.records.found for part in parts) - len(rows), parts[0].records.question == "all"
    body.append(_table(rows, many=many, left_out=left_out, standing=every))
    return Summary(
        tone=_tone(parts, rows),
        title=(bold(_headline(parts)), Span(f" · {place}")),
        body=tuple(body),
        controls=_controls(parts, rows, asks),
        again=asks.again,
    )


def _ranked(parts: Sequence[Part[WorkloadList]]) -> list[Placed]:
    """Return the workloads of all targets, worst first; equally bad ones in the targets' order."""
    return sorted(((part, one) for part in parts for one in part.records.workloads), key=lambda row: badness(row[1]))


def _good_news(parts: Sequence[Part[WorkloadList]], place: str, unread: tuple[Line, ...], asks: Asks) -> Summary:
    """Return the one line that good news is; where nothing was looked at, that is no news at all."""
    looked_at = sum(part.records.looked_at for part in parts)
    title: Text = (bold("No workloads at all"), Span(f" · {place}"))
    if looked_at:
        title = (bold("No unhealthy workloads"), Span(f" · {looked_at:,} looked at · {place}"))
    good = Tone.GOOD if looked_at else Tone.NEUTRAL
    return Summary(tone=Tone.WARNING if unread else good, title=title, body=unread, again=asks.again)


def _headline(parts: Sequence[Part[WorkloadList]]) -> str:
    looked_at = sum(part.records.looked_at for part in parts)
    if parts[0].records.question == "unhealthy":
        return f"{sum(part.records.found for part in parts):,} of {counted(looked_at, 'workload')} unhealthy"
    return counted(looked_at, "workload")


def _tone(parts: Sequence[Part[WorkloadList]], rows: Sequence[Placed]) -> Tone:
    tones = {tone(one) for _, one in rows}
    if Tone.BAD in tones:
        return Tone.BAD
    if Tone.WARNING in tones or any(part.records.unread for part in parts):
        return Tone.WARNING
    return Tone.GOOD


def _facts(parts: Sequence[Part[WorkloadList]]) -> tuple[str, ...]:
    states: Counter[str] = Counter()
    for part in parts:
        for each in part.records.states:
            states[STATES[each.word]] += each.count
    return tuple(f"{word} {number:,}" for word, number in states.most_common())


def _worst_said(row: Placed, *, many: bool) -> Text:
    part, one = row
    cluster = f" on {part.target}" if many else ""
    return (bold(f"{one.namespace}/{one.name}"), Span(f"{cluster}: "), *sentence(one, part.at))


def _table(rows: Sequence[Placed], *, many: bool, left_out: int, standing: bool) -> Table:
    columns = ("Workload", *(("Cluster",) if many else ()), "Kind", "Ready", "Updated", "State", "Since")
    cells = []
    for part, one in rows:
        ready = Cell(f"{one.ready:,}/{one.desired:,}", one.ready - one.desired)
        name = [Cell(f"{one.namespace}/{one.name}"), *([Cell(part.target)] if many else []), Cell(one.kind)]
        since = age_cell(one.since, part.at)
        cells.append((*name, ready, number_cell(one.updated), Cell(state_cell(one)), since))
    return Table("Workloads, worst first", columns, tuple(cells), left_out, standing=standing)


def _controls(parts: Sequence[Part[WorkloadList]], rows: Sequence[Placed], asks: Asks) -> tuple[Control, ...]:
    many = len(parts) > 1
    options = tuple(_option(part.target, one, asks, many=many) for part, one in rows[:_OPTIONS])
    unhealthy = parts[0].records.question == "unhealthy"
    other = Button("All workloads", "workloads") if unhealthy else Button("Unhealthy", "workloads unhealthy")
    return (
        Menu("Look into…", options),
        Button(other.label, asks.instead(other.line)),
        Button("Failing pods", asks.instead("pods failed")),
        Button("Rollouts", asks.instead("rollouts"), more=True),
    )


def _option(target: str, one: Standing, asks: Asks, *, many: bool) -> Button:
    label = f"{one.namespace}/{one.name}{f' · {target}' if many else ''}"
    named = f"{one.kind.lower()}/{one.name}"
    return Button(label, asks.ask("workload", named, namespace=one.namespace, target=target))
