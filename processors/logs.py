"""Summary of logs: the errors and the end of each in the message, the whole as a file beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from processors._asks import Asks
from processors._controls import Button, Control, Menu
from processors._counts import among, counted
from processors._log_digest import LogDigest, LogView, Wanted, condense
from processors._log_levels import Level
from processors._log_words import choice_said, found_said, missing_said
from processors._passages import Cell, Excerpt, Line, Passage, Table
from processors._summary import Document, Part, Summary, Tone
from processors._text import Span, Text, bold

__all__ = ["Wanted", "condense", "summary"]

_OPTIONS = 100


def summary(meant: str, wanted: Wanted, parts: Sequence[Part[LogDigest]], asks: Asks) -> Summary:
    """Return the summary of what was logged.

    Args:
        meant: what was asked for, e.g. `deployment/web`, a pod's name or a selector.
        wanted: which entries were picked.
        parts: what each target found.
        asks: writes the command lines of the controls.
    """
    read = [(part, view) for part in parts for view in part.records.views]
    if not read:
        return _which(meant, parts, asks)
    filtered = bool(wanted.grep) or wanted.level > Level.UNKNOWN
    many = len(parts) > 1
    alone = read[0] if len(read) == 1 else None
    body = (
        _one(*alone)
        if alone
        else [passage for part, view in read for passage in _of_several(part, view, filtered, many=many)]
    )
    return Summary(
        tone=_tone([view for _, view in read]),
        title=_title(alone, filtered) if alone else _title_of_several(parts, read, asks),
        body=tuple(body),
        controls=_controls(read, asks),
        again=asks.again,
        documents=tuple(filter(None, (_document(part, many=many) for part in parts))),
    )


def _tone(views: Sequence[LogView]) -> Tone:
    if any(view.reason for view in views):
        return Tone.BAD
    return Tone.WARNING if any(view.errors or view.trouble for view in views) else Tone.NEUTRAL


def _title(alone: tuple[Part[LogDigest], LogView], filtered: bool) -> Text:
    part, view = alone
    run = " (previous run)" if view.previous else ""
    state = f"{view.reason} · " if view.reason else ""
    head = bold(f"{view.namespace}/{view.pod}")
    return (
        head,
        Span(f" · {state}{view.container}{run}: "),
        *found_said(view, part.at, filtered=filtered),
        Span(f" · {part.target}"),
    )


def _title_of_several(parts: Sequence[Part[LogDigest]], read: Sequence[tuple[Part[LogDigest], LogView]], asks: Asks) -> Text:
    """Return e.g. `Deployment payments/svc-014 · the worst 3 of 43 pods: 61 errors · prod`."""
    owners = tuple(dict.fromkeys(part.records.owner for part in parts if part.records.owner))
    whose = among(owners) if owners else " · ".join(asks.place) or "Logs"
    pods = sum(part.records.pods for part in parts)
    worst = counted(pods, "pod") if pods == len(read) else f"the worst {len(read)} of {pods:,} pods"
    errors = counted(sum(view.errors for _, view in read), "error")
    return (bold(whose), Span(f" · {worst}: {errors} · {among(tuple(part.target for part in parts))}"))


def _one(part: Part[LogDigest], view: LogView) -> list[Passage]:
    body: list[Passage] = [Line(said) for said in (choice_said(view), missing_said(view)) if said]
    if part.records.owner:
        pods = counted(part.records.pods, "pod")
        body.insert(
            0,
            Line((Span(f"The worst of {pods} of {part.records.owner}." if part.records.pods > 1 else part.records.owner),)),
        )
    if view.excerpt:
        body.append(Excerpt(view.excerpt))
    return body


def _of_several(part: Part[LogDigest], view: LogView, filtered: bool, *, many: bool) -> Iterator[Passage]:
    cluster = f" on {part.target}" if many else ""
    state = f"{view.reason}, " if view.reason else ""
    head = bold(f"{view.namespace}/{view.pod}")
    yield Line(
        (
            head,
            Span(f"{cluster}: {state}"),
            *found_said(view, part.at, filtered=filtered),
            Span("."),
            *choice_said(view, whole=False),
        )
    )
    if said := missing_said(view):
        yield Line(said)
    if view.excerpt:
        yield Excerpt(view.excerpt)


def _which(meant: str, parts: Sequence[Part[LogDigest]], asks: Asks) -> Summary:
    """Return the question which of several things of one name is meant."""
    places = [(part, place) for part in parts for place in part.records.places]
    rows = tuple((Cell(place.namespace), Cell(place.kind.lower()), Cell(part.target)) for part, place in places)
    options = tuple(
        Button(
            f"{place.namespace} · {place.kind.lower()} · {part.target}",
            asks.ask("logs", f"{place.kind.lower()}/{place.name}", namespace=place.namespace, target=part.target),
        )
        for part, place in places[:_OPTIONS]
    )
    return Summary(
        tone=Tone.NEUTRAL,
        title=(bold(f"{len(places):,} are called {meant}"), Span(": whose log?")),
        body=(Table(f"Called {meant}", ("Namespace", "Kind", "Cluster"), rows),),
        controls=(Menu("Whose log…", options),),
        again=asks.again,
    )


def _controls(read: Sequence[tuple[Part[LogDigest], LogView]], asks: Asks) -> tuple[Control, ...]:
    part, view = read[0]
    place = {"namespace": view.namespace, "target": part.target}
    runs = (
        ()
        if view.previous
        else (Button("Previous run", asks.ask("logs", view.pod, container=view.container, previous="", **place)),)
    )
    others = tuple(
        Button(f"Log of {name}"[:30], asks.ask("logs", view.pod, container=name, **place), more=True) for name in view.others
    )
    return (
        Button("Errors only", asks.also(level="error")),
        *runs,
        Button("Pod", asks.ask("pod", view.pod, **place)),
        *others,
    )


def _document(part: Part[LogDigest], *, many: bool) -> Document | None:
    digest = part.records
    if not digest.packed:
        return None
    view = next(view for view in digest.views if not view.trouble)
    name = digest.owner.rpartition("/")[2] if len(digest.views) > 1 and digest.owner else view.pod
    cluster = f"{part.target}-" if many else ""
    lines = counted(digest.lines, "line")
    title = (
        f"the newest {lines}; {digest.dropped:,} older ones would be too much"
        if digest.dropped
        else f"the whole log, {lines}"
    )
    return Document(f"{cluster}{view.namespace}-{name}.log", title, packed=digest.packed)
