"""What all scenes have: the moment, the question and who answered it."""

from handlers._asks import LineAsks
from handlers._contract import Invocation
from processors._frame import frame
from processors._summary import Source, Summary

NOW = 1_795_442_465.0  # 2026-11-23 14:01:05 UTC
MINUTE = 60.0
HOUR = 3600.0


def asks(command: str = "pods failed", *targets: str, **options: str) -> LineAsks:
    """Return the writer of the further questions of this one."""
    return LineAsks(Invocation(command, (), tuple(sorted(options.items())), targets or ("prod",)))


def source(target: str = "prod", **fields: object) -> Source:
    """Return a target that answered at NOW in 0.3 s; `fields` replaces any of that."""
    return Source(**({"target": target, "at": NOW, "took": 0.31} | fields))


def silent(target: str = "eu-west") -> Source:
    """Return a target that did not answer."""
    return source(target, at=None, took=None, trouble="timed out after 5 s", retry_after=30.0, kind="TimedOut")


def shown(summary: Summary, *sources: Source) -> Summary:
    """Return what people see of a summary: that of `prod` alone, unless other sources are given."""
    return frame(summary, sources or (source(),))
