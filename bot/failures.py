"""What people are told when an answer failed: one table, looked up along the error's ancestry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.errors import Busy, Denied, SlackRefused
from connectors._errors import UpstreamError
from handlers._contract import UsageError
from processors._frame import unanswered, usage
from processors._summary import Source, Summary, Tone
from processors._text import code, plain


def _refused(error: Exception, _: str) -> Summary:
    return Summary(tone=Tone.REFUSED, title=plain(str(error)), private=True)


def _usage(error: UsageError, _: str) -> Summary:
    return usage(error.said, error.suggestions)


def _upstream(error: UpstreamError, ask: str) -> Summary:
    kind = type(error).__name__
    source = Source(error.target, None, trouble=error.reason, retry_after=error.retry_after, kind=kind)
    return unanswered((source,), notes=quoted(ask))


def _late(_: Exception, ask: str) -> Summary:
    return Summary(
        tone=Tone.REFUSED, title=(*plain("No answer in time: ask again, or for less. id "), code(ask)), private=True
    )


def _bug(_: Exception, ask: str) -> Summary:
    told = plain("Something in SREHub itself broke, and nothing was changed. Its log has the rest under id ")
    return Summary(tone=Tone.REFUSED, title=(*told, code(ask)), private=True)


TABLE: Mapping[type[Exception], Callable[[Any, str], Summary]] = {
    UsageError: _usage,
    Denied: _refused,
    Busy: _refused,
    SlackRefused: _refused,
    UpstreamError: _upstream,
    TimeoutError: _late,
    Exception: _bug,
}


def quoted(ask: str) -> tuple[str, ...]:
    """Return the note by which people can quote the question's id; none in the terminal, which has no id."""
    return (f"id {ask}",) if ask else ()


def told(error: Exception, ask: str) -> Summary:
    """Return what the asker is told of `error`; `ask` is the question's id, under which the log has the rest."""
    for ancestor in type(error).__mro__:
        if ancestor in TABLE:
            return TABLE[ancestor](error, ask)
    raise AssertionError("every exception descends from Exception")  # unreachable by the table's last row


def expected(error: Exception) -> bool:
    """Return whether `error` is the asker's or the outside's, rather than a fault of this program."""
    return any(ancestor in TABLE and ancestor is not Exception for ancestor in type(error).__mro__)
