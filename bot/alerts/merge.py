"""What a webhook changes in what is known of its group, in whatever order webhooks come: repeated, late, out of turn.

An alert's newest event wins: it began, or it was resolved. Nothing in a webhook says when it was sent, so what contradicts
newer news is taken for late, unless it comes `DOUBT` after those: what was overtaken on its way comes within seconds, while
Alertmanager tells a group again after minutes, and then it is true (an alert that was lost and found again fires on with the
beginning that it had).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from secrets import token_hex

from msgspec.structs import replace

from bot.alerts.notice import MOST, Notice
from processors._ages import duration
from processors._alerts import Alert, Group, ThreadLine

DOUBT = 60.0
"""Seconds within which contradicting news are taken for late."""
LINES = 20
"""Changes at most that a thread is still to be told; older ones are left out."""


@dataclass(frozen=True, slots=True)
class Severities:
    """How bad things can be.

    Attributes:
        label: the label that says so.
        order: its values, worst first; what is not among them is the least.
        anew: seconds after its end from which a group that fires again gets a new message.
    """

    label: str
    order: Sequence[str]
    anew: float

    def rank(self, alerts: Sequence[Alert]) -> int:
        """Return how bad the worst of these is: the higher the worse, 0 for what is not known."""
        return max((self._rank(alert.labels.get(self.label, "")) for alert in alerts), default=0)

    def _rank(self, value: str) -> int:
        order = [name.lower() for name in self.order]
        return len(order) - order.index(value.lower()) if value.lower() in order else 0


def merged(known: Group | None, notice: Notice, channel: str, how: Severities) -> Group:
    """Return what is known after `notice`; the very same object where it says nothing new.

    Args:
        known: what was known; None for nothing.
        notice: the webhook.
        channel: where a new message would go.
        how: how bad things can be.
    """
    if known is None:
        known = _new(notice, channel)
    alerts = _alerts(known, notice)
    if alerts == known.alerts and notice.left_out == known.left_out:
        return known
    after = replace(known, alerts=alerts, left_out=notice.left_out, labels=notice.labels, url=notice.url)
    if after.firing and not known.firing and known.ts and after.began and _over_for(known, after) > how.anew:
        fresh = _new(notice, channel)
        return _told(fresh, replace(fresh, alerts=after.firing, left_out=after.left_out), notice, how)
    return _told(known, after, notice, how)


def _new(notice: Notice, channel: str) -> Group:
    return Group(
        key=notice.key, target=notice.target, channel=channel, labels=notice.labels, url=notice.url, born=token_hex(8)
    )  # fmt: skip


def _over_for(known: Group, after: Group) -> float:
    """Return for how long the group had been over when it began to fire again."""
    return min(alert.began for alert in after.firing) - (known.ended or 0.0)


def _alerts(known: Group, notice: Notice) -> tuple[Alert, ...]:
    """Return the group's alerts after `notice`: firing ones first, then the resolved, the oldest first."""
    there = {alert.id: alert for alert in known.alerts}
    knows_until = max((alert.event for alert in notice.alerts), default=math.inf)
    found: dict[str, Alert] = {}
    for told in notice.alerts:
        found[told.id] = _newer(there[told.id], told) if told.id in there else told
    for alert in known.alerts:
        if alert.id not in found and not (alert.ended is None and _gone(alert, notice, knows_until)):
            found[alert.id] = alert
        elif alert.id not in found:
            found[alert.id] = replace(alert, ended=notice.received, heard=notice.received)
    ordered = sorted(found.values(), key=lambda one: (one.ended is not None, one.began, one.id))
    return tuple(ordered[:MOST])


def _newer(known: Alert, told: Alert) -> Alert:
    if told.event == known.event and (told.ended is None) == (known.ended is None):
        same = (told.labels, told.annotations, told.url) == (known.labels, known.annotations, known.url)
        return known if same or told.heard < known.heard else told
    ends = told.ended is not None and known.ended is None and told.event == known.event
    return told if ends or told.event > known.event or told.heard > known.heard + DOUBT else known


def _gone(alert: Alert, notice: Notice, knows_until: float) -> bool:
    """Return whether a firing alert that `notice` does not name has ended, rather than begun after it was sent."""
    return not notice.left_out and (knows_until > alert.began or notice.received > alert.heard + DOUBT)


def _told(known: Group, after: Group, notice: Notice, how: Severities) -> Group:
    """Return `after` with what the thread is told, and what follows from its alerts."""
    rank = how.rank(after.firing)
    before, now = {alert.id for alert in known.firing}, {alert.id for alert in after.firing}
    at = notice.received
    lines: list[ThreadLine] = []
    began = known.began
    fields: Mapping[str, object] = {}
    if now and not before:
        began = min(alert.began for alert in after.firing)
        fields = {"evidence": None, "missing": 0.0}
        if known.revision:
            lines.append(ThreadLine(at, f"firing again: {_counted(len(now))}"))
            fields = {**fields, "owner": None, "silence": None}
    elif before and not now:
        lasted = duration(max(0.0, (after.ended or at) - known.began))
        lines.append(ThreadLine(at, f"resolved after {lasted}"))
    elif now != before:
        parts = [(len(now - before), "more"), (len(before - now), "resolved")]
        said = ", ".join(f"{number} {word}" for number, word in parts if number)
        lines.append(ThreadLine(at, f"{said}: {_counted(len(now))} firing"))
    if known.revision and before and rank > known.rank:
        worst = how.order[len(how.order) - rank]
        lines.append(ThreadLine(at, f"severity rises to {worst}", broadcast=True))
    return replace(
        after,
        began=began, changed=at, rank=max(rank, known.rank if before else 0), revision=known.revision + 1,
        lines=(*after.lines, *lines)[-LINES:], **fields,
    )  # fmt: skip


def _counted(number: int) -> str:
    return f"{number} alert" if number == 1 else f"{number} alerts"
