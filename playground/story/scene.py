"""The incident as it stands in the demo clusters, and the clock that it goes by."""

from __future__ import annotations

from playground.kubernetes import DemoCluster, Fleet, World
from playground.kubernetes.company import BAD_ROLLOUT, BAD_ROLLOUT_VERSIONS
from playground.kubernetes.deployments import replicas
from playground.kubernetes.owners import live, ready
from playground.kubernetes.states import State

CULPRIT = ("Deployment", *BAD_ROLLOUT)
NAMESPACE, NAME = BAD_ROLLOUT
GOOD, BAD = (f"v{version}" for version in BAD_ROLLOUT_VERSIONS)


class Scene:
    """What the company sees of the incident.

    Args:
        fleet: the demo clusters; the incident is in the first.

    Attributes:
        fleet: the demo clusters.
        target: the name of the cluster in which it is.
    """

    def __init__(self, fleet: Fleet) -> None:
        self.fleet = fleet
        self.target = next(iter(fleet.clusters))

    @property
    def cluster(self) -> DemoCluster:
        """The cluster in which it is."""
        return self.fleet.clusters[self.target]

    @property
    def round(self) -> World:
        """What is another whenever the story has begun again."""
        return self.cluster.world

    @property
    def own(self) -> float:
        """How many seconds have passed by the story's own clock."""
        return self.cluster.world.pace.own()

    @property
    def now(self) -> float:
        """What the story's own clock shows, in seconds since 1970."""
        return self.cluster.world.began + self.own

    @property
    def speed(self) -> float:
        """How fast that clock goes; 0: it stands."""
        return self.fleet.speed

    def run(self, speed: float) -> None:
        """Let the clock go so fast; 0 stops it."""
        self.fleet.run(speed)

    def restart(self) -> None:
        """Begin again, before anything has happened."""
        self.fleet.restart()

    @property
    def begun(self) -> bool:
        """Whether too few of the culprit's pods are ready since its bad rollout, and those that are not crash."""
        return self._come_to("queue") and bool(self.worst_pod())

    @property
    def rolled_back(self) -> bool:
        """Whether the culprit is on another version than the bad one, after it was on that."""
        work = self.cluster.world.work(CULPRIT)
        return self._come_to("rollout") and work is not None and f"v{work.revisions[-1].version}" != BAD

    @property
    def recovered(self) -> bool:
        """Whether it has its pods again, of another version."""
        return self._come_to("recovered")

    @property
    def unready(self) -> float:
        """Which share of the pods that the culprit should have is not ready, from 0 to 1."""
        world = self.cluster.world
        world.agenda.catch_up()
        work = world.work(CULPRIT)
        wanted = replicas(work, world) if work is not None else 0
        if work is None or not wanted:
            return 0.0
        pods = [pod for of_owner in world.pods_of(work) for pod in live(of_owner)]
        return max(0.0, 1 - ready(pods, world.now()) / wanted)

    def worst_pod(self) -> str:
        """Return the name of the culprit's pod that has crashed most often, "" if none crashes."""
        world = self.cluster.world
        work = world.work(CULPRIT)
        pods = [pod for of_owner in world.pods_of(work) for pod in of_owner] if work is not None else []
        now = world.now()
        looping = (pod for pod in pods if pod.state is State.CRASH_LOOP)
        return max(((pod.crashes(now)[0], pod.name) for pod in looping), default=(0, ""))[1]

    def _come_to(self, chapter: str) -> bool:
        return any(one.name == chapter for one in self.fleet.chapters)
