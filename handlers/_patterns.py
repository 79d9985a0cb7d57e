"""Checks what people give to pick log lines: a regular expression, a level, a number of lines."""

from __future__ import annotations

import re2

from handlers._contract import UsageError
from processors._log_levels import WORDS, Level

MOST_LINES = 100_000
_LONGEST = 500
_LEVELS = {"debug": Level.DEBUG, "info": Level.INFO, "warning": Level.WARNING, "error": Level.ERROR, "fatal": Level.FATAL}


def expression(value: str) -> str:
    """Return a regular expression in RE2's syntax (https://github.com/google/re2/wiki/Syntax), as it is.

    Raises:
        UsageError: it is none, or none that RE2 knows: it looks neither ahead nor back, so that none can hang the bot.
    """
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(value[: _LONGEST + 1], options)
    except (re2.error, UnicodeEncodeError) as error:
        said = error.args[0] if error.args else ""
        why = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        raise UsageError(f"“{value[:60]}” is no regular expression: {why[:100]}.") from None
    if len(value) > _LONGEST:
        raise UsageError(f"That is an expression of {len(value):,} characters; it may have {_LONGEST}.")
    return value


def level(value: str) -> str:
    """Return the level's usual name: `error` for `err` and `ERROR`.

    Raises:
        UsageError: there is no such level.
    """
    known = WORDS.get(value.strip().lower())
    if known is None:
        raise UsageError(f"“{value[:60]}” is no level: write one of {', '.join(_LEVELS)}.")
    return next(name for name, one in _LEVELS.items() if one is known)


def level_of(name: str | None) -> Level:
    """Return the level of a name that was checked; UNKNOWN for None."""
    return _LEVELS[name] if name else Level.UNKNOWN


def lines(value: str) -> str:
    """Return a number of lines.

    Raises:
        UsageError: it is none, or more than 100,000.
    """
    text = value.strip().replace(",", "")
    if not (text.isascii() and text.isdigit()) or not 0 < int(text[:9]) <= MOST_LINES:
        raise UsageError(f"“{value[:60]}” is no number of lines: write one from 1 to {MOST_LINES:,}.")
    return str(int(text))
