"""Summary of the namespaces: pods in each, those that fail, and what keeps one from going."""

from __future__ import annotations

from collections.abc import Sequence

from connectors._kube.spaces.records import Space, SpaceList
from processors._ages import moment
from processors._asks import Asks
from processors._cells import number_cell
from processors._controls import Button, Menu
from processors._counts import among, counted
from processors._listed import Listed, listed
from processors._passages import Cell, Line, Passage
from processors._summary import Part, Summary, Tone
from processors._text import Span, Text, bold, plain

STUCK = 600.0
"""Seconds after which a namespace that is still going is stuck; most go within one minute."""
_OPTIONS, _TOLD = 100, 3


def summary(parts: Sequence[Part[SpaceList]], asks: Asks) -> Summary:
    """Return the summary of the namespaces of one or many clusters."""
    lists = [part.records for part in parts]
    spaces = [(part, space) for part in parts for space in part.records.spaces]
    spaces.sort(
        key=lambda one: (
            one[1].deleting_since is None,
            one[1].deleting_since or 0.0,
            -one[1].failing,
            -(one[1].pods or 0),
            one[1].name,
        )
    )
    total = sum(one.looked_at for one in lists)
    stuck = [(part, space) for part, space in spaces if _is_stuck(part, space)]
    failing = sum(one.failing for one in lists)
    lines: list[Passage] = [Line(_stuck_said(part, space)) for part, space in stuck[:_TOLD]]
    lines += [
        Line(plain(f"Not all pods were looked at on {p.target}: {p.records.trouble}")) for p in parts if p.records.trouble
    ]
    shown = Listed(
        tone=Tone.BAD if stuck else Tone.WARNING if failing or lines else Tone.GOOD,
        head=counted(total, "namespace") if total else "No namespaces at all",
        rest=_rest(stuck=len(stuck), failing=failing, pods=sum(one.pods for one in lists)),
        lines=tuple(lines),
        caption="Namespaces, worst first",
        columns=("Namespace", "Pods", "Failing", "Most", "State"),
        rows=[(part, _cells(part, space)) for part, space in spaces],
        left_out=total - len(spaces),
        standing=True,
        controls=(_menu(spaces, asks), Button("Quotas", asks.ask("quota", target=parts[0].target))) if spaces else (),
    )
    return listed(parts, [()] * len(parts), shown, asks)


def _rest(*, stuck: int, failing: int, pods: int) -> str:
    going = f", {stuck} cannot go" if stuck else ""
    return f"{going} · {counted(pods, 'pod')}, {failing:,} failing"


def _is_stuck(part: Part[SpaceList], space: Space) -> bool:
    return space.deleting_since is not None and part.at - space.deleting_since > STUCK


def _stuck_said(part: Part[SpaceList], space: Space) -> Text:
    assert space.deleting_since is not None
    held = f", held by the finalizer {among(space.finalizers)}" if space.finalizers else ""
    why = f". {space.blocked}" if space.blocked else ""
    return (bold(space.name), Span(" has been going since "), moment(space.deleting_since, part.at), Span(f"{held}{why}."))


def _cells(part: Part[SpaceList], space: Space) -> tuple[Cell, ...]:
    going = "stuck: Terminating" if _is_stuck(part, space) else "Terminating"
    return (
        Cell(space.name),
        Cell("not seen") if space.pods is None else number_cell(space.pods),
        number_cell(space.failing),
        Cell(space.worst),
        Cell(going if space.deleting_since is not None else "Active"),
    )


def _menu(spaces: Sequence[tuple[Part[SpaceList], Space]], asks: Asks) -> Menu:
    options = tuple(
        Button(f"{space.name} · {part.target}", asks.ask("pods failed", namespace=space.name, target=part.target))
        for part, space in spaces[:_OPTIONS]
    )
    return Menu("Failing pods of…", options)
