"""Summary of what happened lately: by reason and workload, newest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from connectors._kube.events.records import EventGroup, EventList
from processors._ages import moment
from processors._asks import Asks
from processors._cells import age_cell, number_cell, short
from processors._controls import Button, Control, Menu
from processors._counts import counted
from processors._event_tables import subject_said
from processors._listed import Listed, listed
from processors._passages import Cell, Line
from processors._summary import Part, Summary, Tone
from processors._text import Span, Text, bold, code

_OPTIONS, _REASONS, _MESSAGE = 100, 6, 80
_LOOK = {"Pod": "pod", "Node": "node", "Deployment": "workload", "StatefulSet": "workload", "DaemonSet": "workload"}

Placed = tuple[Part[EventList], EventGroup]


def summary(parts: Sequence[Part[EventList]], asks: Asks) -> Summary:
    """Return the summary of one question's answers from one or many clusters.

    Args:
        parts: the answer of each target; at least one.
        asks: writes the command lines of the controls.
    """
    unread = [part.records.unread for part in parts]
    since = (Span(" since "), moment(parts[0].records.since, parts[0].at))
    noun = "warning event" if parts[0].records.question == "warning" else "event"
    rows = [(part, group) for part in parts for group in part.records.groups]
    rows.sort(key=lambda row: -(row[1].last or 0.0))
    if not rows:
        good = Tone.GOOD if noun == "warning event" else Tone.NEUTRAL
        return listed(parts, unread, Listed(good, f"No {noun}s", since), asks)
    found, times = sum(part.records.found for part in parts), sum(part.records.times for part in parts)
    often = f", {times:,} times" if times != found else ""
    many = len(parts) > 1
    shown = Listed(
        tone=Tone.WARNING if any(group.type == "Warning" for _, group in rows) else Tone.NEUTRAL,
        head=counted(found, noun),
        rest=(Span(often, ticks=True), *since),
        facts=tuple(_reasons(rows)),
        ticks=True,
        lines=(Line(_worst_said(_worst(rows), many=many)),),
        caption="Events, newest first",
        columns=("Event", "Object", "Times", "Ago", "Message"),
        rows=[(part, _cells(group, part.at)) for part, group in rows],
        named=2,
        left_out=sum(part.records.left_out for part in parts),
        controls=_controls(rows, asks, noun, many=many),
    )
    return listed(parts, unread, shown, asks)


def _reasons(rows: Sequence[Placed]) -> Iterator[str]:
    counts: Counter[str] = Counter()
    for _, group in rows:
        counts[group.reason] += group.times
    ordered = counts.most_common()
    yield from (f"{reason} {times:,}" for reason, times in ordered[:_REASONS])
    if others := sum(times for _, times in ordered[_REASONS:]):
        yield f"others {others:,}"


def _worst(rows: Sequence[Placed]) -> Placed:
    """Return what to say first: the warning that happened most often, else what did."""
    return max(rows, key=lambda row: (row[1].type == "Warning", row[1].times, row[1].last or 0.0))


def _worst_said(row: Placed, *, many: bool) -> Text:
    """Return e.g. `payments/svc-014: BackOff 1,204 times on 32 pods, last at 14:02. Back-off restarting …`"""
    part, group = row
    cluster = f" on {part.target}" if many else ""
    objects = f" on {group.objects:,} {group.kind.lower()}s" if group.objects > 1 else ""
    times = "once" if group.times == 1 else f"{group.times:,} times"
    last = (Span(", last at "), moment(group.last, part.at)) if group.last is not None else ()
    evidence = (Span(". "), code(short(group.message, 160))) if group.message else (Span("."),)
    said = Span(f"{cluster}: {group.reason} {times}{objects}", ticks=True)
    return (bold(subject_said(group)), said, *last, *evidence)


def _cells(group: EventGroup, at: float) -> tuple[Cell, ...]:
    more = f" ({group.objects:,} {group.kind.lower()}s)" if group.objects > 1 else ""
    return (
        Cell(group.reason),
        Cell(f"{subject_said(group)}{more}"),
        number_cell(group.times, ticks=True),
        age_cell(group.last, at),
        Cell(short(group.message, _MESSAGE)),
    )


def _controls(rows: Sequence[Placed], asks: Asks, noun: str, *, many: bool) -> tuple[Control, ...]:
    looks = ((group.sample, _look(part.target, group, asks), part.target) for part, group in rows)
    options = {line: Button(f"{name} · {target}" if many else name, line) for name, line, target in looks if line}
    other = Button("All events", "events") if noun == "warning event" else Button("Warnings", "events warning")
    return (
        *((Menu("Look into…", tuple(options.values())[:_OPTIONS]),) if options else ()),
        Button(other.label, asks.instead(other.line)),
    )


def _look(target: str, group: EventGroup, asks: Asks) -> str:
    """Return the line that looks into the object that it happened to last; "" for a kind that no command looks into."""
    command = _LOOK.get(group.kind, "")
    if not command:
        return ""
    name = f"{group.kind.lower()}/{group.sample}" if command == "workload" else group.sample
    return asks.ask(command, name, namespace=group.namespace if command != "node" else "", target=target)
