"""The tables of pods: a row for each workload, or for each pod where there are few."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from connectors._kube.records import Pod, Question
from connectors._kube.words import is_crash_loop
from processors._cells import age_cell, short
from processors._digest import Group, PodDigest, badness
from processors._passages import Cell, Table
from processors._summary import Part

_WORDS = frozenset(["Error", "OOMKilled", "Completed", "ContainerCannotRun", "StartError"])
_MORE = {"failed": ("Since", "Message"), "pending": ("Since", "Message"), "restarting": ("Last", "Message"), "all": ()}
_COUNTED = {"failed": "Failing", "pending": "Pending", "restarting": "Pods", "all": "Pods"}


class Placed(msgspec.Struct, frozen=True):
    """A workload, the target it is on, and when that was true."""

    target: str
    at: float
    group: Group


def ranked(parts: Sequence[Part[PodDigest]]) -> tuple[Placed, ...]:
    """Return the workloads of all targets, worst first; equally bad ones in the targets' order."""
    question = parts[0].records.question
    rows = [Placed(part.target, part.at, group) for part in parts for group in part.records.groups]
    return tuple(sorted(rows, key=lambda row: badness(question, row.group)))


def full_name(group: Group) -> str:
    """Return the name by which people find a workload, e.g. `payments/svc-014`."""
    return f"{group.namespace}/{group.name}"


def workload_table(rows: Sequence[Placed], question: Question, *, many: bool, left_out: int) -> Table:
    """Return a row for each workload.

    Args:
        rows: worst first.
        question: what was asked; it names the columns.
        many: whether there are several targets, which then have a column.
        left_out: workloads that exist beyond the rows.
    """
    columns = ["Workload", *(["Cluster"] if many else []), _COUNTED[question], "Status" if question == "all" else "Reason"]
    columns += ["Restarts", *_MORE[question]]
    messages = "Message" in columns and any(_telling(row.group) for row in rows)
    if not messages and "Message" in columns:
        columns.remove("Message")
    cells = tuple(tuple(_cells(row, question, many=many, messages=messages)) for row in rows)
    caption = {"failed": "Failing pods", "pending": "Pending pods", "restarting": "Restarting pods", "all": "Pods"}[question]
    return Table(f"{caption} by workload, worst first", tuple(columns), cells, left_out, standing=question == "all")


def _cells(row: Placed, question: Question, *, many: bool, messages: bool) -> list[Cell]:
    group = row.group
    return [
        Cell(full_name(group)),
        *([Cell(row.target)] if many else []),
        Cell(f"{group.found:,}" if question == "all" else _out_of(group), group.found),
        Cell(reasons_said(group)),
        Cell(f"{group.restarts:,}", group.restarts, ticks=_restart_anyway(group, question)),
        *([] if question == "all" else [age_cell(group.latest if question == "restarting" else group.since, row.at)]),
        *([Cell(short(_telling(group)))] if messages else []),
    ]


def _restart_anyway(group: Group, question: Question) -> bool:
    """Return whether restarts are no news: what is shown as failing goes on with them, until somebody asks for them."""
    return question in ("failed", "pending") or (question == "all" and any(is_crash_loop(one.word) for one in group.reasons))


def _telling(group: Group) -> str:
    """Return the group's message, unless it is but the word that every failed container ends with."""
    return "" if group.message in _WORDS else group.message


def _out_of(group: Group) -> str:
    return f"{group.found:,}/{group.pods:,}" if group.pods >= group.found else f"{group.found:,}"


def reasons_said(group: Group) -> str:
    """Return e.g. `CrashLoopBackOff, exit 1`, or with numbers where there are several: `CrashLoopBackOff 30, Error 2`."""
    if len(group.reasons) > 1:
        return ", ".join(f"{reason.word} {reason.count:,}" for reason in group.reasons)
    ending = f", exit {group.exit_code}" if group.exit_code is not None else ""
    return f"{group.reasons[0].word}{ending}"


def pod_table(pods: Sequence[tuple[Part[PodDigest], Pod]], *, many: bool) -> Table:
    """Return a row for each pod, as `kubectl get pods` has them, in the order given."""
    columns = ("Pod", *(("Cluster",) if many else ()), "Ready", "Status", "Restarts", "Age", "Node")
    rows = []
    for part, pod in pods:
        cells = [
            Cell(f"{pod.namespace}/{pod.name}"),
            *([Cell(part.target)] if many else []),
            Cell(pod.ready),
            Cell(pod.status),
        ]
        restarts = Cell(f"{pod.restarts:,}", pod.restarts, ticks=bool(pod.reason))
        rows.append((*cells, restarts, age_cell(pod.created, part.at), Cell(pod.node)))
    return Table("Pods", columns, tuple(rows), standing=True)
