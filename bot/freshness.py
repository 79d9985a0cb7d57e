"""Says how old an answer is and how its sources are: the words of every footer, in Slack and in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from processors._ages import duration
from processors._counts import among
from processors._summary import Source

_NAMED = 6
"""Names that stand in one phrase."""
OLD = 120.0
"""Seconds from which on an answer's age is worth a second look."""


def oldest(sources: Sequence[Source]) -> float | None:
    """Return when the oldest of the records was true, in seconds since 1970; None if no source gave any."""
    return min((source.at for source in sources if source.at is not None), default=None)


def is_old(at: float, now: float, sources: Sequence[Source]) -> bool:
    """Return whether people should notice the age: it is minutes, or the answer was kept because its source fails."""
    return now - at >= OLD or any(source.origin == "kept" for source in sources)


def age_said(at: float, now: float) -> str:
    """Return the age in words: `just now`, `12 s ago`, `4 min old`. A clock that runs ahead of ours is just now."""
    age = now - at
    if age < 2:
        return "just now"
    return f"{duration(age)} {'old' if age >= OLD else 'ago'}"


def health_said(source: Source) -> str:
    """Return how one source is, e.g. `prod answered in 0.3 s`; "" where it was well and not asked."""
    if source.trouble:
        away = f"{source.target} away: {source.trouble}" if source.origin == "kept" else f"{source.target}: {source.trouble}"
        return f"{away}, looked at again in {duration(source.retry_after)}" if source.retry_after else away
    asked_for = f", asked once for {source.shared} people" if source.shared > 1 else ""
    if not source.target:
        return ""
    if source.took is None:
        return f"{source.target}{asked_for}" if asked_for else ""
    return f"{source.target} answered in {took_said(source.took)}{asked_for}"


_ONE_BY_ONE = 4
"""Targets that are named one by one; more are said together."""


def healths_said(sources: Sequence[Source]) -> tuple[str, tuple[str, ...]]:
    """Return how the sources are that are well, in one phrase ("" for nothing to say), and a phrase for each trouble.

    Thirty clusters are no list: those that are well are counted, those that fail alike are named together.
    """
    well = [source for source in sources if not source.trouble]
    asked = [source.took for source in well if source.took is not None]
    if len(well) <= _ONE_BY_ONE or not asked:
        said = " · ".join(filter(None, map(health_said, well[:_ONE_BY_ONE])))
    else:
        said = f"{len(asked)} targets answered in {took_said(min(asked))} to {took_said(max(asked))}"
    troubled = [source for source in sources if source.trouble]
    if len(troubled) <= _ONE_BY_ONE:
        return said, tuple(map(health_said, troubled))
    alike: dict[tuple[str, str], list[Source]] = {}
    for source in troubled:
        alike.setdefault((source.trouble, source.origin), []).append(source)
    return said, tuple(health_said(_together(group)) for group in alike.values())


def _together(group: Sequence[Source]) -> Source:
    """Return one source that stands for all of the group."""
    retries = [source.retry_after for source in group if source.retry_after]
    names = among(tuple(source.target for source in group), _NAMED)
    return replace(group[0], target=names, retry_after=min(retries, default=None))


def took_said(seconds: float) -> str:
    """Return a time that people waited, e.g. `0.3 s` or `12 s`; what nobody noticed is `0.1 s`."""
    return f"{max(seconds, 0.1):.1f} s" if seconds < 10 else f"{seconds:.0f} s"
