"""The ways in which programs write their logs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from playground.kubernetes.durations import timestamp


@dataclass(frozen=True, slots=True)
class Entry:
    """What a program has to say.

    Attributes:
        at: seconds since 1970.
        level: `INFO`, `WARN` or `ERROR`.
        logger: which part of the program says it.
        trace: the lines of a stack trace.
    """

    at: float
    level: str
    logger: str
    text: str
    trace: tuple[str, ...] = ()


Dialect = Callable[[Entry], list[str]]


def _clock(at: float, separator: str) -> str:
    written = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
    return written.replace(".", separator)


def logfmt(entry: Entry) -> list[str]:
    """Return the lines of an entry in Go's `log/slog` text form; a trace follows as it is."""
    first, *more = entry.text.split("\n")
    return [
        f'time={timestamp(entry.at)} level={entry.level} logger={entry.logger} msg="{_quoted(first)}"',
        *more,
        *entry.trace,
    ]


def json_lines(entry: Entry) -> list[str]:
    """Return the one line of an entry as JSON, its trace within."""
    said = {"ts": timestamp(entry.at), "level": entry.level.lower(), "logger": entry.logger, "msg": entry.text}
    return [msgspec.json.encode(said | ({"stacktrace": "\n".join(entry.trace)} if entry.trace else {})).decode()]


def klog(entry: Entry) -> list[str]:
    """Return the lines of an entry as Kubernetes' own programs write them (k8s.io/klog)."""
    stamp = datetime.fromtimestamp(entry.at, UTC).strftime("%m%d %H:%M:%S.%f")
    first, *more = entry.text.split("\n")
    return [f'{entry.level[0]}{stamp}       1 {entry.logger}.go:114] "{_quoted(first)}"', *more, *entry.trace]


def python(entry: Entry) -> list[str]:
    """Return the lines of an entry in the form of Python's `logging` that most programs choose."""
    level = "WARNING" if entry.level == "WARN" else entry.level
    return [*f"{_clock(entry.at, ',')} {level} {entry.logger} {entry.text}".split("\n"), *entry.trace]


def java(entry: Entry) -> list[str]:
    """Return the lines of an entry in Logback's usual pattern."""
    return [*f"{_clock(entry.at, '.')} [main] {entry.level:5} {entry.logger} - {entry.text}".split("\n"), *entry.trace]


def access(entry: Entry) -> list[str]:
    """Return the line of an entry as a proxy writes its access log."""
    return [f'[{timestamp(entry.at)}] "{entry.text}" "-" "demo-client/1.0"']


def _quoted(text: str) -> str:
    return text.replace('"', '\\"')


TONGUES: Mapping[str, Dialect] = {
    "payments": python, "checkout": python, "recommendations": python, "data-platform": python, "catalog": python,
    "search": java, "legacy": java, "orders": java, "identity": json_lines, "notifications": json_lines,
    "kube-system": klog, "platform": klog,
}  # fmt: skip
"""What the programs of each namespace speak; the others logfmt."""


def dialect(namespace: str) -> Dialect:
    """Return the dialect that the programs of a namespace write."""
    return TONGUES.get(namespace, logfmt)
