"""The incident that unfolds: what happens by itself in a world, and when."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from playground.kubernetes.company import BAD_ROLLOUT, BAD_ROLLOUT_BY, BAD_ROLLOUT_VERSIONS
from playground.kubernetes.control import Control
from playground.kubernetes.deployments import replicas
from playground.kubernetes.managed import CONTROLLERS
from playground.kubernetes.orders import MERGE_PATCH, STRATEGIC_PATCH, Order
from playground.kubernetes.owners import live, ready
from playground.kubernetes.routes import Route
from playground.kubernetes.surroundings import QUEUED
from playground.kubernetes.templates import REGISTRY
from playground.kubernetes.told import About, Happening
from playground.kubernetes.workloads import uid
from playground.kubernetes.workloadwrites import WorkloadWrites
from playground.kubernetes.world import World

ROLLOUT_AFTER, NODE_AFTER, REPAIR_AFTER = 30, 240, 1800
"""Own seconds until the bad version is rolled out, until a node stops to answer, until it answers again."""
NODE = 5
TICK = 15
"""Own seconds between two looks at the queue."""
EACH, AIM = 26.0, 30.0
"""Messages in the queue for each worker: on a good day, and those for which the autoscaler wants one worker."""
GROWTH, SHRINKAGE = 1.06, 0.85
"""What a queue becomes of itself in a tick, while too few pods of `checkout` are ready and when they are again."""
ENOUGH = 0.95


@dataclass(frozen=True, slots=True)
class Chapter:
    """Something that the story has come to: its name, and when, in seconds since 1970."""

    name: str
    at: int


class Story:
    """Lets an incident unfold in a world that is calm.

    Attributes:
        chapters: what it has come to, oldest first: `rollout`, `node`, `queue`, `recovered`, `repaired`.
    """

    def __init__(self, world: World, control: Control) -> None:
        self._world, self._control = world, control
        self._writes = WorkloadWrites(world, control)
        self._first = world.first_counts[QUEUED]
        self._most = 2 * self._first
        self.chapters: list[Chapter] = []
        world.queue = EACH * self._first
        world.agenda.after(ROLLOUT_AFTER, self._roll_out)
        world.agenda.after(NODE_AFTER, self._lose_node)
        world.agenda.after(REPAIR_AFTER, self._repair_node)
        world.agenda.after(TICK, self._look)

    def _come(self, name: str, at: int) -> None:
        if all(chapter.name != name for chapter in self.chapters):
            self.chapters.append(Chapter(name, at))

    def _roll_out(self, at: int) -> None:
        version = f"v{BAD_ROLLOUT_VERSIONS[1]}"
        box = {"name": "app", "image": f"{REGISTRY}/{'/'.join(BAD_ROLLOUT)}:{version}"}
        template = {"metadata": {"labels": {"version": version}}, "spec": {"containers": [box]}}
        self._writes.change(_patch(BAD_ROLLOUT, "", STRATEGIC_PATCH, {"spec": {"template": template}}, BAD_ROLLOUT_BY, at))
        self._come("rollout", at)

    def _lose_node(self, at: int) -> None:
        self._control.fail(NODE, at)
        self._come("node", at)

    def _repair_node(self, at: int) -> None:
        self._control.recover(NODE, at)
        self._come("repaired", at)

    def _look(self, at: int) -> None:
        """Let the queue grow or shrink, and the autoscaler look at it."""
        self._world.agenda.after(TICK, self._look)
        well = self._well()
        begun = any(chapter.name == "rollout" for chapter in self.chapters)
        if begun and well and self._rolled_back():
            self._come("recovered", at)
        length = (self._world.queue or 0.0) * (SHRINKAGE if well else GROWTH)
        self._world.queue = min(max(length, EACH * self._first), EACH * self._most * 4)
        if not well:
            self._come("queue", at)
        self._autoscale(math.ceil(self._world.queue / AIM), at)

    def _well(self) -> bool:
        """Return whether nearly all wanted pods of `checkout` are ready."""
        work = self._world.work(("Deployment", *BAD_ROLLOUT))
        if work is None:
            return True
        pods = [pod for of_owner in self._world.pods_of(work) for pod in live(of_owner)]
        return ready(pods, self._world.now()) >= ENOUGH * replicas(work, self._world)

    def _rolled_back(self) -> bool:
        work = self._world.work(("Deployment", *BAD_ROLLOUT))
        return work is not None and work.revisions[-1].version != BAD_ROLLOUT_VERSIONS[1]

    def _autoscale(self, wanted: int, at: int) -> None:
        work = self._world.work(("Deployment", *QUEUED))
        if work is None:
            return
        self._world.queue_maxed = wanted > self._most
        now, wanted = replicas(work, self._world), min(max(wanted, self._first), self._most)
        if 0.9 * now <= wanted <= 1.1 * now:
            return
        self._writes.scale(_patch(QUEUED, "scale", MERGE_PATCH, {"spec": {"replicas": wanted}}, CONTROLLERS, at))
        about = About("HorizontalPodAutoscaler", *QUEUED, uid("HorizontalPodAutoscaler", *QUEUED), "autoscaling/v2")
        why = "external metric queue_messages_ready" if wanted > now else "All metrics below target"
        said = f"New size: {wanted}; reason: {why}{' above target' if wanted > now else ''}"
        self._world.told.append(Happening(about, "Normal", "SuccessfulRescale", said, "horizontal-pod-autoscaler", at, at))


def _patch(place: tuple[str, str], sub: str, media: str, patch: Mapping[str, Any], manager: str, at: int) -> Order:
    """Return the order with which somebody changes a Deployment."""
    route = Route("apps", "v1", place[0], "deployments", place[1], sub)
    return Order("PATCH", route, {"fieldManager": manager}, media, msgspec.json.encode(patch), "", at)
