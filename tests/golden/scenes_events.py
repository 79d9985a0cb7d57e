"""Situations of events."""

from golden.asked import MINUTE, NOW, asks, shown, silent, source

from connectors._kube.events.records import EventGroup, EventList, EventQuestion
from connectors._kube.records import Unread
from processors import events
from processors._summary import Part, Summary


def backed_off(name: str = "svc-014", **fields: object) -> EventGroup:
    """Return what happens to the pods of a Deployment that crash-loop; `fields` replaces any of its fields."""
    usual = {
        "type": "Warning", "reason": "BackOff", "kind": "Pod", "namespace": "payments", "name": name, "times": 1204,
        "objects": 32, "sample": f"{name}-7b6ef5dfc-x2x4z", "first": NOW - 20 * MINUTE, "last": NOW - MINUTE,
        "message": "Back-off restarting failed container <!channel>", "source": "kubelet",
    }  # fmt: skip
    return EventGroup(**(usual | fields))


def of_all_kinds() -> list[EventGroup]:
    """Return what happens in a cluster, newest first."""
    return [
        backed_off(),
        backed_off("node-007", kind="Node", namespace="", reason="NodeNotReady", times=1, objects=1, sample="node-007",
                   message="Node node-007 status is now: NodeNotReady"),
        backed_off("web", namespace="shop", reason="FailedScheduling", times=3, objects=1, last=NOW - 5 * MINUTE,
                   message="0/60 nodes are available: 60 Insufficient memory."),
        backed_off("web", type="Normal", kind="Deployment", namespace="shop", reason="ScalingReplicaSet", times=1, objects=1,
                   sample="web", last=NOW - 9 * MINUTE, message="Scaled up replica set web-7b6ef5dfc to 3"),
    ]  # fmt: skip


def happened(found: list[EventGroup], /, question: EventQuestion = "warning", **fields: object) -> EventList:
    """Return an answer with these groups."""
    times = sum(one.times for one in found)
    usual = {"question": question, "since": NOW - 30 * MINUTE, "looked_at": 900, "found": len(found), "times": times}
    return EventList(**(usual | {"groups": tuple(found)} | fields))


def listed(
    found: list[EventGroup], /, target: str = "prod", question: EventQuestion = "warning", **fields: object
) -> Part[EventList]:
    """Return one target's answer with these groups."""
    return Part(target, happened(found, question, **fields), NOW)


def situations() -> dict[str, Summary]:
    """Return what people see of events in each situation, by the situation's name."""
    unread = (Unread("vault", "the bot may not list events there"),)
    calm = [one for one in of_all_kinds() if one.type == "Normal"]
    many = [backed_off(f"svc-{n:04d}", times=n) for n in range(300)]
    several = [listed(of_all_kinds()[:3]), listed([backed_off("cart")], "staging")]
    return {
        "events_none": shown(events.summary([listed([])], asks("events warning"))),
        "events_one": shown(events.summary([listed([backed_off(times=1, objects=1)])], asks("events warning"))),
        "events_all": shown(events.summary([listed(of_all_kinds(), question="all")], asks("events"))),
        "events_normal": shown(events.summary([listed(calm, question="all")], asks("events", namespace="shop"))),
        "events_unread": shown(events.summary([listed([], unread=unread)], asks("events warning"))),
        "events_partial": shown(
            events.summary(several, asks("events warning", "eu-west", "prod", "staging")),
            source(),
            source("staging"),
            silent(),
        ),
        "events_thousands": shown(
            events.summary([listed(many, found=40_000, left_out=1700)], asks("events warning", since="2h"))
        ),
    }
