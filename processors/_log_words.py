"""The sentences about logs: whose they are, how much of them, what is missing."""

from __future__ import annotations

from processors._ages import moment
from processors._counts import among, counted
from processors._log_digest import LogView
from processors._text import Span, Text, bold


def found_said(view: LogView, at: float, *, filtered: bool) -> Text:
    """Return how much there is, e.g. `12 errors in 2,000 lines, 13:58 to 14:02`.

    Args:
        view: the log.
        at: when it was read.
        filtered: whether entries were picked.
    """
    if view.trouble:
        return (Span(f"no log: {view.trouble}"),)
    if not view.lines:
        return (Span("nothing logged"),)
    said = f"{counted(view.kept, 'match').replace('matchs', 'matches')} in " if filtered else ""
    if view.errors and not filtered:
        said = f"{counted(view.errors, 'error')} in "
    when: Text = ()
    if view.first is not None and view.last is not None:
        when = (
            Span(", "),
            moment(view.first, at),
            *((Span(" to "), moment(view.last, at)) if view.last // 60 > view.first // 60 else ()),
        )
    return (Span(f"{said}{counted(view.lines, 'line')}"), *when)


def choice_said(view: LogView, *, whole: bool = True) -> Text:
    """Return which container was read and why, where there was a choice, and with `whole` which were not; else nothing."""
    if not view.why and not view.others:
        return ()
    others = f" Not read: {among(view.others)}." if view.others and whole else ""
    why = f": {view.why}" if view.why else ""
    return (Span("Read " if whole else " Read "), bold(view.container), Span(f"{why}.{others}"))


def missing_said(view: LogView) -> Text:
    """Return what is missing of it; nothing where it is whole."""
    return (Span(f"Cut: {view.cut}."),) if view.cut else ()
