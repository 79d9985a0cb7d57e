"""Summaries of digests themselves: one that is about to be made, one that is there, and all there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from processors._controls import Button
from processors._counts import counted
from processors._passages import Line, Passage
from processors._summary import Summary, Tone
from processors._text import Channel, Moment, Person, Span, Text, bold, code, plain

_MOST = 20


class Coming(msgspec.Struct, frozen=True):
    """A time at which a digest comes: seconds since 1970, and what the clocks of its zone show, e.g. `Mon 30 Nov 09:00`."""

    at: float
    wall: str


class Described(msgspec.Struct, frozen=True, kw_only=True):
    """One digest as people read it.

    Attributes:
        name: the digest's.
        when: when it comes, in words, e.g. `weekdays 09:00`.
        zone: the zone in which that is meant.
        channel: the channel's ID; "" for where it is shown.
        lines: its command lines.
        maker: the user ID of who made it; "" for the configuration.
        rule: when it is posted, if not each time, e.g. `posted only if something is not well`; else "".
        paused: why it rests; "" while it runs.
        coming: its next times.
    """

    name: str
    when: str
    zone: str
    lines: tuple[str, ...]
    channel: str = ""
    maker: str = ""
    rule: str = ""
    paused: str = ""
    coming: tuple[Coming, ...] = ()


def draft(digest: Described, save: str, *, replaces: bool = False) -> Summary:
    """Return what a digest would be, for its maker alone, before anything is kept.

    Args:
        digest: the digest.
        save: the command line that keeps it.
        replaces: whether there is one of its name, which it takes the place of.
    """
    verb = "would then be posted" if replaces else "would be posted"
    body: tuple[Passage, ...] = (*_lines(digest), *_times(digest))
    if replaces:
        body = (*body, Line(plain("It asks with your rights from then on.")))
    return Summary(
        tone=Tone.NEUTRAL,
        title=(bold(digest.name), Span(f" {verb} {digest.when}"), *_where(digest), Span(". Nothing is kept yet.")),
        body=body,
        controls=(Button("Replace it" if replaces else "Save", save, "primary"), Button("Cancel", "digest cancel")),
        private=True,
    )


def saved(digest: Described) -> Summary:
    """Return what a channel is told when a digest was made or changed."""
    first = digest.coming[:1]
    next_: Text = (Span(", next "), Moment(first[0].at, dated=True)) if first else ()
    who: Text = (Span(" · by "), Person(digest.maker)) if digest.maker else ()
    return Summary(
        tone=Tone.NEUTRAL,
        title=(bold(digest.name), Span(f" is posted {digest.when} {digest.zone}"), *_where(digest), *next_, *who),
        body=tuple(_lines(digest)),
        controls=(Button("Post it now", f"digest run {digest.name}"), *_ways(digest)),
    )


def shown(digest: Described) -> Summary:
    """Return one digest in full."""
    tone = Tone.WARNING if digest.paused else Tone.NEUTRAL
    state = f" rests: {digest.paused}" if digest.paused else f" · {digest.when} {digest.zone}"
    made: Text = (Span("Made by "), Person(digest.maker), Span(".")) if digest.maker else _CONFIGURED
    when = (Line(plain(f"It is posted {digest.when} {digest.zone} otherwise.")),) if digest.paused else tuple(_times(digest))
    turn = (
        Button("Resume", f"digest resume {digest.name}") if digest.paused else Button("Pause", f"digest pause {digest.name}")
    )
    week = Button("The week", f"digest report {digest.name} --week")
    return Summary(
        tone=tone,
        title=(bold(digest.name), Span(state), *_where(digest)),
        body=(*_lines(digest), *when, Line(made)),
        controls=(Button("Post it now", f"digest run {digest.name}"), week, turn, *_removal(digest)),
    )


_CONFIGURED: Text = plain("It stands in the configuration: it can be paused and run from here, and is changed there.")


def listed(digests: Sequence[Described]) -> Summary:
    """Return the digests of a place, those that come next first."""
    if not digests:
        hint = Line((Span("Try "), code('digest add "pods failed @all" weekdays 09:00'), Span(".")))
        return Summary(tone=Tone.NEUTRAL, title=(bold("No digest"), Span(" comes here, and none is yours")), body=(hint,))
    ordered = sorted(digests, key=lambda one: (bool(one.paused), one.coming[0].at if one.coming else 0.0, one.name))
    more = len(ordered) - _MOST
    return Summary(
        tone=Tone.NEUTRAL,
        title=(bold(counted(len(digests), "digest")), Span(", here and yours")),
        body=tuple(Line(entry(one)) for one in ordered[:_MOST]),
        controls=tuple(Button(one.name, f"digest show {one.name}") for one in ordered[:_MOST]),
        notes=(f"{more:,} more",) if more > 0 else (),
    )


def done(name: str, what: str, *controls: Button) -> Summary:
    """Return one line of what was done to a digest, e.g. `rests`."""
    return Summary(tone=Tone.NEUTRAL, title=(bold(name), Span(f" {what}")), controls=controls)


def cancelled() -> Summary:
    """Return what is said when a draft was given up."""
    return Summary(tone=Tone.NEUTRAL, title=plain("Nothing was kept."), private=True)


def _lines(digest: Described) -> Iterator[Line]:
    """Yield what it asks, in one line, as there is little room; and when it is posted, if not each time."""
    words = [part for line in digest.lines for part in (Span(" · "), code(line))]
    yield Line(tuple(words[1:]))
    if digest.rule:
        yield Line(plain(f"It is {digest.rule}."))


def _times(digest: Described) -> Iterator[Line]:
    """Yield the next times: in the reader's own zone, and by the clocks of the digest's."""
    for place, coming in enumerate(digest.coming):
        begin = "Next: " if not place else "then: "
        yield Line((Span(begin), Moment(coming.at, dated=True), Span(f" ({coming.wall} {digest.zone})")))


def _where(digest: Described) -> Text:
    return (Span(" in "), Channel(digest.channel)) if digest.channel else ()


def _ways(digest: Described) -> tuple[Button, ...]:
    return (Button("Pause", f"digest pause {digest.name}", more=True), *_removal(digest))


def _removal(digest: Described) -> tuple[Button, ...]:
    return (Button("Remove", f"digest remove {digest.name}", "danger", more=True),) if digest.maker else ()


def entry(digest: Described) -> Text:
    """Return one digest as a line of a list."""
    if digest.paused:
        rest: Text = (Span(f" · rests: {digest.paused}"),)
    else:
        rest = (Span(" · next "), Moment(digest.coming[0].at, dated=True)) if digest.coming else ()
    asks = counted(len(digest.lines), "command")
    return (bold(digest.name), Span(f" · {digest.when} {digest.zone} · {asks}"), *_where(digest), *rest)
