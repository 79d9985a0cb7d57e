"""Counts events as they come: a row for each reason and workload, however many events there are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from connectors._kube.diagnosis import head
from connectors._kube.events.objects import ClusterEvent
from connectors._kube.events.records import About, EventGroup
from connectors._kube.events.subjects import is_about, subject
from connectors._kube.objects import seconds

MOST = 5000
"""Groups that are counted; on a cluster that has more, the rest is too various to be told."""
_OBJECTS = 1000


class Window(NamedTuple):
    """Which events matter: those since a moment (seconds since 1970), about this."""

    since: float
    about: About


class _Key(NamedTuple):
    type: str
    reason: str
    kind: str
    namespace: str
    name: str


class _Group:
    """What is known of one group so far; its objects are told apart by their names' hashes, which take no room."""

    __slots__ = ("first", "last", "last_at", "objects", "times")

    def __init__(self) -> None:
        self.times = 0
        self.objects: set[int] = set()
        self.first = self.last_at = 0.0
        self.last = ClusterEvent()

    def take(self, event: ClusterEvent, at: float) -> None:
        self.times += event.times()
        if len(self.objects) < _OBJECTS:
            self.objects.add(hash(event.involved_object.name))
        first = seconds(event.first()) or at
        self.first = min(self.first or first, first)
        if at >= self.last_at:
            self.last, self.last_at = event, at

    def add(self, other: _Group) -> None:
        self.times += other.times
        self.objects |= other.objects
        self.first = min(self.first or other.first, other.first)
        if other.last_at > self.last_at:
            self.last, self.last_at = other.last, other.last_at


class Tally:
    """Takes events; see `connectors._kube.cluster.Sink`.

    Attributes:
        looked_at: how many were taken.
        found: how many of them matter.
        times: how often what those tell of has happened.
        kept: the groups so far.
    """

    def __init__(self, window: Window) -> None:
        self._window = window
        self.kept: dict[_Key, _Group] = {}
        self.looked_at = self.found = self.times = 0

    def take(self, items: Iterable[ClusterEvent]) -> None:
        """Count these events."""
        since, about = self._window
        for event in items:
            self.looked_at += 1
            at = seconds(event.last()) or 0.0
            if at < since or not is_about(about, event.involved_object.kind, event.involved_object.name):
                continue
            self.found += 1
            self.times += event.times()
            if group := self._group(event):
                group.take(event, at)

    def add(self, other: Tally) -> None:
        """Add what was counted elsewhere."""
        self.looked_at += other.looked_at
        self.found += other.found
        self.times += other.times
        for key, group in other.kept.items():
            if known := self.kept.get(key):
                known.add(group)
            elif len(self.kept) < MOST:
                self.kept[key] = group

    def groups(self) -> list[EventGroup]:
        """Return the groups, newest first."""
        newest = sorted(self.kept.items(), key=lambda item: (-item[1].last_at, item[0]))
        return [_record(key, group) for key, group in newest]

    def _group(self, event: ClusterEvent) -> _Group | None:
        involved = event.involved_object
        owner = subject(involved.kind, involved.name)
        key = _Key(event.type, event.reason, involved.kind, involved.namespace, owner.name)
        group = self.kept.get(key)
        if group is None and len(self.kept) < MOST:
            group = self.kept[key] = _Group()
        return group


def _record(key: _Key, group: _Group) -> EventGroup:
    last = group.last
    return EventGroup(
        **key._asdict(),
        times=group.times,
        objects=len(group.objects),
        sample=last.involved_object.name,
        first=group.first or None,
        last=group.last_at or None,
        message=head(last.message),
        source=last.source.component or last.reporting_component,
    )
