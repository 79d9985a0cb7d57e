"""Summary of many nodes: which are not ready or under pressure, worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from connectors._kube.nodes.records import Node, NodeList
from processors._ages import moment
from processors._asks import Asks
from processors._cells import age_cell, short
from processors._controls import Button, Control, Menu
from processors._counts import counted
from processors._listed import Listed, listed
from processors._passages import Cell, Facts, Line, Passage
from processors._summary import Part, Summary, Tone
from processors._text import Span, Text, bold, code

_QUESTIONS = (
    ("all", "All nodes", "nodes"),
    ("notready", "Not ready", "nodes notready"),
    ("pressure", "Pressure", "nodes pressure"),
)
_OPTIONS = 100

Placed = tuple[Part[NodeList], Node]


def summary(parts: Sequence[Part[NodeList]], asks: Asks) -> Summary:
    """Return the summary of one question's answers from one or many clusters.

    Args:
        parts: the answer of each target; at least one.
        asks: writes the command lines of the controls.
    """
    rows = _ranked(parts)
    if not rows:
        return listed(parts, [()] * len(parts), _none(parts), asks)
    tainted = any(node.taints for _, node in rows)
    shown = Listed(
        tone=tone(parts),
        head=_headline(parts),
        lines=tuple(_lines(rows, many=len(parts) > 1)),
        caption="Nodes, worst first",
        columns=("Node", "State", "Since", *(("Taints",) if tainted else ()), "Version", "Age"),
        rows=[(part, _cells(node, part.at, tainted=tainted)) for part, node in rows],
        left_out=sum(part.records.found for part in parts) - len(rows),
        standing=parts[0].records.question == "all",
        controls=_controls(parts, rows, asks),
    )
    return listed(parts, [()] * len(parts), shown, asks)


def tone(parts: Sequence[Part[NodeList]]) -> Tone:
    """Return the state that the nodes are in."""
    if any(part.records.not_ready for part in parts):
        return Tone.BAD
    return Tone.WARNING if any(node.unwell for part in parts for node in part.records.nodes) else Tone.GOOD


def state_said(node: Node) -> str:
    """Return e.g. `not ready: NodeStatusUnknown`, `MemoryPressure, cordoned`, `ready`."""
    why = f": {node.reason}" if node.reason else ""
    words = [*([] if node.ready else [f"not ready{why}"]), *node.troubles]
    return ", ".join([*(words or ["ready"]), *(["cordoned"] if node.cordoned else [])])


def _ranked(parts: Sequence[Part[NodeList]]) -> list[Placed]:
    rows = [(part, node) for part in parts for node in part.records.nodes]
    return sorted(rows, key=lambda row: (row[1].ready, not row[1].troubles, not row[1].cordoned))


def _none(parts: Sequence[Part[NodeList]]) -> Listed:
    """Return the one line that good news is; where no node was seen, that is no news at all."""
    looked_at = sum(part.records.looked_at for part in parts)
    if not looked_at:
        return Listed(Tone.NEUTRAL, "No nodes at all")
    if parts[0].records.question == "pressure":
        return Listed(Tone.GOOD, "No node is under pressure", f" · {looked_at:,} looked at")
    return Listed(Tone.GOOD, _all_ready(looked_at))


def _all_ready(nodes: int) -> str:
    return f"{counted(nodes, 'node')}, all ready" if nodes > 1 else "1 node, ready"


def _headline(parts: Sequence[Part[NodeList]]) -> str:
    looked_at = sum(part.records.looked_at for part in parts)
    not_ready = sum(part.records.not_ready for part in parts)
    pressed = sum(part.records.pressed for part in parts)
    if parts[0].records.question == "pressure":
        return f"{pressed:,} of {counted(looked_at, 'node')} under pressure"
    if not_ready:
        return f"{not_ready:,} of {counted(looked_at, 'node')} not ready"
    if pressed:
        return f"{pressed:,} of {counted(looked_at, 'node')} under pressure"
    return _all_ready(looked_at)


def _lines(rows: Sequence[Placed], *, many: bool) -> Iterator[Passage]:
    if facts := tuple(_facts(rows)):
        yield Facts(facts)
    if rows[0][1].unwell:
        yield Line(_worst_said(rows[0], many=many))


def _facts(rows: Sequence[Placed]) -> Iterator[str]:
    """Yield how many are in which trouble, and the kubelets' versions where they differ."""
    troubles = Counter(trouble for _, node in rows for trouble in node.troubles)
    not_ready, cordoned = sum(not node.ready for _, node in rows), sum(node.cordoned for _, node in rows)
    if not_ready:
        yield f"NotReady {not_ready:,}"
    yield from (f"{trouble} {number:,}" for trouble, number in troubles.most_common())
    if cordoned:
        yield f"cordoned {cordoned:,}"
    versions = Counter(node.version for _, node in rows if node.version)
    if len(versions) > 1:
        yield from (f"{version} {number:,}" for version, number in versions.most_common(3))


def _worst_said(row: Placed, *, many: bool) -> Text:
    """Return e.g. `node-007: not ready: NodeStatusUnknown since 14:02. Kubelet stopped posting node status.`"""
    part, node = row
    when = (Span(" since "), moment(node.since, part.at)) if node.since is not None else ()
    evidence = (Span(". "), code(short(node.message, 160))) if node.message else (Span("."),)
    return (bold(node.name), Span(f"{f' on {part.target}' if many else ''}: {state_said(node)}"), *when, *evidence)


def _cells(node: Node, at: float, *, tainted: bool) -> tuple[Cell, ...]:
    return (
        Cell(node.name),
        Cell(state_said(node)),
        age_cell(node.since if node.unwell else None, at),
        *((Cell(short(", ".join(node.taints))),) if tainted else ()),
        Cell(node.version),
        age_cell(node.created, at),
    )


def _controls(parts: Sequence[Part[NodeList]], rows: Sequence[Placed], asks: Asks) -> tuple[Control, ...]:
    many = len(parts) > 1
    options = tuple(
        Button(f"{node.name} · {part.target}" if many else node.name, asks.ask("node", node.name, target=part.target))
        for part, node in rows[:_OPTIONS]
    )
    question = parts[0].records.question
    others = (Button(label, asks.instead(command)) for name, label, command in _QUESTIONS if name != question)
    pods = Button("Failing pods", asks.ask("pods failed", target=rows[0][0].target), more=True)
    return (Menu("Look into…", options), *others, pods)
