"""Tells how bad a log line says it is, in whichever way its program writes that. Pure functions.

Understood: JSON (`"level":"error"`, also bunyan's and pino's numbers), logfmt (`level=error`), klog (`E1123 14:01:05 …`,
https://github.com/kubernetes/klog), brackets (`[ERROR]`), and the capitals of log4j, Python and their like (`ERROR com.x`).
"""

from __future__ import annotations

import re
from enum import IntEnum


class Level(IntEnum):
    """How bad a line is; the worse the greater."""

    UNKNOWN = 0
    DEBUG = 1
    INFO = 2
    WARNING = 3
    ERROR = 4
    FATAL = 5


WORDS = {
    "trace": Level.DEBUG, "debug": Level.DEBUG, "dbg": Level.DEBUG, "verbose": Level.DEBUG, "fine": Level.DEBUG,
    "info": Level.INFO, "information": Level.INFO, "inf": Level.INFO, "notice": Level.INFO,
    "warn": Level.WARNING, "warning": Level.WARNING, "wrn": Level.WARNING,
    "error": Level.ERROR, "err": Level.ERROR, "severe": Level.ERROR, "eror": Level.ERROR,
    "fatal": Level.FATAL, "critical": Level.FATAL, "crit": Level.FATAL, "panic": Level.FATAL, "emerg": Level.FATAL,
    "emergency": Level.FATAL, "alert": Level.FATAL, "dpanic": Level.FATAL,
}  # fmt: skip
"""The words for each level, in small letters."""

HEAD = 400
"""Characters of a line in which its level is looked for."""

_NUMBERS = {
    "10": Level.DEBUG,
    "20": Level.DEBUG,
    "30": Level.INFO,
    "40": Level.WARNING,
    "50": Level.ERROR,
    "60": Level.FATAL,
}
"""The numbers of bunyan and pino: https://github.com/trentm/node-bunyan#levels."""
_KLOG = {"I": Level.INFO, "W": Level.WARNING, "E": Level.ERROR, "F": Level.FATAL}
_CAPITALS = "|".join(sorted((word.upper() for word in WORDS if word not in ("fine", "alert", "inf")), key=len, reverse=True))
_SAID = re.compile(
    r"(?P<klog>^[IWEF])\d{4} \d\d:\d\d"
    r"|(?i:\b(?:level|lvl|severity|levelname|log\.level|severity_text)\"?\s{0,2}[=:]\s{0,2}[\"']?"
    r"(?P<field>[a-z]{3,11}|[1-6]0\b))"
    rf"|[\[(<](?P<brackets>(?i:{_CAPITALS}))[\])>]"
    rf"|(?:^|[\s|:.\]])(?P<capitals>{_CAPITALS})(?=[\s|:\[\]-]|$)"
    r"|^(?P<begin>(?i:error|fatal|panic|warning|warn)):"
)


def level(line: str) -> Level:
    """Return the level that a line states; UNKNOWN where it states none that is understood."""
    for found in _SAID.finditer(line[:HEAD]):
        if found["klog"]:
            return _KLOG[found["klog"]]
        word = (found["field"] or found["brackets"] or found["capitals"] or found["begin"]).lower()
        known = WORDS.get(word) or _NUMBERS.get(word)
        if known:
            return known
    return Level.UNKNOWN
