"""Sets up logging: structured lines on stderr, one a line, in which no secret can stand.

Our own loggers (`structlog.get_logger("flow")`) and those of libraries go the same way. What is bound with `about` stands on
every line written meanwhile, in tasks started meanwhile too.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Literal, TextIO

import msgspec
import structlog
from structlog.contextvars import bound_contextvars, merge_contextvars
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.redaction import Redaction
from connectors._contract import Secret

Level = Literal["debug", "info", "warning", "error", "critical"]
Format = Literal["auto", "json", "console"]

QUIETER = {"httpx": logging.WARNING, "httpcore": logging.WARNING, "slack_sdk": logging.INFO, "slack_bolt": logging.ERROR}
"""Libraries that log whole URLs or messages at levels below these; even at `debug` they say no more than this."""


def configure(level: Level, fmt: Format, secrets: Iterable[Secret] = (), stream: TextIO | None = None) -> None:
    """Set up logging for this process; a second call replaces the first.

    Args:
        level: what is less urgent is left out.
        fmt: `json`, one object a line; `console`, for people; `auto`, console on a terminal and JSON elsewhere.
        secrets: the values that are never written.
        stream: where lines go; None: stderr.
    """
    stream = stream or sys.stderr
    people = fmt == "console" or (fmt == "auto" and stream.isatty())
    handler = LineHandler(stream)
    handler.setFormatter(_formatter(Redaction(secrets), people, colours=stream.isatty()))
    root = logging.getLogger()
    for old in [one for one in root.handlers if isinstance(one, LineHandler)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level.upper())
    for name, least in QUIETER.items():
        logging.getLogger(name).setLevel(max(least, root.level))
    logging.captureWarnings(True)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *_noted(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,  # loggers made before this call follow it too
    )


def about(
    *, ask: str = "", user: str = "", channel: str = "", command: str = "", target: str = ""
) -> AbstractContextManager[None]:
    """Put what is given on every line that is written inside the context.

    Args:
        ask: the question's short id, which people see too.
        user: the asker's ID, never the name.
        channel: the channel's ID.
        command: the command's full name.
        target: the target's name.
    """
    given = {"ask": ask, "user": user, "channel": channel, "command": command, "target": target}
    return bound_contextvars(**{name: value for name, value in given.items() if value})


class LineHandler(logging.StreamHandler[TextIO]):
    """Writes lines; a line that cannot be written is named without what it held, as that could be a secret."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is logging's
        """Name the line that could not be written, and why."""
        error = sys.exc_info()[0]
        name = error.__name__ if error else "error"
        self.stream.write(f"a log line of {record.name} ({record.pathname}:{record.lineno}) could not be written: {name}\n")


class _Redact:
    """The last processor before a line is rendered."""

    def __init__(self, redaction: Redaction) -> None:
        self._redaction = redaction

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        return self._redaction.fields(event)


def _noted() -> list[Processor]:
    """Return what adds the facts that every line carries."""
    return [
        merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    ]


def _formatter(redaction: Redaction, people: bool, *, colours: bool) -> logging.Formatter:
    render: Processor = _json
    if people:
        plain = structlog.dev.plain_traceback  # the pretty ones print local variables
        render = structlog.dev.ConsoleRenderer(colors=colours, exception_formatter=plain, timestamp_key="at")
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*_noted(), structlog.stdlib.ExtraAdder()],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.StackInfoRenderer(),
            structlog.processors.format_exc_info,
            _Redact(redaction),
            render,
        ],
    )


def _json(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    first = ("at", "level", "logger", "event")
    ordered = {key: event[key] for key in first if key in event} | dict(event)
    return msgspec.json.encode(ordered).decode()
