"""Events: whose they are, and how they are counted."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from connectors._kube.events import tally as tallying
from connectors._kube.events.objects import ClusterEvent
from connectors._kube.events.records import About
from connectors._kube.events.subjects import Subject, is_about, subject
from connectors._kube.events.tally import Tally, Window

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC).timestamp()


def event(name: str = "web-7b6ef5dfc-x2x4z", ago: int = 60, **parts: Any) -> ClusterEvent:
    """Return an event about a pod, last seen so many seconds ago; `parts` replace any of its fields."""
    last = datetime.fromtimestamp(NOW - ago, UTC).isoformat()
    involved = {"kind": "Pod", "namespace": "shop", "name": name}
    usual = {"type": "Warning", "reason": "BackOff", "message": f"of {name}", "count": 2, "lastTimestamp": last}
    return msgspec.convert(usual | {"involvedObject": involved} | parts, ClusterEvent, strict=False)


def counted(*events: ClusterEvent, since: float = NOW - 600) -> Tally:
    """Return what is counted of these events."""
    tally = Tally(Window(since, About()))
    tally.take(events)
    return tally


@pytest.mark.parametrize(
    ("kind", "name", "owner"),
    [
        ("Pod", "web-7b6ef5dfc-x2x4z", Subject("Deployment", "web")),
        ("Pod", "db-0", Subject("", "db")),
        ("Pod", "agent-x2x4z", Subject("", "agent")),
        ("Pod", "my-server", Subject("Pod", "my-server")),
        ("Pod", "alone", Subject("Pod", "alone")),
        ("ReplicaSet", "web-7b6ef5dfc", Subject("Deployment", "web")),
        ("Node", "node-007", Subject("Node", "node-007")),
        ("Job", "nightly-28123456", Subject("Job", "nightly-28123456")),
    ],
)
def test_an_objects_name_tells_its_workload(kind: str, name: str, owner: Subject) -> None:
    """An event says nothing else; forty pods of one Deployment are one row."""
    assert subject(kind, name) == owner


@pytest.mark.parametrize(
    ("about", "kind", "name", "meant"),
    [
        (About(), "Node", "node-007", True),
        (About("Deployment", "web"), "Deployment", "web", True),
        (About("Deployment", "web"), "ReplicaSet", "web-7b6ef5dfc", True),
        (About("Deployment", "web"), "Pod", "web-7b6ef5dfc-x2x4z", True),
        (About("Deployment", "web"), "Pod", "web-api-7b6ef5dfc-x2x4z", False),
        (About("Deployment", "web"), "Service", "web", False),
        (About("StatefulSet", "db"), "Pod", "db-0", True),
        (About("StatefulSet", "db"), "Pod", "db-7b6ef5dfc-x2x4z", False),
        (About("CronJob", "nightly"), "Job", "nightly-28123456", True),
        (About("CronJob", "nightly"), "Pod", "nightly-28123456-x2x4z", True),
        (About("CronJob", "nightly"), "Job", "nightly-manual", False),
        (About("Job", "nightly-28123456"), "Pod", "nightly-28123456-x2x4z", True),
        (About("Pod", "web-0"), "Pod", "web-1", False),
        (About("Node", "web"), "Pod", "web-0", False),
    ],
)
def test_events_about_a_workload_are_those_of_its_pods_too(about: About, kind: str, name: str, *, meant: bool) -> None:
    """And not those of a workload whose name begins alike."""
    assert is_about(about, kind, name) is meant


def test_what_happened_to_pods_of_one_workload_is_one_row() -> None:
    """Counts are summed, and the newest words are told."""
    names = ("web-7b6ef5dfc-x2x4z", "web-7b6ef5dfc-b4b4b", "web-5d4f5d4f5-x2x4z")
    tally = counted(*(event(name, ago) for name, ago in zip(names, (300, 60, 120), strict=True)))
    (group,) = tally.groups()
    assert (group.name, group.times, group.objects, group.sample) == ("web", 6, 3, names[1])
    assert (group.last, group.message) == (NOW - 60, f"of {names[1]}")
    assert group.first == NOW - 300


def test_what_was_over_before_is_not_told() -> None:
    """A server keeps events for an hour; people ask about the last half of it."""
    tally = counted(event(ago=601), event(ago=599))
    assert (tally.looked_at, tally.found) == (2, 1)


def test_events_of_the_newer_api_have_their_times_elsewhere() -> None:
    """Neither of the usual two is set there, and the count is in the series."""
    at = datetime.fromtimestamp(NOW - 5, UTC).isoformat()
    newer = {"lastTimestamp": None, "count": None, "eventTime": at, "series": {"count": 7, "lastObservedTime": at}}
    (group,) = counted(event(**newer)).groups()
    assert (group.times, group.last) == (7, NOW - 5)
    created = counted(event(lastTimestamp=None, metadata={"creationTimestamp": at}))
    assert created.found == 1


def test_what_came_in_several_lists_is_added_up() -> None:
    """Each namespace that the bot is confined to has a list of its own."""
    one, other = counted(event(ago=60)), counted(event(ago=30), event("db-0", ago=90))
    one.add(other)
    assert (one.looked_at, one.found, one.times) == (3, 3, 6)
    assert [(group.name, group.times, group.last) for group in one.groups()] == [("web", 4, NOW - 30), ("db", 2, NOW - 90)]


def test_a_cluster_that_reports_without_end_does_not_fill_the_memory() -> None:
    """What goes beyond is still counted, only not told apart."""
    most = tallying.MOST
    tally = counted(*(event("db-0", reason=f"Reason{n}") for n in range(most + 10)))
    assert (tally.found, len(tally.groups())) == (most + 10, most)


def test_a_group_that_is_long_known_goes_on_being_counted() -> None:
    """Only new ones find no room."""
    several = [event("db-0", reason=f"Reason{n}") for n in range(tallying.MOST + 1)]
    tally = counted(*several, event("db-0", reason="Reason0"))
    assert next(group for group in tally.groups() if group.reason == "Reason0").times == 4
