"""The two panels beside the playground's page: the guide through the story, and what is under the bonnet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playground.bonnet import Bonnet, Meter, switches
from playground.redis import DemoRedis
from playground.slack import Slack
from playground.story import Colleague, Guide, Hours, Scene


@asynccontextmanager
async def panels(
    slack: Slack, scene: Scene | None, redis: DemoRedis | None, meter: Meter, hours: Hours | None, *, alerting: bool
) -> AsyncIterator[None]:
    """Offer the panels on the page, and keep them going.

    Args:
        slack: the stand-in whose page it is.
        scene: the incident in the demo clusters; without it there is no story.
        redis: the playground's own Redis, if it runs one.
        meter: reads the bot's metrics.
        hours: what time it is, where that can be moved on.
        alerting: whether the bot is told of alerts.
    """
    clusters = scene.fleet.clusters if scene else {}
    bonnet = Bonnet(slack, clusters, meter, switches(slack, clusters, redis))
    slack.offer("bonnet", bonnet)
    going_on = [bonnet.run()]
    if scene:
        guide = Guide(slack, scene, Colleague(slack, lambda: scene.cluster.url), hours, alerting=alerting)
        slack.offer("story", guide)
        going_on.append(guide.run())
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one) for one in going_on]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
