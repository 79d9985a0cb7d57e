"""Summary of one workload: how it stands, its pods by reason, what was rolled out, what happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from connectors._kube.events.records import EventList
from connectors._kube.rollouts.records import Rollout
from connectors._kube.workloads.records import Named, Standing
from processors._ages import duration
from processors._asks import Asks
from processors._controls import Button, Control, Menu
from processors._counts import among, counted
from processors._digest import PodDigest
from processors._event_tables import group_table
from processors._images import image_said
from processors._passages import Cell, Facts, Line, Passage, Table
from processors._piece import Piece
from processors._pod_tables import Placed
from processors._rollout_tables import history_table
from processors._sentence import worst_said
from processors._standing import ready_said, state_said, tone, why
from processors._summary import Part, Summary, Tone
from processors._text import Span, bold, plain

_IMAGES = 3


class WorkloadReport(msgspec.Struct, frozen=True, kw_only=True):
    """A workload and what is around it, or the several that have its name.

    Attributes:
        named: the workload, if exactly one has this name; else None.
        pods: its failing pods, and how many of its pods have which status.
        rollouts: the templates that it had, newest first.
        events: what happened lately to it and its pods.
        candidates: the workloads of this name, if there are several.
    """

    named: Named | None = None
    pods: Piece[PodDigest] = Piece()
    rollouts: Piece[tuple[Rollout, ...]] = Piece()
    events: Piece[EventList] = Piece()
    candidates: tuple[Standing, ...] = ()


def summary(name: str, parts: Sequence[Part[WorkloadReport]], asks: Asks) -> Summary:
    """Return the summary of the workload called `name`, or of the workloads if several have that name.

    Args:
        name: as it was asked for.
        parts: what each target that has it told.
        asks: writes the command lines of the controls.
    """
    found = [(part, one) for part in parts for one in part.records.candidates]
    found += [(part, part.records.named.standing) for part in parts if part.records.named]
    if len(found) > 1:
        return _several(name, found, asks)
    part, one = found[0]
    assert part.records.named is not None, "a single candidate is read whole"
    return Summary(
        tone=tone(one),
        title=(bold(f"{one.namespace}/{one.name}"), Span(f" · {one.kind}, {state_said(one)} · {part.target}")),
        body=tuple(_body(part, part.records.named)),
        controls=tuple(_controls(part, part.records.named, asks)),
        again=asks.again,
    )


def _several(name: str, found: Sequence[tuple[Part[WorkloadReport], Standing]], asks: Asks) -> Summary:
    options = tuple(
        Button(
            f"{one.namespace} · {one.kind} · {part.target}",
            asks.ask("workload", f"{one.kind.lower()}/{one.name}", namespace=one.namespace, target=part.target),
        )
        for part, one in found
    )
    rows = tuple((Cell(one.namespace), Cell(part.target), Cell(one.kind), Cell(state_said(one))) for part, one in found)
    return Summary(
        tone=Tone.NEUTRAL,
        title=(bold(f"{counted(len(found), 'workload')} are called {name}"), Span(": which one?")),
        body=(Table(f"Workloads called {name}", ("Namespace", "Cluster", "Kind", "State"), rows),),
        controls=(Menu("Look into…", options),),
        again=asks.again,
    )


def _body(part: Part[WorkloadReport], named: Named) -> Iterator[Passage]:
    report, one = part.records, named.standing
    yield Facts(tuple(_facts(named, part.at)))
    if said := why(one, part.at):
        yield Line(said)
    if report.pods.records and report.pods.records.found:
        yield from _pods(part, report.pods.records)
    if report.rollouts.records:
        yield history_table(report.rollouts.records, part.at)
    if report.events.records and report.events.records.groups:
        yield group_table(report.events.records.groups, part.at)
    for what, piece in (("pods", report.pods), ("revisions", report.rollouts), ("events", report.events)):
        if piece.trouble:
            yield Line(plain(f"Its {what} could not be read: {piece.trouble}"))


def _facts(named: Named, at: float) -> Iterator[str]:
    one = named.standing
    if ready_said(one) not in state_said(one):
        yield ready_said(one)
    if one.updated != one.desired:
        yield f"{one.updated:,} updated"
    if named.owner:
        yield f"of {named.owner.kind} {named.owner.name}"
    yield among(tuple(image_said(image.image) for image in named.images), _IMAGES)
    if one.created is not None:
        yield f"{duration(at - one.created)} old"


def _pods(part: Part[WorkloadReport], pods: PodDigest) -> Iterator[Passage]:
    """Yield its failing pods by reason, and what a colleague would say of them."""
    if len(pods.reasons) > 1:
        yield Facts(tuple(f"{reason.word} {reason.count:,}" for reason in pods.reasons))
    yield Line(worst_said(Placed(part.target, part.at, pods.groups[0]), "failed", many=False))


def _controls(part: Part[WorkloadReport], named: Named, asks: Asks) -> Iterator[Control]:
    one, target = named.standing, part.target
    samples = (
        [name for group in part.records.pods.records.groups for name in group.samples] if part.records.pods.records else []
    )
    options = tuple(Button(name, asks.ask("pod", name, namespace=one.namespace, target=target)) for name in samples)
    if options:
        yield Menu("Look into…", options)
    if named.selector:
        yield Button("Pods", asks.ask("pods", namespace=one.namespace, target=target, selector=named.selector))
    yield Button("Logs", asks.ask("logs", f"{one.kind.lower()}/{one.name}", namespace=one.namespace, target=target))
    about = {"for": f"{one.kind.lower()}/{one.name}"}
    yield Button("Events", asks.ask("events", namespace=one.namespace, target=target, **about))
    yield Button("Rollouts", asks.ask("rollouts", namespace=one.namespace, target=target), more=True)
