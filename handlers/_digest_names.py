"""Checks the name of a digest."""

from __future__ import annotations

import re

from handlers._contract import UsageError

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)
_ODD = re.compile(r"[^a-z0-9]+", re.ASCII)
_MADE = 24


def digest_name(value: str) -> str:
    """Return the name in small letters.

    Raises:
        UsageError: it is none.
    """
    name = value.lower()
    if not _NAME.fullmatch(name):
        raise UsageError(f"“{value[:60]}” is no name for a digest: write letters, digits and dashes, e.g. morning.")
    return name


def named_after(line: str, taken: frozenset[str]) -> str:
    """Return a name made of a command line, e.g. `pods-failed`, that is not among those taken."""
    words = [word for word in line.split() if not word.startswith(("-", "@"))]
    name = _ODD.sub("-", " ".join(words).lower())[:_MADE].strip("-") or "digest"
    return next(one for one in (name, *(f"{name}-{number}" for number in range(2, len(taken) + 3))) if one not in taken)
