"""Summary of many workloads: which lack pods, whose rollouts do not go on, worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from connectors._kube.workloads.records import Standing, WorkloadList
from connectors._kube.workloads.rollout import badness
from processors._asks import Asks
from processors._cells import age_cell, number_cell
from processors._controls import Button, Control, Menu
from processors._counts import counted
from processors._listed import Listed, listed
from processors._passages import Cell, Line
from processors._standing import STATES, sentence, state_cell, tone
from processors._summary import Part, Summary, Tone
from processors._text import Span, Text, bold

_OPTIONS = 100

Placed = tuple[Part[WorkloadList], Standing]


def summary(parts: Sequence[Part[WorkloadList]], asks: Asks) -> Summary:
    """Return the summary of one question's answers from one or many clusters.

    Args:
        parts: the answer of each target; at least one.
        asks: writes the command lines of the controls.
    """
    unread = [part.records.unread for part in parts]
    rows = _ranked(parts)
    if not rows:
        return listed(parts, unread, _none(sum(part.records.looked_at for part in parts)), asks)
    shown = Listed(
        tone=_tone(rows),
        head=_headline(parts),
        facts=_facts(parts),
        lines=(Line(_worst_said(rows[0], many=len(parts) > 1)),) if rows[0][1].unhealthy else (),
        caption="Workloads, worst first",
        columns=("Workload", "Ready", "State", "Since", "Updated", "Kind"),
        rows=[(part, _cells(one, part.at)) for part, one in rows],
        left_out=sum(part.records.found for part in parts) - len(rows),
        standing=parts[0].records.question == "all",
        controls=_controls(parts, rows, asks),
    )
    return listed(parts, unread, shown, asks)


def _ranked(parts: Sequence[Part[WorkloadList]]) -> list[Placed]:
    """Return the workloads of all targets, worst first; equally bad ones in the targets' order."""
    return sorted(((part, one) for part in parts for one in part.records.workloads), key=lambda row: badness(row[1]))


def _none(looked_at: int) -> Listed:
    """Return the one line that good news is; where nothing was looked at, that is no news at all."""
    if not looked_at:
        return Listed(Tone.NEUTRAL, "No workloads at all")
    return Listed(Tone.GOOD, "No unhealthy workloads", f" · {looked_at:,} looked at")


def _headline(parts: Sequence[Part[WorkloadList]]) -> str:
    looked_at = sum(part.records.looked_at for part in parts)
    if parts[0].records.question == "unhealthy":
        return f"{sum(part.records.found for part in parts):,} of {counted(looked_at, 'workload')} unhealthy"
    return counted(looked_at, "workload")


def _tone(rows: Sequence[Placed]) -> Tone:
    tones = {tone(one) for _, one in rows}
    return next((one for one in (Tone.BAD, Tone.WARNING) if one in tones), Tone.GOOD)


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


def _cells(one: Standing, at: float) -> tuple[Cell, ...]:
    return (
        Cell(f"{one.namespace}/{one.name}"),
        Cell(f"{one.ready:,}/{one.desired:,}", one.ready - one.desired),
        Cell(state_cell(one)),
        age_cell(one.since, at),
        number_cell(one.updated),
        Cell(one.kind),
    )


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
