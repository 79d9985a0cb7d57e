"""Summary of the autoscalers that are at their end."""

from __future__ import annotations

from collections.abc import Sequence

from connectors._kube.scalers.records import Scaler, ScalerList
from processors._ages import moment
from processors._asks import Asks
from processors._cells import age_cell, short
from processors._controls import Button
from processors._counts import among, counted
from processors._listed import Listed, listed
from processors._passages import Cell, Line
from processors._summary import Part, Summary, Tone
from processors._text import Span, Text, bold
from processors._words import tallied

_STATES = ("maxed", "stuck", "blind")
_SAID = {"maxed": "can grow no further", "stuck": "cannot scale", "blind": "cannot read what it scales by"}


def summary(parts: Sequence[Part[ScalerList]], asks: Asks) -> Summary:
    """Return the summary of the autoscalers of one or many clusters that cannot do what they should."""
    lists = [part.records for part in parts]
    total, found = sum(one.looked_at for one in lists), sum(one.found for one in lists)
    unread = [one.unread for one in lists]
    if not found:
        good = Listed(Tone.GOOD, "No autoscaler is at its end", f" · {total:,} looked at")
        return listed(parts, unread, good if total else Listed(Tone.NEUTRAL, "No autoscalers at all"), asks)
    scalers = [(part, scaler) for part in parts for scaler in part.records.scalers]
    scalers.sort(key=lambda one: (_STATES.index(one[1].state), -(one[1].since or 0.0)))
    states = tallied(count for one in lists for count in one.states)
    shown = Listed(
        tone=Tone.WARNING,
        head=f"{found:,} of {counted(total, 'autoscaler')} {'is at its' if found == 1 else 'are at their'} end",
        facts=states,
        lines=(Line(_said(*scalers[0])),),
        caption="Autoscalers at their end, worst first",
        columns=("Autoscaler", "State", "Scales", "Pods", "Most", "Metrics", "Since", "Why"),
        rows=[(part, _cells(scaler, part.at)) for part, scaler in scalers],
        left_out=found - len(scalers),
        controls=(Button("Quotas", asks.ask("quota", target=parts[0].target)),),
    )
    return listed(parts, unread, shown, asks)


def _said(part: Part[ScalerList], scaler: Scaler) -> Text:
    when = (Span(" since "), moment(scaler.since, part.at)) if scaler.since is not None else ()
    why = f": {short(scaler.message, 160)}" if scaler.message else ""
    metrics = f". {among(scaler.metrics)}" if scaler.metrics else ""
    pods = f", {scaler.current} of at most {scaler.most} pods"
    name = bold(f"{scaler.namespace}/{scaler.name}")
    return (name, Span(f" ({scaler.target}{pods}) {_SAID[scaler.state]}"), *when, Span(f"{why}{metrics}"))


def _cells(scaler: Scaler, at: float) -> tuple[Cell, ...]:
    why = f"{scaler.reason}: {scaler.message}" if scaler.message else scaler.reason
    return (
        Cell(f"{scaler.namespace}/{scaler.name}"),
        Cell(scaler.state),
        Cell(scaler.target),
        Cell(f"{scaler.current}", scaler.current),
        Cell(f"{scaler.most}", scaler.most),
        Cell(short("; ".join(scaler.metrics))),
        age_cell(scaler.since, at),
        Cell(short(why)),
    )
