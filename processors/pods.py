"""Summaries of many pods: which workloads fail, wait or restart, worst first; or what there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from processors._asks import Asks
from processors._counts import among, counted
from processors._digest import PodDigest, condense
from processors._passages import Facts, Line, Passage
from processors._pod_controls import controls
from processors._pod_tables import Placed, pod_table, ranked, workload_table
from processors._sentence import worst_said
from processors._summary import Part, Summary, Tone
from processors._text import Span, Text, bold, plain

__all__ = ["condense", "summary"]

_REASONS = 6
_UNREAD = 4


@dataclass(frozen=True, slots=True)
class _Words:
    """How the answer to a question is worded; `one` goes with a single pod."""

    found: str
    none: str
    bad: Tone


_WORDS = {
    "failed": _Words("failing", "No failing pods", Tone.BAD),
    "pending": _Words("pending", "No pending pods", Tone.WARNING),
    "restarting": _Words("restarting", "No restarting pods", Tone.WARNING),
    "all": _Words("", "No pods", Tone.NEUTRAL),
}


def summary(parts: Sequence[Part[PodDigest]], asks: Asks) -> Summary:
    """Return the summary of one question's answers from one or many clusters.

    Args:
        parts: a digest of the same question from each target that answered; at least one.
        asks: writes the command lines of the controls.
    """
    digests = [part.records for part in parts]
    found = sum(digest.found for digest in digests)
    place = " · ".join([*asks.place, among(tuple(part.target for part in parts))])
    unread = tuple(_unread_said(parts))
    if not found:
        return _good_news(digests, place, unread, asks)
    rows = ranked(parts)
    question = digests[0].question
    reasons = _reasons(digests)
    body: list[Passage] = [Facts(reasons)] if len(reasons) > 1 or question == "all" else []
    body += unread
    if question != "all":
        body.append(Line(worst_said(rows[0], question, many=len(parts) > 1)))
    pods = [(part, pod) for part in parts for pod in part.records.pods]
    body.append(pod_table(pods, many=len(parts) > 1) if len(pods) == found else _workloads(parts, rows))
    return Summary(
        tone=_WORDS[question].bad,
        title=_title(digests, found, place),
        body=tuple(body),
        controls=controls(question, rows, asks),
        notes=tuple(_notes(digests)),
        again=asks.again,
        measure=found,
    )


def _title(digests: Sequence[PodDigest], found: int, place: str) -> Text:
    word = _WORDS[digests[0].question].found
    head = bold(f"{counted(found, 'pod')} {word}".rstrip())
    if not word:
        return (head, Span(f" in {counted(sum(d.namespaces for d in digests), 'namespace')} · {place}"))
    return (head, Span(f" in {counted(sum(d.workloads for d in digests), 'workload')} · {place}"))


def _good_news(digests: Sequence[PodDigest], place: str, unread: tuple[Line, ...], asks: Asks) -> Summary:
    """Return the one line that good news is; where nothing was looked at, that is no news at all."""
    looked_at = sum(digest.looked_at for digest in digests)
    words = _WORDS[digests[0].question]
    if not looked_at:
        title: Text = (bold("No pods at all"), Span(f" · {place}"))
        return Summary(tone=Tone.NEUTRAL, title=title, body=unread, again=asks.again)
    seen = f"{looked_at:,} looked at in {counted(sum(digest.namespaces for digest in digests), 'namespace')}"
    return Summary(
        tone=Tone.WARNING if unread else Tone.GOOD,
        title=(bold(words.none), Span(f" · {seen} · {place}")),
        body=unread,
        notes=tuple(_notes(digests)),
        again=asks.again,
    )


def _reasons(digests: Sequence[PodDigest]) -> tuple[str, ...]:
    """Return the most frequent reasons with their numbers, and how many pods have others."""
    counts: Counter[str] = Counter()
    for digest in digests:
        for reason in digest.reasons:
            counts[reason.word] += reason.count
    ordered = counts.most_common()
    shown = tuple(f"{word} {count:,}" for word, count in ordered[:_REASONS])
    others = sum(count for _, count in ordered[_REASONS:])
    return (*shown, f"{others:,} other{'' if others == 1 else 's'}") if others else shown


def _workloads(parts: Sequence[Part[PodDigest]], rows: Sequence[Placed]) -> Passage:
    total = sum(part.records.workloads for part in parts)
    return workload_table(rows, parts[0].records.question, many=len(parts) > 1, left_out=total - len(rows))


def _unread_said(parts: Sequence[Part[PodDigest]]) -> Iterator[Line]:
    for part in parts:
        unread = part.records.unread
        if unread:
            names = among(tuple(where.namespace for where in unread), _UNREAD)
            count = counted(part.records.unread_count, "namespace")
            where = f" on {part.target}" if len(parts) > 1 else ""
            yield Line(plain(f"{count} could not be looked at{where}: {names} ({unread[0].reason})"))


def _notes(digests: Sequence[PodDigest]) -> Iterator[str]:
    if by_row := sum(digest.by_row for digest in digests):
        yield f"{by_row:,} known by their status only"
    if unsure := sum(digest.unsure for digest in digests):
        yield f"{counted(unsure, 'more pod')} restarted at a time not known"
