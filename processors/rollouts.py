"""Summary of what changed lately, newest first: from image to image, by whom, and whether it went well."""

from __future__ import annotations

from collections.abc import Sequence

from connectors._kube.rollouts.records import Rollout, RolloutList
from processors._ages import duration, moment
from processors._asks import Asks
from processors._cells import age_cell, short
from processors._controls import Button, Control, Menu
from processors._counts import counted
from processors._listed import Listed, listed
from processors._passages import Cell, Line
from processors._rollout_tables import change_said, outcome_said
from processors._standing import tone
from processors._summary import Part, Summary, Tone
from processors._text import Span, Text, bold, code

_OPTIONS = 100
_CHANGE = 80

Placed = tuple[Part[RolloutList], Rollout]


def summary(parts: Sequence[Part[RolloutList]], asks: Asks) -> Summary:
    """Return the summary of one question's answers from one or many clusters.

    Args:
        parts: the answer of each target; at least one.
        asks: writes the command lines of the controls.
    """
    unread = [part.records.unread for part in parts]
    rows = [(part, one) for part in parts for one in part.records.rollouts]
    rows.sort(key=lambda row: -row[1].at)
    if not rows:
        return listed(parts, unread, _quiet(parts), asks)
    bad = sorted((row for row in rows if _is_bad(row[1])), key=_goodness)
    found, many = sum(part.records.found for part in parts), len(parts) > 1
    ill = (Span(f", {len(bad):,} not well"),) if bad else ()
    shown = Listed(
        tone=_tone(bad),
        head=counted(found, "rollout"),
        rest=(Span(" since "), moment(parts[0].records.since, parts[0].at), *ill),
        lines=(Line(_told((bad or rows)[0], many=many)),),
        caption="Rollouts, newest first",
        columns=("Workload", "Change", "Ago", "By", "Outcome"),
        rows=[(part, _cells(one, part.at)) for part, one in rows],
        left_out=found - len(rows),
        controls=_controls(rows, bad, asks, many=many),
    )
    return listed(parts, unread, shown, asks)


def _is_bad(one: Rollout) -> bool:
    """Return whether it did not go well; one that is under way may lack pods."""
    return one.standing is not None and one.standing.unhealthy and one.standing.state != "rolling"


def _goodness(row: Placed) -> bool:
    return row[1].standing is None or tone(row[1].standing) is not Tone.BAD


def _tone(bad: Sequence[Placed]) -> Tone:
    if any(one.standing and tone(one.standing) is Tone.BAD for _, one in bad):
        return Tone.BAD
    return Tone.WARNING if bad else Tone.NEUTRAL


def _quiet(parts: Sequence[Part[RolloutList]]) -> Listed:
    """Return the one line that says that nothing was rolled out."""
    lasting = duration(parts[0].at - parts[0].records.since)
    looked_at = sum(part.records.looked_at for part in parts)
    return Listed(Tone.NEUTRAL, f"No rollouts within {lasting}", f" · {looked_at:,} revisions looked at")


def _told(row: Placed, *, many: bool) -> Text:
    """Return e.g. `payments/svc-014: app v1.4.0 → v1.5.0 at 13:58 by argocd-controller. stuck: …`"""
    part, one = row
    cluster = f" on {part.target}" if many else ""
    by = (Span(" by "), code(one.manager)) if one.manager else ()
    outcome = outcome_said(one)
    return (
        bold(f"{one.namespace}/{one.name}"),
        Span(f"{cluster}: {change_said(one)} at "),
        moment(one.at, part.at),
        *by,
        Span(f": {outcome}." if outcome else "."),
    )


def _cells(one: Rollout, at: float) -> tuple[Cell, ...]:
    return (
        Cell(f"{one.namespace}/{one.name}"),
        Cell(short(change_said(one), _CHANGE)),
        age_cell(one.at, at),
        Cell(one.manager),
        Cell(outcome_said(one)),
    )


def _controls(rows: Sequence[Placed], bad: Sequence[Placed], asks: Asks, *, many: bool) -> tuple[Control, ...]:
    """Return a menu of workloads to look into, those that are not well first."""
    seen: dict[str, Button] = {}
    for part, one in (*bad, *rows):
        if one.standing:
            label = f"{one.namespace}/{one.name}{f' · {part.target}' if many else ''}"
            named = f"{one.kind.lower()}/{one.name}"
            line = asks.ask("workload", named, namespace=one.namespace, target=part.target)
            seen.setdefault(line, Button(label, line))
    options = tuple(seen.values())[:_OPTIONS]
    targets = {part.target for part, _ in rows}
    others = (
        (
            Button("Unhealthy workloads", asks.ask("workloads unhealthy", target=next(iter(targets)))),
            Button("Failing pods", asks.ask("pods failed", target=next(iter(targets)))),
        )
        if len(targets) == 1
        else ()
    )
    return (*((Menu("Look into…", options),) if options else ()), *others)
