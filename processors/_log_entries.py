"""Puts a log's lines together to entries: a message with its stack trace is one, and as bad as the trace says. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from processors._log_levels import Level, level

LONGEST = 200
"""Lines that one entry has at most; a program may write nothing but indented ones."""

_STAMP = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d) ?", re.ASCII)
_GOES_ON = re.compile(
    r"Caused by: |Suppressed: |\.\.\. \d+ (?:more|common)|During handling of |The above exception |goroutine \d|at \S+\("
)
_PYTHON = "Traceback (most recent call last):"
_GO = re.compile(r"panic: |fatal error: |goroutine \d+ \[")
_TRACE = re.compile(
    r"^\s+at \S|Caused by: |Exception in thread |Traceback \(most recent call last\):|^panic: |^fatal error: "
)


@dataclass(slots=True)
class Entry:
    """One message, of one line or several.

    Attributes:
        lines: its lines, without the time that the node put before each.
        raw: the same as they came, what is no UTF-8 in them replaced.
        at: when the node wrote the first of them down, e.g. `2026-11-23T14:01:05`; "" where it did not say.
        level: how bad its first line says it is; at least ERROR where a stack trace follows.
    """

    lines: list[str] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    at: str = ""
    level: Level = Level.UNKNOWN


def entries(lines: Iterable[bytes]) -> Iterator[Entry]:
    """Yield the entries of a log, whose lines stand behind the node's time (`timestamps=true`) and are UTF-8 mostly."""
    entry, trace = Entry(), ""
    for came in lines:
        line, raw = _read(came)
        stamp = _STAMP.match(line)
        text = line[stamp.end() :] if stamp else line
        trace, more = _goes_on(text, trace, entry)
        if not more or len(entry.lines) >= LONGEST:
            if entry.lines:
                yield entry
            entry = Entry(at=stamp[1] if stamp else "", level=level(text))
        entry.lines.append(text)
        entry.raw.append(raw)
        if _TRACE.search(text):
            entry.level = max(entry.level, Level.ERROR)
    if entry.lines:
        yield entry


def _read(came: bytes) -> tuple[str, bytes]:
    """Return a line without its end, and the whole of it in UTF-8."""
    try:
        return came.decode().rstrip("\r\n"), came
    except UnicodeDecodeError:
        read = came.decode(errors="replace")
        return read.rstrip("\r\n"), read.encode()


def _goes_on(text: str, trace: str, entry: Entry) -> tuple[str, bool]:
    """Return the kind of trace that the line stands in ("" for none), and whether the line belongs to the entry."""
    if text.startswith(_PYTHON):
        return "python", bool(entry.lines)
    if _GO.match(text):
        return "go", trace == "go"
    indented = text[:1] in (" ", "\t")
    if trace == "python":
        return ("python" if indented else ""), True  # the first that is not indented names the exception
    if trace == "go":
        own = level(text) is not Level.UNKNOWN
        return ("" if own else "go"), not own
    return "", bool(entry.lines) and (indented or not text or bool(_GOES_ON.match(text)))


def moment(at: str) -> float | None:
    """Return an entry's time in seconds since 1970; None where there is none."""
    try:
        return datetime.fromisoformat(f"{at}+00:00").timestamp()
    except ValueError:
        return None
