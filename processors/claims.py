"""Summary of the claims to storage that have no volume."""

from __future__ import annotations

from collections.abc import Sequence

from connectors._kube.claims.records import Claim, ClaimList
from processors._ages import moment
from processors._asks import Asks
from processors._cells import age_cell, short
from processors._controls import Button
from processors._counts import counted
from processors._listed import Listed, listed
from processors._passages import Cell, Line, Passage
from processors._summary import Part, Summary, Tone
from processors._text import Span, Text, bold, code, plain
from processors._words import tallied


def summary(parts: Sequence[Part[ClaimList]], asks: Asks) -> Summary:
    """Return the summary of the pending claims of one or many clusters."""
    lists = [part.records for part in parts]
    total, found = sum(one.looked_at for one in lists), sum(one.found for one in lists)
    unread = [one.unread for one in lists]
    if not found:
        good = Listed(Tone.GOOD, "No pending volume claims", f" · {total:,} looked at")
        return listed(parts, unread, good if total else Listed(Tone.NEUTRAL, "No volume claims at all"), asks)
    claims = [(part, claim) for part in parts for claim in part.records.claims]
    claims.sort(key=lambda one: (one[1].phase != "Lost", one[1].since or 0.0))
    classes = tallied(count for one in lists for count in one.classes)
    blind = [part for part in parts if part.records.events_unread]
    lines: list[Passage] = [Line(_said(*claims[0]))]
    lines += [Line(plain(f"Why could not be read on {part.target}: {part.records.events_unread}")) for part in blind]
    shown = Listed(
        tone=Tone.BAD,
        head=f"{found:,} of {counted(total, 'volume claim')} {'has' if found == 1 else 'have'} no volume",
        facts=tuple(f"class {one}" for one in classes),
        lines=tuple(lines),
        caption="Claims without a volume, the longest first",
        columns=("Claim", "Phase", "Class", "Size", "For", "Why"),
        rows=[(part, _cells(claim, part.at)) for part, claim in claims],
        left_out=found - len(claims),
        controls=(Button("Pending pods", asks.instead("pods pending")),),
    )
    return listed(parts, unread, shown, asks)


def _said(part: Part[ClaimList], claim: Claim) -> Text:
    state = "has lost its volume" if claim.phase == "Lost" else "waits"
    when = (Span(", made at "), moment(claim.since, part.at)) if claim.since is not None else ()
    why = f"{claim.reason}: {short(claim.message, 200)}" if claim.reason else ""
    tail = (Span(". "), code(why)) if why else (Span("; no event says why."),)
    return (bold(f"{claim.namespace}/{claim.name}"), Span(f" {state}"), *when, *tail)


def _cells(claim: Claim, at: float) -> tuple[Cell, ...]:
    why = f"{claim.reason}: {claim.message}" if claim.reason else ""
    return (
        Cell(f"{claim.namespace}/{claim.name}"),
        Cell(claim.phase),
        Cell(claim.storage_class or "default"),
        Cell(claim.size),
        age_cell(claim.since, at),
        Cell(short(why)),
    )
