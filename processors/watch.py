"""An answer that is kept up to date for a while: until when, what changed last; and how it ended."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from processors._changes import compare, marked, said
from processors._controls import Button
from processors._passages import Line
from processors._summary import Paging, Summary
from processors._text import Moment, Person, Span, Text, plain


class Watched(msgspec.Struct, frozen=True, kw_only=True):
    """What a watch shows.

    Attributes:
        now: the last answer.
        before: the answer before the last change; None while nothing has changed.
        changed_at: when that change was seen, in seconds since 1970.
        touched: when anything of what is shown was last changed.
        trouble: why there is no newer answer; empty when there is.
        until: when it ends, or ended.
    """

    now: Summary
    before: Summary | None = None
    changed_at: float = 0.0
    touched: float = 0.0
    trouble: Text = ()
    until: float


def after(watched: Watched, answer: Summary, at: float) -> Watched:
    """Return what is shown once the next answer is there.

    Args:
        watched: what is shown now.
        answer: the answer of the moment `at`, in seconds since 1970.
    """
    touched = at if watched.trouble else watched.touched
    if compare(watched.now, answer) is None:
        return replace(watched, now=answer, trouble=(), touched=touched)
    return replace(watched, now=answer, before=watched.now, changed_at=at, touched=at, trouble=())


def silent(watched: Watched, trouble: Summary, at: float) -> Watched:
    """Return what is shown when nobody answered: what stood there, and what is wrong."""
    same = said(watched.trouble) == said(trouble.title)
    return replace(watched, trouble=trouble.title, touched=watched.touched if same else at)


def running(watched: Watched, stop: str) -> Summary:
    """Return the message while it lasts; `stop` is the command line behind its Stop button.

    It has no Refresh, as it is fresh by itself, and turns no pages, as the next edit would turn them back.
    """
    shown, changes = _shown(watched)
    line: Text = (Span("Watching until "), Moment(watched.until), *changes)
    trouble = (Line((Span("No newer answer: "), *watched.trouble)),) if watched.trouble else ()
    return replace(
        shown, body=(Line(line), *trouble, *shown.body), controls=(Button("Stop", stop), *shown.controls), again="",
        paging=Paging(1, "", ""), documents=(),
    )  # fmt: skip


def over(watched: Watched, at: float, *, stopped_by: str = "", why: str = "") -> Summary:
    """Return the message that stays.

    Args:
        watched: what was shown last.
        at: when it ended, in seconds since 1970.
        stopped_by: the user ID of who stopped it; "" for nobody.
        why: why else it ended before its time, in one phrase; "" for its time being over.
    """
    shown, changes = _shown(watched)
    if stopped_by:
        line: Text = (Span("Watched until "), Moment(at), Span(", stopped by "), Person(stopped_by), *changes)
    else:
        line = (Span("Watched until "), Moment(at), *((Span(f": {why}"),) if why else ()), *changes)
    return replace(shown, body=(Line(line), *shown.body), paging=Paging(1, "", ""), documents=())


def _shown(watched: Watched) -> tuple[Summary, Text]:
    if watched.before is None:
        return watched.now, plain(". Nothing has changed so far.")
    changes = compare(watched.before, watched.now)
    what = changes.listed() if changes else ""
    when = (Span(". Changed at "), Moment(watched.changed_at), Span(f": {what}." if what else "."))
    return marked(watched.before, watched.now), when
