"""Pretends the company's monitoring beside its cluster: a Prometheus, an Alertmanager, a Loki; they see what is so there."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

from playground.alertmanager import DemoAlertmanager, Notifier
from playground.loki import DemoLoki
from playground.prometheus import DemoPrometheus
from playground.prometheus.course import WORST, Course
from playground.story import Scene

VARIABLES = ("PROMETHEUS_URL", "ALERTMANAGER_URL", "LOKI_URL")
"""Where the bot's configuration looks for their addresses."""
LOOK_EVERY = 0.25
"""Seconds between two looks at the cluster."""


class Monitoring:
    """The three systems, for the life of an `async with monitoring(…)`.

    Args:
        scene: the incident that they see.
        now: the clock, in seconds since 1970.

    Attributes:
        course: what they have seen of it so far.
    """

    def __init__(self, scene: Scene, now: Callable[[], float] = time.time) -> None:
        self._scene, self._now, self.course = scene, now, Course()
        self._prometheus = DemoPrometheus(clock=now, course=self.course, own=lambda: scene.own)
        self._round = scene.round
        self.alertmanager = DemoAlertmanager(self._prometheus)
        self._loki = DemoLoki(clock=now, course=self.course)

    def variables(self, environ: Mapping[str, str]) -> Mapping[str, str]:
        """Return the variables that lead the bot here; those that are set are left alone."""
        urls = (self._prometheus.url, self.alertmanager.url, self._loki.url)
        return {name: url for name, url in zip(VARIABLES, urls, strict=True) if not environ.get(name)}

    async def open(self, stack: AsyncExitStack) -> None:
        """Start them; the stack ends them."""
        for server in (self._prometheus, self.alertmanager, self._loki):
            await stack.enter_async_context(server)

    def look(self) -> None:
        """See how the cluster does. A story that began again has no past, and nothing of it is silenced."""
        if self._round is not self._scene.round:
            self._round = self._scene.round
            self.course.forget()
            self.alertmanager.silences.restart()
        self.course.note(self._now(), WORST * self._scene.unready)

    async def run(self) -> None:
        """Go on looking, until cancelled."""
        while True:
            self.look()
            await asyncio.sleep(LOOK_EVERY)


@asynccontextmanager
async def monitoring(scene: Scene, now: Callable[[], float] = time.time) -> AsyncIterator[Monitoring]:
    """Yield the monitoring of the cluster in which this incident is; `now` is the clock, in seconds since 1970."""
    made = Monitoring(scene, now)
    async with AsyncExitStack() as stack:
        await made.open(stack)
        async with _going_on(made.run()):
            yield made


@asynccontextmanager
async def notifying(watching: Monitoring, url: str, token: str) -> AsyncIterator[None]:
    """Let the Alertmanager post to this address; `token` is what it shows there."""
    async with _going_on(Notifier(watching.alertmanager, url, token).run()):
        yield


@asynccontextmanager
async def _going_on(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(work)
        try:
            yield
        finally:
            task.cancel()
