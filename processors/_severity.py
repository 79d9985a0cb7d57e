"""Ranks the severities that alerts carry: they are words of each company's own, of which most mean the same."""

from __future__ import annotations

from processors._summary import Tone

_RANKS = (
    ("critical", "page", "emergency", "fatal", "disaster", "sev1", "p1"),
    ("error", "high", "major", "sev2", "p2"),
    ("warning", "warn", "medium", "average", "sev3", "p3"),
    ("info", "information", "low", "minor", "notice", "sev4", "p4"),
    ("none", "debug"),
)
_UNKNOWN = 2
_HARMLESS = 3
"""From this rank on an alert is no news: `none` is how alerts are marked that always fire, to show that alerting works."""


def rank(severity: str) -> int:
    """Return how bad a severity is, 0 the worst; one that is not known stands among the warnings."""
    word = severity.lower()
    return next((place for place, words in enumerate(_RANKS) if word in words), _UNKNOWN)


def tone(ranks: list[int]) -> Tone:
    """Return the tone of alerts of these ranks that fire."""
    worst = min(ranks, default=len(_RANKS))
    if worst < _UNKNOWN:
        return Tone.BAD
    return Tone.WARNING if worst < _HARMLESS else Tone.GOOD
