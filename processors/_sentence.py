"""The one sentence that a colleague would say about the worst workload."""

from __future__ import annotations

from connectors._kube.records import Question
from processors._ages import moment
from processors._counts import counted
from processors._pod_tables import Placed, full_name
from processors._reasons import said, since
from processors._text import Moment, Span, Text, bold, code


def worst_said(row: Placed, question: Question, *, many: bool) -> Text:
    """Return e.g. `payments/svc-014: 32 of 43 pods crash-loop since 14:02. exit 1: Error`.

    Args:
        row: the worst workload.
        question: what was asked.
        many: whether there are several targets, so that this one's has to be named.
    """
    group = row.group
    cluster = f" on {row.target}" if many else ""
    last = _last(row) if question == "restarting" else _state(row)
    evidence = _evidence(row)
    return (
        bold(full_name(group)),
        Span(f"{cluster}: "),
        *last,
        *((Span(". "), code(evidence)) if evidence else (Span("."),)),
    )


def _state(row: Placed) -> tuple[Span | Moment, ...]:
    group = row.group
    main = group.reasons[0]
    number = group.found if len(group.reasons) == 1 else main.count
    when = (Span(since(main.word, number)), moment(group.since, row.at)) if group.since is not None else ()
    return (Span(f"{_of(number, group.pods)} {said(main.word, number)}"), *when)


def _of(number: int, pods: int) -> str:
    """Return e.g. `32 of 43 pods`, `all 43 pods`, `its only pod`; a total that is less than the number is not known."""
    if pods < number:
        return counted(number, "pod")
    if pods == number:
        return "its only pod" if pods == 1 else f"all {pods:,} pods"
    return f"{number:,} of {counted(pods, 'pod')}"


def _last(row: Placed) -> tuple[Span | Moment, ...]:
    group = row.group
    times = "once" if group.restarts == 1 else f"{group.restarts:,} times"
    last = (Span(", last at "), moment(group.latest, row.at)) if group.latest is not None else ()
    return (Span(f"{_of(group.found, group.pods)} restarted {times}"), *last)


def _evidence(row: Placed) -> str:
    group = row.group
    if group.exit_code is None:
        return group.message
    return f"exit {group.exit_code}: {group.message}" if group.message else f"exit {group.exit_code}"
