"""Summary of the whole picture: a line for each part of a cluster, worst news in the title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from processors._asks import Asks
from processors._controls import Button, Control, Menu
from processors._counts import among, counted
from processors._gists import Gist
from processors._passages import Cell, Line, Passage, Table
from processors._piece import Piece
from processors._summary import Part, Summary, Tone
from processors._text import Span, Text, bold

_ORDER = (Tone.BAD, Tone.WARNING, Tone.NEUTRAL, Tone.GOOD)
_TITLE = 2
_OPTIONS = 100


class Aspect(msgspec.Struct, frozen=True):
    """One part of a cluster: its name, e.g. `nodes`, and how it is."""

    name: str
    gist: Piece[Gist]

    @property
    def tone(self) -> Tone:
        """The state that it is in; one that is not known is not well."""
        return self.gist.records.tone if self.gist.records else Tone.WARNING


class Picture(msgspec.Struct, frozen=True):
    """How one target is, in its parts."""

    aspects: tuple[Aspect, ...]


Placed = tuple[Part[Picture], Aspect]


def summary(namespace: str, parts: Sequence[Part[Picture]], asks: Asks) -> Summary:
    """Return the summary of one or many clusters.

    Args:
        namespace: what the question was narrowed to, "" for everything.
        parts: the picture of each target; at least one.
        asks: writes the command lines of the controls.
    """
    place = " · ".join([*asks.place, among(tuple(part.target for part in parts))])
    ill = _ill(parts)
    if not ill:
        return Summary(tone=_tone(parts), title=_good_news(parts, place), again=asks.again)
    table = (_table(parts),) if len(parts) > 1 else ()
    body: tuple[Passage, ...] = table or tuple(_line(aspect) for aspect in parts[0].records.aspects)
    return Summary(
        tone=_tone(parts),
        title=_title(parts, ill, place),
        body=body,
        controls=_controls(namespace, ill, asks, many=len(parts) > 1),
        again=asks.again,
    )


def _ill(parts: Sequence[Part[Picture]]) -> list[Placed]:
    """Return what is not well, the worst first."""
    every = [(part, aspect) for part in parts for aspect in part.records.aspects]
    ill = [row for row in every if row[1].tone in (Tone.BAD, Tone.WARNING)]
    return sorted(ill, key=lambda row: _ORDER.index(row[1].tone))


def _tone(parts: Sequence[Part[Picture]]) -> Tone:
    tones = {aspect.tone for part in parts for aspect in part.records.aspects}
    if Tone.BAD in tones or Tone.WARNING in tones:
        return Tone.BAD if Tone.BAD in tones else Tone.WARNING
    return Tone.GOOD if Tone.GOOD in tones else Tone.NEUTRAL


def _good_news(parts: Sequence[Part[Picture]], place: str) -> Text:
    """Return the one line that good news is."""
    if len(parts) > 1:
        return (bold("All is well"), Span(f" · {place}"))
    said = [aspect.gist.records.said for aspect in parts[0].records.aspects if aspect.gist.records]
    return (bold("All is well"), Span(f" · {' · '.join(said)} · {place}"))


def _title(parts: Sequence[Part[Picture]], ill: Sequence[Placed], place: str) -> Text:
    if len(parts) > 1:
        bad = len({part.target for part, _ in ill})
        return (bold(f"{bad:,} of {counted(len(parts), 'cluster')} not well"), Span(f" · {place}"))
    said = [_said(aspect) for _, aspect in ill[:_TITLE]]
    more = f" and {len(ill) - _TITLE} more" if len(ill) > _TITLE else ""
    return (bold(", ".join(said)), Span(f"{more} · {place}"))


def _said(aspect: Aspect) -> str:
    return aspect.gist.records.said if aspect.gist.records else f"{aspect.name} not known"


def _line(aspect: Aspect) -> Line:
    gist = aspect.gist
    if gist.records is None:
        return Line((Span(f"{Tone.NEUTRAL.value} "), bold(f"{aspect.name} not known"), Span(f" · {gist.trouble}")))
    detail = (Span(f" · {gist.records.detail}", ticks=gist.records.ticks),) if gist.records.detail else ()
    return Line((Span(f"{gist.records.tone.value} "), bold(gist.records.said), *detail))


def _table(parts: Sequence[Part[Picture]]) -> Table:
    """Return a row for each target, the worst first."""
    names = tuple(dict.fromkeys(aspect.name for part in parts for aspect in part.records.aspects))
    ordered = sorted(parts, key=lambda part: min(_ORDER.index(aspect.tone) for aspect in part.records.aspects))
    rows = []
    for part in ordered:
        said = {aspect.name: f"{aspect.tone.value} {_said(aspect)}" for aspect in part.records.aspects}
        rows.append((Cell(part.target), *(Cell(said.get(name, "")) for name in names)))
    return Table("Clusters, worst first", ("Cluster", *(name.capitalize() for name in names)), tuple(rows), standing=True)


def _controls(namespace: str, ill: Sequence[Placed], asks: Asks, *, many: bool) -> tuple[Control, ...]:
    buttons = tuple(_buttons(namespace, ill, asks, many=many))
    return (Menu("Look into…", buttons[:_OPTIONS]),) if many and buttons else buttons


def _buttons(namespace: str, ill: Sequence[Placed], asks: Asks, *, many: bool) -> Iterator[Button]:
    for part, aspect in ill:
        if gist := aspect.gist.records:
            label = f"{aspect.name.capitalize()} · {part.target}" if many else aspect.name.capitalize()
            place = namespace if gist.narrow else ""
            yield Button(label, asks.ask(gist.command, *gist.arguments, namespace=place, target=part.target))
