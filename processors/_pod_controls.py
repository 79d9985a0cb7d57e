"""The controls below a list of pods: what one would ask next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, count

from connectors._kube.records import Question
from processors._asks import Asks
from processors._controls import Button, Control, Menu
from processors._pod_tables import Placed
from processors._standing import WORKLOADS

_OPTIONS = 100

_NEXT = {
    "failed": (("Pending", "pods pending"), ("Restarting", "pods restarting")),
    "pending": (("Failing", "pods failed"), ("Restarting", "pods restarting")),
    "restarting": (("Failing", "pods failed"), ("Pending", "pods pending")),
    "all": (("Failing", "pods failed"), ("Restarting", "pods restarting")),
}
_COMMANDS = {"failed": "pods failed", "pending": "pods pending", "restarting": "pods restarting", "all": "pods"}


def controls(question: Question, rows: Sequence[Placed], asks: Asks) -> tuple[Control, ...]:
    """Return a menu of what to look into, the neighbouring questions, what changed, and the worst namespace alone.

    Args:
        question: what was asked.
        rows: the workloads, worst first; at least one.
        asks: writes the lines.
    """
    many = len({row.target for row in rows}) > 1
    looks = chain(_workload(rows[0], asks), _pods(rows, asks, many=many))
    options = tuple(button for button, _ in zip(looks, range(_OPTIONS), strict=False))
    return (
        *((Menu("Look into…", options),) if options else ()),
        *(Button(label, asks.instead(command)) for label, command in _NEXT[question]),
        *((_changed(rows[0], asks),) if question != "all" else ()),
        *_narrower(question, rows, asks),
    )


def _pods(rows: Sequence[Placed], asks: Asks, *, many: bool) -> Iterator[Button]:
    """Yield the pods to look into: one of each workload, worst first, then another of each, while there are any."""
    for depth in count():
        deep = [row for row in rows if len(row.group.samples) > depth]
        if not deep:
            return
        for row in deep:
            name, namespace = row.group.samples[depth], row.group.namespace
            cluster = f" · {row.target}" if many else ""
            yield Button(f"{namespace}/{name}{cluster}", asks.ask("pod", name, namespace=namespace, target=row.target))


def _workload(row: Placed, asks: Asks) -> Iterator[Button]:
    """Yield what leads to the worst workload, if it is of a kind that can be looked into."""
    group = row.group
    if group.kind in WORKLOADS:
        named = f"{group.kind.lower()}/{group.name}"
        line = asks.ask("workload", named, namespace=group.namespace, target=row.target)
        yield Button(f"{group.kind} {group.namespace}/{group.name}", line)


def _changed(row: Placed, asks: Asks) -> Button:
    return Button("What changed", asks.ask("rollouts", namespace=row.group.namespace, target=row.target), more=True)


def _narrower(question: Question, rows: Sequence[Placed], asks: Asks) -> Iterator[Button]:
    worst = rows[0]
    namespace = worst.group.namespace
    if {(row.target, row.group.namespace) for row in rows} != {(worst.target, namespace)}:
        yield Button(f"Only {namespace}", asks.ask(_COMMANDS[question], namespace=namespace, target=worst.target), more=True)
    if question != "all":
        yield Button(f"All pods of {namespace}", asks.ask("pods", namespace=namespace, target=worst.target), more=True)
