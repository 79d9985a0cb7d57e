"""Summary of what is used: the pods or nodes that use most, beside what they request or have to give."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from connectors._kube.quantities import binary, cores
from connectors._kube.usage.records import Use, UseList
from processors._asks import Asks
from processors._controls import Button, Control, Menu
from processors._counts import counted
from processors._listed import Listed, listed
from processors._passages import Cell, Line
from processors._summary import Part, Summary, Tone
from processors._text import plain

_OPTIONS = 100
_NEAR = 0.9
"""The share of what a node has, or of the limit at which a pod is killed, from which it is worth a warning."""


def summary(parts: Sequence[Part[UseList]], asks: Asks) -> Summary:
    """Return the summary of what the pods or nodes of one or many clusters use; all parts answer the same question."""
    lists = [part.records for part in parts]
    pods = lists[0].what == "pods"
    total = sum(one.looked_at for one in lists)
    unread = [one.unread for one in lists]
    if not total:
        return listed(parts, unread, Listed(Tone.NEUTRAL, f"No {lists[0].what} were measured"), asks)
    uses = [(part, use) for part in parts for use in part.records.uses]
    near = sum(_near(use) for _, use in uses)
    blind = [part for part in parts if part.records.compared]
    shown = Listed(
        tone=Tone.WARNING if near else Tone.NEUTRAL if pods else Tone.GOOD,
        head=_head(lists),
        rest=_rest(near, pods=pods) + f" · {counted(total, 'pod' if pods else 'node')} measured",
        lines=tuple(Line(plain(f"Only what is used, on {part.target}: {part.records.compared}")) for part in blind),
        caption="Pods that use most" if pods else "Nodes, the fullest first",
        columns=("Pod", "CPU", "% of requests", "Memory", "% of requests", "% of limit", "Node")
        if pods
        else ("Node", "CPU", "% of it", "Memory", "% of it"),
        rows=[(part, _pod(use) if pods else _node(use)) for part, use in uses],
        left_out=total - len(uses),
        standing=True,
        controls=_controls(uses, asks, pods=pods),
    )
    return listed(parts, unread, shown, asks)


def _near(use: Use) -> bool:
    if use.namespace:
        return bool(use.memory_limit) and use.memory >= _NEAR * use.memory_limit
    return any(of and used >= _NEAR * of for used, of in ((use.cpu, use.cpu_of), (use.memory, use.memory_of)))


def _head(lists: Sequence[UseList]) -> str:
    cpu, memory = sum(one.cpu for one in lists), sum(one.memory for one in lists)
    cpu_of, memory_of = sum(one.cpu_of for one in lists), sum(one.memory_of for one in lists)
    said_cpu = f"{_cpu(cpu)} of {_cpu(cpu_of)} cores" if cpu_of else f"{_cpu(cpu)} cores"
    return f"{said_cpu}, {binary(memory)}{f' of {binary(memory_of)}' if memory_of else ''} used"


def _rest(near: int, *, pods: bool) -> str:
    if not near:
        return ""
    return f" · {counted(near, 'pod')} near the memory limit" if pods else f" · {counted(near, 'node')} nearly full"


def _cpu(thousandths: int) -> str:
    return cores(Decimal(thousandths) / 1000)


def _share(used: int, of: int) -> Cell:
    return Cell(f"{100 * used // of:,}", 100 * used // of) if of else Cell("")


def _pod(use: Use) -> tuple[Cell, ...]:
    return (
        Cell(f"{use.namespace}/{use.name}"),
        Cell(_cpu(use.cpu), use.cpu),
        _share(use.cpu, use.cpu_of),
        Cell(binary(use.memory), use.memory),
        _share(use.memory, use.memory_of),
        _share(use.memory, use.memory_limit),
        Cell(use.node),
    )


def _node(use: Use) -> tuple[Cell, ...]:
    return (
        Cell(use.name),
        Cell(_cpu(use.cpu), use.cpu),
        _share(use.cpu, use.cpu_of),
        Cell(binary(use.memory), use.memory),
        _share(use.memory, use.memory_of),
    )


def _controls(uses: Sequence[tuple[Part[UseList], Use]], asks: Asks, *, pods: bool) -> tuple[Control, ...]:
    if not pods:
        return (Button("Pods that use most", asks.instead("top pods")),)
    options = tuple(
        Button(f"{use.namespace}/{use.name}", asks.ask("pod", use.name, namespace=use.namespace, target=part.target))
        for part, use in uses[:_OPTIONS]
    )
    return (Menu("Look into…", options), Button("Nodes", asks.ask("top nodes", target=uses[0][0].target)))
