"""Condenses logs to what is kept of them: an excerpt of each, and the whole as one compressed file.

Pure, but slow: megabytes of lines take a second, which has to be a thread's.
"""

from __future__ import annotations

import zlib
from io import BytesIO

import msgspec
import re2

from connectors._kube.logs.records import ContainerLog, LogAnswer, Place
from processors._log_entries import entries, moment
from processors._log_excerpt import CHARACTERS, Folding
from processors._log_levels import Level

MOST_PACKED = 1 << 20
"""Bytes of a compressed file that are kept: what the cache has to hold, and to send to the other replicas."""
_PACKED_FOR = 0.9
"""How far below that the next attempt aims when it was over."""


class Wanted(msgspec.Struct, frozen=True):
    """Which entries are wanted: those that match an expression ("": all) and are at least this bad."""

    grep: str = ""
    level: Level = Level.UNKNOWN


class LogView(msgspec.Struct, frozen=True, kw_only=True):
    """What is shown of one container's log.

    Attributes:
        namespace, pod, container, others, why, reason, previous, cut, trouble: as in `ContainerLog`.
        lines: how many lines were read.
        kept: how many entries are wanted.
        errors: how many of those are errors.
        warnings: how many are warnings.
        first: when the first wanted entry was written, seconds since 1970.
        last: when the last was.
        excerpt: what stands in the message.
    """

    namespace: str
    pod: str
    container: str
    others: tuple[str, ...]
    why: str
    reason: str
    previous: bool
    cut: str
    trouble: str
    lines: int = 0
    kept: int = 0
    errors: int = 0
    warnings: int = 0
    first: float | None = None
    last: float | None = None
    excerpt: str = ""


class LogDigest(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of a `LogAnswer`.

    Attributes:
        views: one a container, in the answer's order.
        pods, owner, places: as in `LogAnswer`.
        packed: the wanted lines of all of them as UTF-8, compressed by zlib; at most 1 MB.
        lines: how many lines those are.
        dropped: how many lines were left out of it, the oldest, as they would have been more than is kept.
    """

    views: tuple[LogView, ...]
    pods: int
    owner: str
    places: tuple[Place, ...]
    packed: bytes = b""
    lines: int = 0
    dropped: int = 0


def condense(answer: LogAnswer, wanted: Wanted) -> LogDigest:
    """Return the digest of `answer`: of its entries those that are wanted."""
    share = CHARACTERS // max(1, len(answer.logs))
    views: list[LogView] = []
    file = bytearray()
    for log in answer.logs:
        if len(answer.logs) > 1 and not log.trouble:
            run = " (previous run)" if log.previous else ""
            file += f"==> {log.namespace}/{log.pod} {log.container}{run} <==\n".encode()
        views.append(_view(log, wanted, share, file))
    packed, lines = _pack(file)
    return LogDigest(
        views=tuple(views),
        pods=answer.pods,
        owner=answer.owner,
        places=answer.places,
        packed=packed,
        lines=lines,
        dropped=file.count(b"\n") - lines,
    )


def _view(log: ContainerLog, wanted: Wanted, share: int, file: bytearray) -> LogView:
    """Return the view of one log, and add its wanted lines to the file."""
    folding, kept, lines, first, last = Folding(), 0, 0, "", ""
    matches = re2.compile(wanted.grep).search if wanted.grep else None  # checked where it was given
    for entry in entries(BytesIO(log.text)):
        lines += len(entry.lines)
        if entry.level < wanted.level or (matches and not any(map(matches, entry.lines))):
            continue
        folding.take(entry)
        kept += 1
        first, last = first or entry.at, entry.at or last
        file += b"".join(entry.raw)
    return LogView(
        namespace=log.namespace,
        pod=log.pod,
        container=log.container,
        others=log.others,
        why=log.why,
        reason=log.reason,
        previous=log.previous,
        cut=log.cut,
        trouble=log.trouble,
        lines=lines,
        kept=kept,
        errors=folding.errors,
        warnings=folding.warnings,
        first=moment(first),
        last=moment(last),
        excerpt=folding.excerpt(share),
    )


def _pack(file: bytearray) -> tuple[bytes, int]:
    """Return the file compressed, and how many lines that are: all, or as many of the newest as are small enough."""
    begin = 0
    while begin < len(file):
        packed = zlib.compress(file[begin:])
        if len(packed) <= MOST_PACKED:
            return packed, file.count(b"\n", begin)
        keep = int((len(file) - begin) * _PACKED_FOR * MOST_PACKED / len(packed))
        begin = (file.find(b"\n", len(file) - keep) + 1) or len(file)
    return b"", 0
