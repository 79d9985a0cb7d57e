"""Summary of a digest: a line for each of its commands, with what is new since the last one, and its number over time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from processors._ages import duration, moment
from processors._bars import bars
from processors._controls import Button
from processors._counts import among, counted
from processors._news import ILL
from processors._numbers import number
from processors._passages import Facts, Line, Passage
from processors._strands import Strand
from processors._summary import Source, Summary, Tone
from processors._text import Span, Text, bold, code
from processors._told import Issue, Told, changed

_ORDER = (Tone.FIRING, Tone.BAD, Tone.REFUSED, Tone.WARNING, Tone.SILENCED, Tone.GOOD, Tone.NEUTRAL)
_HEADS, _FEW, _NAMES, _LABEL, _TREND = 2, 3, 4, 30, 12


def summary(issue: Issue, told: Sequence[Told]) -> Summary:
    """Return the one message of a run.

    Args:
        issue: the run.
        told: what became of its commands, in their order; at least one.
    """
    return Summary(
        tone=_tone(told),
        title=(
            bold(issue.name),
            Span(": "),
            *(told[0].answer.title if _alone(told) else _heads(told)),
            *_since(issue, told),
        ),
        body=tuple(_body(issue, told)),
        controls=_controls(issue, told),
        sources=_sources(told),
        notes=issue.notes,
    )


def _alone(told: Sequence[Told]) -> bool:
    """Return whether there is one answer and nothing else, which then is the message."""
    return len(told) == 1 and told[0].answered


def _tone(told: Sequence[Told]) -> Tone:
    known = min((one.answer.tone for one in told if one.answered), key=_ORDER.index, default=Tone.WARNING)
    return known if known in ILL or all(one.answered for one in told) else Tone.WARNING


def _heads(told: Sequence[Told]) -> Iterator[Span]:
    """Yield the first line's news: what is ill, the worst first; or that nothing is."""
    ill = sorted((one for one in told if one.answered and one.ill), key=lambda one: _ORDER.index(one.answer.tone))
    silent = sum(not one.answered for one in told)
    heads = [_head(one.answer) for one in ill]
    telling = [head for head in heads if not any(head in other for other in heads if other != head)]  # `status` says it, too
    more = [f"{len(telling) - _HEADS} more"] if len(telling) > _HEADS else []
    yield Span(", ".join([*telling[:_HEADS], *more]) or _well(told, silent))
    if silent and silent < len(told):
        yield Span(f" ({silent} of {counted(len(told), 'command')} not answered)")


def _well(told: Sequence[Told], silent: int) -> str:
    if silent == len(told):
        return "nothing was answered"
    return "nothing ill as far as is known" if silent else "all is well"


def _head(answer: Summary) -> str:
    """Return the beginning of an answer's title, which is the news: what is bold in it, else all of it."""
    spans = [part for part in answer.title if isinstance(part, Span)]
    return "".join(part.text for part in spans if part.style == "bold") or "".join(part.text for part in spans)


def _since(issue: Issue, told: Sequence[Told]) -> Text:
    """Return what is different since the last run, in a few words: a notification has no others."""
    if not issue.before:
        return (Span(" · first run"),)
    if not any(one.answered for one in told):
        return ()
    new = tuple(item.name for one in told for item in one.news.new)
    gone = sum(len(one.news.gone) for one in told)
    words = [f"{len(new):,} new ({among(new, _FEW)})"] if new else []
    words += [f"{gone:,} gone"] if gone else []
    different = ", ".join(words) or ("changed" if changed(told) else "nothing new")
    return (Span(f" · {different} since "), moment(issue.before, issue.at))


def _body(issue: Issue, told: Sequence[Told]) -> Iterator[Passage]:
    for one in told:
        if not one.answered:
            sign = one.answer.tone if one.answer.tone is Tone.REFUSED else Tone.WARNING
            yield Line((Span(f"{sign.value} "), code(one.line), Span(": "), *one.answer.title))
        elif _alone(told):
            yield from [passage for passage in one.answer.body if isinstance(passage, Line)][:1]
        else:
            yield Line((Span(f"{one.answer.tone.value} "), *one.answer.title))
        if facts := tuple(_facts(issue, one)):
            yield Facts(facts)


def _facts(issue: Issue, told: Told) -> Iterator[str]:
    """Yield what is different, names beside the numbers, and the number over time."""
    if not told.answered:
        return
    for items, word in ((told.news.new, "new"), (told.news.gone, "gone")):
        if items:
            yield f"{len(items):,} {word}: {among(tuple(item.name for item in items), _NAMES)}"
    if still := told.news.still:
        oldest = min(still, key=lambda item: item.since)
        lasts = f", {oldest.name} for {duration(issue.at - oldest.since)}" if oldest.since < int(issue.at) else ""
        yield f"{len(still):,} still there{lasts}"
    if told.news.before:
        yield f"before: {told.news.before}"
    if trend := _trend(told.strand):
        yield trend


def _trend(strand: Strand) -> str:
    """Return the last numbers as small bars with the first and the last of them; "" where they are all the same."""
    numbers = [value for _, value in strand.points[-_TREND:]]
    if len(set(numbers)) < 2:
        return ""
    return f"{bars(numbers, min(0.0, *numbers), max(numbers))} {number(numbers[0])} → {number(numbers[-1])}"


def _controls(issue: Issue, told: Sequence[Told]) -> tuple[Button, ...]:
    """Return a button for each answer that goes deeper, what is ill first; and what one does about the digest."""
    ordered = sorted((one for one in told if one.answered), key=lambda one: not one.ill)
    into = tuple(Button(_short(one.line), one.line) for one in ordered)
    week = Button("The week", f"digest report {issue.name} --week", more=True)
    return (*into, week, Button("Pause this digest", f"digest pause {issue.name}", more=True))


def _short(line: str) -> str:
    return line if len(line) <= _LABEL else f"{line[: _LABEL - 1].rstrip()}…"


def _sources(told: Sequence[Told]) -> tuple[Source, ...]:
    """Return one source for each target: its oldest records, its longest answer, and its trouble, if any."""
    found: dict[str, Source] = {}
    for source in (source for one in told for source in one.answer.sources):
        other = found.get(source.target)
        found[source.target] = source if other is None else _worse(other, source)
    return tuple(msgspec.structs.replace(source, shared=1) for source in found.values())


def _worse(one: Source, other: Source) -> Source:
    if bool(one.trouble) != bool(other.trouble):
        return one if one.trouble else other
    older = min(one, other, key=lambda source: source.at if source.at is not None else 0.0)
    took = [source.took for source in (one, other) if source.took is not None]
    return msgspec.structs.replace(older, took=max(took, default=None))
