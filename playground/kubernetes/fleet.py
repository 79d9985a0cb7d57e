"""The company's three clusters, in one of which an incident unfolds, and the pace at which it does."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from playground.kubernetes.kubeconfig import write_kubeconfig
from playground.kubernetes.server import DemoCluster
from playground.kubernetes.story import Chapter, Story
from playground.kubernetes.world import World


@dataclass(frozen=True, slots=True)
class Site:
    """One cluster.

    Attributes:
        name: that of its context.
        latency: seconds by which it answers late.
        eventful: whether the incident unfolds there.
    """

    name: str
    pods: int
    seed: int
    version: str
    latency: float = 0.0
    eventful: bool = False

    def world(self, now: Callable[[], float]) -> World:
        """Return its world as it is before anything happens."""
        return World(self.pods, self.seed, now, self.version, calm=True)


SITES = (
    Site("prod", 2000, 7, "v1.29.4", eventful=True),
    Site("staging", 500, 8, "v1.30.2"),
    Site("eu-west", 800, 9, "v1.24.17", latency=0.5),
)


class Fleet:
    """The clusters of `sites`, for the life of an `async with`; the first is the current context.

    Args:
        sites: which clusters.
        now: the clock, in seconds since 1970.

    Attributes:
        clusters: by the names of their sites.
    """

    def __init__(self, sites: Sequence[Site] = SITES, now: Callable[[], float] = time.time) -> None:
        self._sites, self._now = sites, now
        self.clusters: Mapping[str, DemoCluster] = {
            site.name: DemoCluster(site.world(now), latency=site.latency) for site in sites
        }
        self._stack = AsyncExitStack()
        self._stories = self._begin()

    @property
    def pods(self) -> int:
        """How many pods there are in all clusters."""
        return sum(len(cluster.world.pods) for cluster in self.clusters.values())

    @property
    def speed(self) -> float:
        """The speed at which the worlds go on; 0: they are paused."""
        return self.clusters[self._sites[0].name].world.pace.speed

    @property
    def chapters(self) -> Sequence[Chapter]:
        """What the incident has come to by now, oldest first."""
        self._catch_up()
        return sorted((chapter for story in self._stories for chapter in story.chapters), key=lambda chapter: chapter.at)

    def run(self, speed: float) -> None:
        """Let the worlds go on at this speed; 0 pauses them. Raises ValueError for less."""
        if speed < 0:
            raise ValueError(f"a speed is not negative, as {speed} is")
        self._catch_up()
        for cluster in self.clusters.values():
            cluster.world.pace.run(speed)

    def skip(self, seconds: float) -> None:
        """Be so many of the worlds' own seconds further on at once; a paused world cannot be."""
        self._catch_up()
        for cluster in self.clusters.values():
            cluster.world.pace.skip(seconds)
        self._catch_up()

    def restart(self) -> None:
        """Begin again, at the usual speed, with new worlds."""
        for site in self._sites:
            self.clusters[site.name].replace(site.world(self._now))
        self._stories = self._begin()

    def kubeconfig(self, path: Path) -> Path:
        """Write a kubeconfig with a context for each cluster, and return its path."""
        write_kubeconfig(path, [cluster.way(name) for name, cluster in self.clusters.items()])
        return path

    def _begin(self) -> Sequence[Story]:
        eventful = [self.clusters[site.name] for site in self._sites if site.eventful]
        return [Story(cluster.world, cluster.control) for cluster in eventful]

    def _catch_up(self) -> None:
        for cluster in self.clusters.values():
            cluster.world.agenda.catch_up()

    async def __aenter__(self) -> Fleet:
        async with AsyncExitStack() as stack:
            for cluster in self.clusters.values():
                await stack.enter_async_context(cluster)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.__aexit__(kind, error, trace)
