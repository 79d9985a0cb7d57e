"""What every answer has around it: its sources, what did not answer, what is old; and the answers that are none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from processors._ages import duration
from processors._controls import Button
from processors._counts import among, counted
from processors._passages import Facts, Line, Passage
from processors._summary import Source, Summary, Tone
from processors._text import Moment, Span, Text, bold, code, plain  # fmt: skip

_NAMED = 10
"""Reasons that are said one by one when none answered."""


def frame(summary: Summary, sources: Sequence[Source], notes: Sequence[str] = ()) -> Summary:
    """Return `summary` as the answer of these sources.

    Targets that gave nothing are named in the title; where the answer is an old one, that is its first line. Good news of
    which a part is missing or old is no good news.

    Args:
        summary: what the targets that answered say.
        sources: every target asked, those that gave nothing included (`at` is None).
        notes: short remarks for the footer.
    """
    whole = msgspec.structs.replace(summary, sources=tuple(sources), notes=(*summary.notes, *notes))
    silent = tuple(source.target for source in sources if source.at is None)
    kept = [source for source in sources if source.origin == "kept" and source.at is not None]
    if silent:
        title = (*whole.title, Span(f" ({among(silent)} did not answer)"))
        whole = msgspec.structs.replace(whole, title=title, tone=_less_sure(whole.tone))
    if not kept:
        return whole
    if len(kept) == len(sources):
        return _all_kept(whole, kept)
    lines = tuple(Line(_kept_said(source)) for source in kept)
    return msgspec.structs.replace(whole, tone=_less_sure(whole.tone), body=(*lines, *whole.body))


def _less_sure(tone: Tone) -> Tone:
    return Tone.WARNING if tone in (Tone.GOOD, Tone.NEUTRAL) else tone


def _kept_said(source: Source) -> Text:
    """Return the sentence about one of several targets, whose part of the answer is old."""
    assert source.at is not None
    return (
        bold(f"{source.target} does not answer"),
        Span(f": {_why(source)}. Its part was true at "),
        Moment(source.at),
        Span("."),
    )


def _all_kept(summary: Summary, kept: Sequence[Source]) -> Summary:
    """Return the last good answer below a banner that says so; its own title becomes small print."""
    at = min(source.at for source in kept if source.at is not None)
    verb = "does" if len(kept) == 1 else "do"
    names = among(tuple(source.target for source in kept))
    banner = (bold(f"{names} {verb} not answer"), Span(f": {_why(kept[0])}. What was true at "), Moment(at), Span(":"))
    before = Facts((f"{summary.tone.value} {_unstyled(summary.title)}",))
    return msgspec.structs.replace(
        summary,
        tone=Tone.WARNING,
        title=banner,
        body=(before, *summary.body),
        again_label="Try now",
    )


def _unstyled(text: Text) -> str:
    return "".join(part.text for part in text if isinstance(part, Span))


def _why(source: Source) -> str:
    return source.trouble.rstrip(" .:") or "no answer"


_SAID = {
    "Forbidden": ("refused", "`srehub check` names the missing rule."),
    "Unauthenticated": ("does not accept our credentials", "`srehub check` says which are wrong."),
    "Refused": ("refused", "`srehub check` says what is missing."),
    "Unreachable": ("cannot be reached", "`srehub check` says where we look."),
    "TimedOut": ("did not answer in time", "Ask for less, e.g. one namespace, or try again."),
    "Overloaded": ("has too much to do", "Try again in a moment."),
    "Broken": ("gave a broken answer", "Try again; if it stays, its own logs know more."),
    "Missing": ("does not have that", ""),
    "Invalid": ("does not understand the question", ""),
    "TooCostly": ("gave the question up", "Ask for less: fewer series, a shorter time."),
    "BreakerOpen": ("is left alone for now", "It failed repeatedly."),
}
"""What a target did by the kind of its error, and what to do about it."""

_REFUSALS = ("Forbidden", "Unauthenticated", "Refused")
_ANSWERS = ("Missing", "Invalid", "TooCostly")
"""Errors that are an answer: the target is well, the question has none."""


def unanswered(sources: Sequence[Source], again: str = "", notes: Sequence[str] = ()) -> Summary:
    """Return what to say when no target gave anything: which, why, and what to do.

    Args:
        sources: every target asked, with `trouble` and, where known, `kind`.
        again: the command line to try again; "" for none.
        notes: short remarks for the footer.
    """
    one = sources[0] if len(sources) == 1 else None
    names = tuple(source.target for source in sources)
    title = (
        _unanswered_said(one)
        if one
        else (bold(f"None of {counted(len(names), 'target')} answered"), Span(f" · {among(names)}"))
    )
    lines: tuple[Passage, ...] = () if one else tuple(map(Line, _unanswered_alike(sources)))
    return Summary(
        tone=_tone(sources),
        title=title,
        body=lines,
        again=again,
        again_label="Try again",
        notes=tuple(notes),
    )


def _tone(sources: Sequence[Source]) -> Tone:
    kinds = {source.kind for source in sources}
    if kinds and kinds <= set(_ANSWERS):
        return Tone.NEUTRAL
    return Tone.REFUSED if kinds and kinds <= set(_REFUSALS) else Tone.WARNING


def _unanswered_said(source: Source) -> Text:
    did, advice = _SAID.get(source.kind, ("did not answer", ""))
    if source.retry_after and source.kind not in _REFUSALS:
        advice = f"{advice} It is looked at again in {duration(source.retry_after)}.".strip()
    head = bold(f"{source.target} {did}") if source.target else bold(did.capitalize())
    return (head, Span(f": {_why(source)}. "), *_with_code(advice))


def _unanswered_alike(sources: Sequence[Source]) -> Iterator[Text]:
    """Yield a sentence for each reason: a network that is down is one reason, however many targets are behind it."""
    alike: dict[tuple[str, str], list[Source]] = {}
    for source in sources:
        alike.setdefault((source.kind, _why(source)), []).append(source)
    for group in list(alike.values())[:_NAMED]:
        if len(group) == 1:
            yield _unanswered_said(group[0])
            continue
        _, advice = _SAID.get(group[0].kind, ("", ""))
        names = among(tuple(source.target for source in group))
        yield (bold(names), Span(f": {_why(group[0])}. "), *_with_code(advice))
    if len(alike) > _NAMED:
        yield plain(f"… and {counted(len(alike) - _NAMED, 'other reason')}")


def _with_code(advice: str) -> Text:
    """Return our own words with what stands in back-ticks as code."""
    parts = advice.split("`")
    return tuple(code(part) if place % 2 else Span(part) for place, part in enumerate(parts) if part)


_LABEL = 30


def usage(said: str, suggestions: Sequence[str] = ()) -> Summary:
    """Return what to say about a command line that cannot be carried out; only its writer sees it.

    Args:
        said: one plain sentence that says what was wrong.
        suggestions: command lines that were perhaps meant, best first; they become buttons.
    """
    meant = [line for line in suggestions if line.split(" ")[0] != "help"]
    question = " Did you mean:" if meant else ""
    return Summary(
        tone=Tone.NEUTRAL,
        title=plain(f"{said}{question}"),
        controls=tuple(Button(_short(line), line) for line in suggestions),
        private=True,
    )


def _short(line: str) -> str:
    return line if len(line) <= _LABEL else f"{line[: _LABEL - 1].rstrip()}…"
