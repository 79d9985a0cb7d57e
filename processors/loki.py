"""Summary of the last lines that a log query finds: an excerpt, and all of them as a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from connectors._prom.records import Labels
from connectors.loki import LogLine, LogLines
from processors._ages import duration
from processors._asks import Asks
from processors._counts import among, counted
from processors._passages import Excerpt, Facts, Passage
from processors._series import common
from processors._summary import Document, Part, Summary, Tone
from processors._text import Span, bold, code
from processors._warnings import remarks

_SHOWN, _WIDTH, _LABELS, _TITLE = 20, 160, 6, 60


def summary(query: str, seconds: float, parts: Sequence[Part[LogLines]], asks: Asks) -> Summary:
    """Return the summary of the lines that a query found.

    Args:
        query: the LogQL.
        seconds: how far back it looked.
        parts: the lines of each Loki that answered, at least one.
        asks: writes the command lines of the controls.
    """
    place = among(tuple(part.target for part in parts))
    lines = sorted(line for part in parts for line in part.records.lines)
    shown = " ".join(query.split())
    asked = code(shown if len(shown) <= _TITLE else f"{shown[: _TITLE - 1]}…")
    span = f" · last {duration(seconds)} · {place}"
    if not lines:
        return Summary(tone=Tone.NEUTRAL, title=(bold("No line"), Span(" · "), asked, Span(span)), again=asks.again)
    limited = any(part.records.limited for part in parts)
    count = f"the newest {len(lines):,} lines" if limited else counted(len(lines), "line")
    shared = common([line.labels for line in lines]) or (lines[0].labels if len(lines) == 1 else ())
    newest = lines[-_SHOWN:]
    body: list[Passage] = [Facts(tuple(f"{name}={value}" for name, value in shared[:_LABELS]))] if shared else []
    body.append(Excerpt("\n".join(_said(line, shared)[:_WIDTH] for line in newest)))
    whole = "\n".join(_said(line, shared) for line in lines) + "\n"
    return Summary(
        tone=Tone.NEUTRAL,
        title=(bold(count[0].upper() + count[1:]), Span(" · "), asked, Span(span)),
        body=tuple(body),
        notes=tuple(remarks(parts)),
        again=asks.again,
        documents=(Document("loki.log", f"all of them: {counted(len(lines), 'line')}", whole),)
        if len(lines) > _SHOWN
        else (),
    )


def _said(line: LogLine, shared: Labels) -> str:
    """Return one line with its time (UTC) and with the labels that not all lines have in common."""
    at = datetime.fromtimestamp(line.at / 1e9, UTC).strftime("%H:%M:%S")
    own = " ".join(value for label in line.labels if label not in shared for value in label[1:])
    return " ".join(filter(None, (at, own, line.text.replace("\n", " "))))
