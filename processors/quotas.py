"""Summary of the quotas: which are used up, or nearly."""

from __future__ import annotations

from collections.abc import Sequence

from connectors._kube.quotas.records import Quota, QuotaList
from processors._asks import Asks
from processors._controls import Button
from processors._counts import counted
from processors._listed import Listed, listed
from processors._passages import Cell, Line
from processors._summary import Part, Summary, Tone
from processors._text import Span, Text, bold

_NEAR = 0.9


def summary(parts: Sequence[Part[QuotaList]], asks: Asks) -> Summary:
    """Return the summary of the quotas of one or many clusters."""
    lists = [part.records for part in parts]
    total = sum(one.looked_at for one in lists)
    unread = [one.unread for one in lists]
    if not total:
        return listed(parts, unread, Listed(Tone.NEUTRAL, "No quotas at all"), asks)
    full, near = sum(one.full for one in lists), sum(one.near for one in lists)
    quotas = [(part, quota) for part in parts for quota in part.records.quotas]
    quotas.sort(key=lambda one: -(one[1].share or 0.0))
    worst = quotas[0][1] if quotas else None
    shown = Listed(
        tone=Tone.BAD if full else Tone.WARNING if near else Tone.GOOD,
        head=_head(full, near),
        rest=f" · {counted(total, 'quota')} in {counted(sum(one.namespaces for one in lists), 'namespace')}",
        lines=(Line(_said(worst)),) if worst and (worst.share or 0.0) >= _NEAR else (),
        caption="Quotas, the fullest first",
        columns=("Quota", "Resource", "%", "Used", "Of"),
        rows=[(part, _cells(quota)) for part, quota in quotas],
        left_out=sum(one.left_out for one in lists),
        standing=True,
        controls=(Button("Pending pods", asks.instead("pods pending")), Button("Namespaces", asks.instead("namespaces"))),
    )
    return listed(parts, unread, shown, asks)


def _head(full: int, near: int) -> str:
    if full:
        return f"{counted(full, 'quota')} used up" + (f", {near:,} nearly" if near else "")
    return f"{counted(near, 'quota')} nearly used up" if near else "No quota is nearly used up"


def _said(quota: Quota) -> Text:
    """Return what the fullest means for those who work there."""
    end = "has nothing left" if (quota.share or 0.0) >= 1 else f"is at {_percent(quota)} %"
    return (
        bold(f"{quota.namespace}/{quota.name}"),
        Span(f" {end} of {quota.resource}: {quota.used} of {quota.hard}. What asks for more there is refused."),
    )


def _percent(quota: Quota) -> str:
    return f"{int(100 * quota.share):,}" if quota.share is not None else ""


def _cells(quota: Quota) -> tuple[Cell, ...]:
    return (
        Cell(f"{quota.namespace}/{quota.name}"),
        Cell(quota.resource),
        Cell(_percent(quota), None if quota.share is None else int(100 * quota.share)),
        Cell(quota.used),
        Cell(quota.hard),
    )
