"""The whole bot, running in this process against the playground's Slack over a real socket, and demo or real clusters."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from servers import RedisServer
from staging import Stage

from playground.slack import Message, Slack


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A Slack and nothing else yet."""
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(Slack(port=0))
        yield Stage(slack, tmp_path, stack)


@pytest.fixture
async def prod(stage: Stage) -> Stage:
    """A Slack, one demo cluster `prod`, and one bot."""
    await stage.cluster("prod")
    await stage.bot()
    return stage


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.redis)])
def keeping(request: pytest.FixtureRequest) -> dict[str, str]:
    """The `cache` of a bot that keeps what it is told in its own memory, and of one that keeps it in a real Redis."""
    return {} if request.param == "memory" else {"url": request.getfixturevalue("redis_url")}


Texts = Callable[[Message], str]


@pytest.fixture
def words() -> Texts:
    """Return everything that a message says, its blocks' texts joined, in the order in which they stand."""

    def said(message: Message) -> str:
        found: list[str] = []

        def walk(value: Any) -> None:
            if isinstance(value, dict):
                found.extend(str(value[key]) for key in ("text", "fallback") if isinstance(value.get(key), str))
                for inner in value.values():
                    walk(inner)
            elif isinstance(value, list):
                for inner in value:
                    walk(inner)

        walk(message.blocks)
        return " ".join(found)

    return said


@pytest.fixture(params=["memory", "redis"])
def cache(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Both places where the state may be."""
    if request.param == "memory":
        return {}
    server: RedisServer = request.getfixturevalue("redis_server")
    server.make_well()
    return {"cache": {"url": server.url}}
