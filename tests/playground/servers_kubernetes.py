"""A real API server and the demo, asked in the same way."""

from __future__ import annotations

import json
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import yaml

from playground.kubernetes import DemoCluster, World

VERSION = "v1.20.2"
"""That of the real server in the tests."""


class Server:
    """One of the two, and how to ask it."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url, self.session = url, session

    async def ask(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        """Return the status and the body of a path with its query."""
        async with self.session.get(self.url + path, headers=headers) as answer:
            return answer.status, await answer.read()

    async def read(self, path: str, headers: dict[str, str] | None = None) -> Any:
        """Return the decoded body."""
        return json.loads((await self.ask(path, headers))[1])


def _read(kubeconfig: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(kubeconfig.read_text())
    return read


@asynccontextmanager
async def real_server(kubeconfig: Path) -> AsyncIterator[Server]:
    """Yield the real API server of a kubeconfig; its certificate is not looked at here."""
    seeded = _read(kubeconfig)
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    headers = {"Authorization": f"Bearer {seeded['users'][0]['user']['token']}"}
    async with aiohttp.ClientSession(headers=headers, connector=aiohttp.TCPConnector(ssl=context)) as session:
        yield Server(seeded["clusters"][0]["cluster"]["server"], session)


@asynccontextmanager
async def demo_server() -> AsyncIterator[Server]:
    """Yield the demo, of the same version, and without metrics-server as the real one."""
    async with DemoCluster(World(400, version=VERSION, metrics=False)) as cluster, aiohttp.ClientSession() as session:
        yield Server(cluster.url, session)


def orders(thing: Any, path: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each object's place and the order of its keys, but for those that are names of the user's own."""
    if isinstance(thing, dict):
        if not path.endswith(("labels", "annotations", "fieldsV1", "capacity", "allocatable", "matchLabels")):
            yield path, tuple(thing)
            for key, value in thing.items():
                yield from orders(value, f"{path}.{key}")
    elif isinstance(thing, list):
        for one in thing:
            yield from orders(one, path)


def before(thing: Any) -> set[tuple[str, str, str]]:
    """Return every (place, key, key that comes after it)."""
    return {(path, a, b) for path, keys in orders(thing) for n, a in enumerate(keys) for b in keys[n + 1 :]}
