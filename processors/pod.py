"""Summary of one pod: what is wrong with it, its containers, its events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connectors._kube.records import Pod, PodAnswer, PodDetail
from processors._ages import duration, moment
from processors._asks import Asks
from processors._controls import Button, Control, Menu
from processors._counts import among, counted
from processors._digest import HEALTHY
from processors._passages import Cell, Excerpt, Facts, Line, Passage, Table
from processors._pod_detail import container_table, event_table
from processors._reasons import said, since
from processors._standing import WORKLOADS
from processors._summary import Part, Summary, Tone
from processors._text import Span, Text, bold, code, plain

_INLINE = 80
"""Characters of a message that still stands in the sentence; a longer one is quoted below it."""


def summary(name: str, parts: Sequence[Part[PodAnswer]], asks: Asks) -> Summary:
    """Return the summary of the pod called `name`, or of the pods if several have that name.

    Args:
        name: as it was asked for.
        parts: what each target found.
        asks: writes the command lines of the controls.
    """
    details = [(part, part.records.detail) for part in parts if part.records.detail is not None]
    found = [(part, pod) for part in parts for pod in part.records.candidates]
    found += [(part, detail.pod) for part, detail in details]
    if len(found) > 1:
        return _several(name, found, asks)
    if not details:
        place = " · ".join([*asks.place, among(tuple(part.target for part in parts))])
        return Summary(tone=Tone.NEUTRAL, title=(bold(f"No pod is called {name}"), Span(f" · {place}")), again=asks.again)
    return _one(*details[0], asks)


def _several(name: str, found: Sequence[tuple[Part[PodAnswer], Pod]], asks: Asks) -> Summary:
    rows = tuple(_candidate(part.target, pod) for part, pod in found)
    options = tuple(
        Button(f"{pod.namespace} · {part.target}", asks.ask("pod", pod.name, namespace=pod.namespace, target=part.target))
        for part, pod in found
    )
    return Summary(
        tone=Tone.NEUTRAL,
        title=(bold(f"{counted(len(found), 'pod')} are called {name}"), Span(": which one?")),
        body=(Table(f"Pods called {name}", ("Namespace", "Cluster", "Ready", "Status", "Restarts"), rows),),
        controls=(Menu("Look into…", options),),
        again=asks.again,
    )


def _candidate(target: str, pod: Pod) -> tuple[Cell, ...]:
    restarts = Cell(f"{pod.restarts:,}", pod.restarts)
    return (Cell(pod.namespace), Cell(target), Cell(pod.ready), Cell(pod.reason or pod.status), restarts)


def _one(part: Part[PodAnswer], detail: PodDetail, asks: Asks) -> Summary:
    pod = detail.pod
    return Summary(
        tone=_tone(detail),
        title=(bold(f"{pod.namespace}/{pod.name}"), Span(f" · {_state(detail)} · {part.target}")),
        body=tuple(_body(part, detail)),
        controls=_controls(part, pod, asks),
        again=asks.again,
    )


def _tone(detail: PodDetail) -> Tone:
    if detail.pod.reason:
        return Tone.BAD
    if detail.deleting_since is not None:
        return Tone.WARNING
    return Tone.GOOD if detail.pod.status in HEALTHY else Tone.NEUTRAL


def _state(detail: PodDetail) -> str:
    state = detail.pod.reason or detail.pod.status or detail.phase
    return f"{state}, being deleted" if detail.deleting_since is not None and state != "Terminating" else state


def _body(part: Part[PodAnswer], detail: PodDetail) -> list[Passage]:
    pod = detail.pod
    body: list[Passage] = [Facts(_facts(part, detail))]
    if pod.reason:
        body.append(Line(_trouble(part, pod)))
    if pod.message and not (pod.reason and _short(pod.message)):
        body.append(Excerpt(pod.message))
    if unmet := tuple(_unmet(detail)):
        body.append(Facts(unmet))
    if detail.containers:
        body.append(container_table(detail.containers, part.at))
    if detail.events:
        body.append(event_table(detail.events, part.at))
    elif detail.events_unread:
        body.append(Line(plain(f"Its events could not be read: {detail.events_unread}")))
    return body


def _unmet(detail: PodDetail) -> Iterator[str]:
    """Yield the conditions that are not met; that of the containers says nothing that the pod's own does not."""
    unmet = {one.type: one for one in detail.conditions if one.status != "True"}
    ready, containers = unmet.get("Ready"), unmet.get("ContainersReady")
    if ready and containers and ready.reason in ("", containers.reason):
        del unmet["ContainersReady"]
    yield from (f"not {one.type}{f': {one.reason}' if one.reason else ''}" for one in unmet.values())


def _facts(part: Part[PodAnswer], detail: PodDetail) -> tuple[str, ...]:
    pod = detail.pod
    owner = " of ".join(f"{owner.kind} {owner.name}" for owner in detail.owners) or "no controller"
    age = f"{duration(part.at - pod.created)} old" if pod.created is not None else ""
    ready = f"{pod.ready} ready" if pod.ready else ""
    return tuple(
        filter(None, (owner, ready, counted(pod.restarts, "restart"), age, pod.node or "on no node", detail.address))
    )


def _trouble(part: Part[PodAnswer], pod: Pod) -> Text:
    who = bold(pod.container) if pod.container else bold("The pod")
    when = (Span(since(pod.reason, 1)), moment(pod.since, part.at)) if pod.since is not None else ()
    ending = f"exit {pod.exit_code}" if pod.exit_code is not None else ""
    evidence = ": ".join(filter(None, (ending, pod.message if _short(pod.message) else "")))
    return (who, Span(f" {said(pod.reason, 1)}"), *when, Span(". "), *((code(evidence),) if evidence else ()))


def _short(message: str) -> bool:
    return len(message) <= _INLINE and "\n" not in message


def _controls(part: Part[PodAnswer], pod: Pod, asks: Asks) -> tuple[Control, ...]:
    return (
        Button("Logs", asks.ask("logs", pod.name, namespace=pod.namespace, target=part.target)),
        *_around(part.target, pod, asks),
        Button(
            f"Failing in {pod.namespace}", asks.ask("pods failed", namespace=pod.namespace, target=part.target), more=True
        ),
        Button(f"All pods of {pod.namespace}", asks.ask("pods", namespace=pod.namespace, target=part.target), more=True),
    )


def _around(target: str, pod: Pod, asks: Asks) -> Iterator[Button]:
    """Yield what leads to the pod's workload and to its node."""
    if pod.owner_kind in WORKLOADS:
        named = f"{pod.owner_kind.lower()}/{pod.owner}"
        yield Button(pod.owner_kind, asks.ask("workload", named, namespace=pod.namespace, target=target))
    if pod.node:
        yield Button("Node", asks.ask("node", pod.node, target=target))
