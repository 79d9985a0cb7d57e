"""The two panels beside the playground's page: the guide through the story, and what is under the bonnet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playground.bonnet import Bonnet, Meter, switches
from playground.kubernetes import Fleet
from playground.redis import DemoRedis
from playground.slack import Slack
from playground.story import Colleague, Guide, Monitoring, Scene


@asynccontextmanager
async def panels(slack: Slack, fleet: Fleet | None, redis: DemoRedis | None, port: int | None) -> AsyncIterator[None]:
    """Offer the panels on the page, and keep them going.

    Args:
        slack: the stand-in whose page it is.
        fleet: the demo clusters; without them there is no story.
        redis: the playground's own Redis, if it runs one.
        port: where the bot serves its metrics; None where nobody knows.
    """
    clusters = fleet.clusters if fleet else {}
    meter = Meter(f"http://127.0.0.1:{port}/metrics" if port else "")
    bonnet = Bonnet(slack, clusters, meter, switches(slack, clusters, redis))
    slack.offer("bonnet", bonnet)
    going_on = [bonnet.run()]
    if fleet:
        scene = Scene(fleet)
        colleague = Colleague(slack, lambda: scene.cluster.url)
        guide = Guide(slack, scene, Monitoring(slack.webhook("incidents")), colleague)
        slack.offer("story", guide)
        going_on.append(guide.run())
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one) for one in going_on]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
