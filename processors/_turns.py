"""When an answer has turned bad, or well again: what counts, and what of it people have been told.

look ─▶ verdict ─▶ looked: does it count yet? ─▶ news: is there something to tell?
"""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec.structs import replace

from processors._summary import Summary, Tone

BLIND = 600.0
"""Seconds without any answer after which people are told that nobody looks."""
DAY = 86_400.0
_TURNS = 50

News = Literal["bad", "well", "blind", ""]


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """How things stand with one subscription. Times are seconds since 1970.

    Attributes:
        healthy: whether it is well, once that has held for long enough; None before the first answer.
        since: since when it is so.
        seen: the verdict of the last look that had one, and since when it is the same.
        seen_since: see `seen`.
        blind_since: when the first of the last looks without an answer was; 0 when the last had one.
        told: what people were told last; None after they were told that nobody can look.
        turned: when it turned bad, lately.
        ts: the message that tells of the bad state that lasts; "" for none.
        title: what that message said.
    """

    healthy: bool | None = None
    since: float = 0.0
    seen: bool | None = None
    seen_since: float = 0.0
    blind_since: float = 0.0
    told: bool | None = None
    turned: tuple[float, ...] = ()
    ts: str = ""
    title: str = ""


def verdict(summary: Summary) -> bool | None:
    """Return whether an answer says that all is well; None where it does not say, as a target gave nothing new."""
    if summary.tone in (Tone.BAD, Tone.FIRING):
        return False
    if summary.tone is Tone.REFUSED or any(source.trouble for source in summary.sources):
        return None
    return summary.tone is not Tone.WARNING


def first(healthy: bool, at: float) -> Course:
    """Return where a subscription begins: people see how it stands when they make it."""
    return Course(
        healthy=healthy, since=at, seen=healthy, seen_since=at, told=healthy, turned=() if healthy else (at,)
    )  # fmt: skip


def looked(course: Course, well: bool | None, at: float, hold: float) -> Course:
    """Return how things stand after one more look.

    Args:
        course: how they stood.
        well: the look's verdict.
        at: when it was.
        hold: for how many seconds another state has to be seen before it counts.
    """
    if well is None:
        return replace(course, blind_since=course.blind_since or at)
    if well != course.seen:
        course = replace(course, seen=well, seen_since=at)
    course = replace(course, blind_since=0.0)
    if well == course.healthy or at - course.seen_since < hold:
        return course
    recent = tuple(turn for turn in course.turned if at - turn < DAY)[-_TURNS:]
    turned = recent if well else (*recent, course.seen_since)
    return replace(course, healthy=well, since=course.seen_since, turned=turned)


def news(course: Course, at: float) -> News:
    """Return what there is to tell."""
    if course.blind_since and at - course.blind_since >= BLIND:
        return "blind" if course.told is not None else ""
    if course.blind_since or course.healthy is None or course.healthy == course.told:
        return ""
    return "well" if course.healthy else "bad"
