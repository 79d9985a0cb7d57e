"""What the tests of the demo Kubernetes API share: a clock that is set by hand, and a client."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from playground.kubernetes import DemoCluster, World

NOON = 1_800_000_000.0


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, at: float) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at


class Client:
    """Asks a demo cluster."""

    def __init__(self, cluster: DemoCluster, session: aiohttp.ClientSession) -> None:
        self.cluster, self.session = cluster, session

    async def ask(self, path: str, headers: dict[str, str] | None = None, **query: str) -> tuple[int, Any]:
        """Return the status and the decoded body."""
        async with self.session.get(self.cluster.url + path, headers=headers, params=query) as answer:
            return answer.status, json.loads(await answer.read())

    async def names(self, path: str, **query: str) -> list[str]:
        """Return `namespace/name` of what a list holds."""
        status, told = await self.ask(path, **query)
        assert status == 200, told
        return [f"{one['metadata']['namespace']}/{one['metadata']['name']}" for one in told["items"]]


@asynccontextmanager
async def demo_client(clock: Clock) -> AsyncIterator[Client]:
    """Yield a client of a demo cluster of 400 pods."""
    async with DemoCluster(World(400, now=clock)) as cluster, aiohttp.ClientSession() as session:
        yield Client(cluster, session)
