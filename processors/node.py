"""Summary of one node: its conditions, what is asked of it, the pods that fail on it, its warnings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from connectors._kube.events.records import EventList
from connectors._kube.nodes.records import Node, NodeDetail
from connectors._kube.records import Condition, Pod
from processors._ages import duration, moment
from processors._amounts import share_said
from processors._asks import Asks
from processors._cells import age_cell, number_cell, short
from processors._controls import Button, Control, Menu
from processors._counts import counted
from processors._event_tables import group_table
from processors._passages import Cell, Facts, Line, Passage, Table
from processors._piece import Piece
from processors._summary import Part, Summary, Tone
from processors._text import Span, Text, bold, code, plain
from processors.nodes import state_said

_FAILING, _OPTIONS = 20, 100


class NodeReport(msgspec.Struct, frozen=True):
    """A node, and the warnings about it."""

    detail: NodeDetail
    events: Piece[EventList]


def summary(parts: Sequence[Part[NodeReport]], asks: Asks) -> Summary:
    """Return the summary of the node; where several clusters have one of the name, of which there are.

    Args:
        parts: what each target that has it told.
        asks: writes the command lines of the controls.
    """
    if len(parts) == 1:
        return _one(parts[0], asks)
    name = parts[0].records.detail.node.name
    options = tuple(Button(part.target, asks.ask("node", name, target=part.target)) for part in parts)
    rows = tuple((Cell(part.target), Cell(state_said(part.records.detail.node))) for part in parts)
    return Summary(
        tone=Tone.NEUTRAL,
        title=(bold(f"{counted(len(parts), 'cluster')} have a node {name}"), Span(": which one?")),
        body=(Table(f"Nodes called {name}", ("Cluster", "State"), rows),),
        controls=(Menu("Look into…", options),),
        again=asks.again,
    )


def _one(part: Part[NodeReport], asks: Asks) -> Summary:
    detail = part.records.detail
    node = detail.node
    return Summary(
        tone=Tone.BAD if not node.ready else Tone.WARNING if node.unwell or node.cordoned else Tone.GOOD,
        title=(bold(node.name), Span(f" · {state_said(node)} · {part.target}")),
        body=tuple(_body(part)),
        controls=tuple(_controls(part, asks)),
        again=asks.again,
    )


def _body(part: Part[NodeReport]) -> Iterator[Passage]:
    detail, events = part.records.detail, part.records.events
    yield Facts(tuple(_facts(detail.node, part.at)))
    if detail.shares:
        yield Facts(tuple(share_said(share) for share in detail.shares))
    if said := _why(detail.node, part.at):
        yield Line(said)
    if detail.pods_unread:
        yield Line(plain(f"Its pods could not be read: {detail.pods_unread}"))
    if detail.conditions:
        yield Table("Conditions", ("Condition", "Status", "Since", "Reason"), tuple(_conditions(detail, part.at)))
    if detail.failing:
        left_out = max(0, len(detail.failing) - _FAILING)
        rows = tuple(_pod(pod, part.at) for pod in detail.failing[:_FAILING])
        yield Table("Failing pods on it", ("Pod", "Ready", "Reason", "Restarts", "Since"), rows, left_out)
    if events.records and events.records.groups:
        yield group_table(events.records.groups, part.at)
    elif events.trouble:
        yield Line(plain(f"Its events could not be read: {events.trouble}"))


def _facts(node: Node, at: float) -> Iterator[str]:
    yield from filter(None, (", ".join(node.roles), node.version))
    if node.created is not None:
        yield f"{duration(at - node.created)} old"
    yield from node.taints


def _why(node: Node, at: float) -> Text:
    """Return what is to be added to its state, e.g. `Since 14:02. Kubelet stopped posting node status.`; may be empty."""
    evidence = (code(short(node.message, 160)),) if node.message else ()
    if not node.unwell or node.since is None:
        return evidence
    return (Span("Since "), moment(node.since, at), Span(". " if evidence else "."), *evidence)


def _conditions(detail: NodeDetail, at: float) -> Iterator[tuple[Cell, ...]]:
    for one in detail.conditions:
        yield (Cell(one.type), Cell(one.status), age_cell(one.since, at), Cell(_reason(one, bad=one.type in detail.bad)))


def _reason(condition: Condition, *, bad: bool) -> str:
    return short(": ".join(filter(None, (condition.reason, condition.message if bad else ""))))


def _pod(pod: Pod, at: float) -> tuple[Cell, ...]:
    name = Cell(f"{pod.namespace}/{pod.name}")
    return (name, Cell(pod.ready), Cell(pod.reason), number_cell(pod.restarts, ticks=True), age_cell(pod.since, at))


def _controls(part: Part[NodeReport], asks: Asks) -> Iterator[Control]:
    detail, target = part.records.detail, part.target
    options = tuple(
        Button(f"{pod.namespace}/{pod.name}", asks.ask("pod", pod.name, namespace=pod.namespace, target=target))
        for pod in detail.failing[:_OPTIONS]
    )
    if options:
        yield Menu("Look into…", options)
    yield Button("Events", asks.ask("events", target=target, **{"for": f"node/{detail.node.name}"}))
    yield Button("All nodes", asks.ask("nodes", target=target))
