"""One run of a digest, and what became of each of its commands."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from processors._news import ILL, News
from processors._strands import Strand
from processors._summary import Summary


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one command.

    Attributes:
        line: the command line.
        answer: its answer, or what is said instead.
        answered: whether it is an answer.
        strand: what is remembered of the command by now.
        news: what is new.
    """

    line: str
    answer: Summary
    answered: bool
    strand: Strand
    news: News

    @property
    def ill(self) -> bool:
        """Whether it tells of something that is not well, or is not known."""
        return not self.answered or self.answer.tone in ILL


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """One run of a digest.

    Attributes:
        name: the digest's.
        at: when it was made, in seconds since 1970.
        before: when the last one was made; 0 for the first.
        notes: remarks for the footer.
    """

    name: str
    at: float
    before: float = 0.0
    notes: tuple[str, ...] = ()


def healthy(told: Sequence[Told]) -> bool:
    """Return whether nothing that was asked is ill, and everything is known."""
    return not any(one.ill for one in told)


def changed(told: Sequence[Told]) -> bool:
    """Return whether anything is different from the last time."""
    return any(one.news.changed for one in told)
