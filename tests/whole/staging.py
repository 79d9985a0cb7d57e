"""The stage of a test of the whole bot: Slack, demo clusters, and the bots that were started on them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import time
from typing import Any

import yaml
from bot_processes import BotProcess, running

from bot.app import serve
from bot.catalogue import find_connectors
from bot.clock import Clock
from bot.config.config import Config, load
from playground.kubernetes import DemoCluster, World
from playground.slack import Message, Slack

PODS = 400


@dataclass
class Bot:
    """One running bot: its task, and how to stop it."""

    task: asyncio.Task[None]
    stop: asyncio.Event


@dataclass
class Stage:
    """Slack, a folder for files, and the bots that were started on it."""

    slack: Slack
    folder: Path
    stack: AsyncExitStack
    clusters: dict[str, DemoCluster] = field(default_factory=dict)

    async def cluster(self, target: str, pods: int = PODS, now: Callable[[], float] = time) -> DemoCluster:
        """Start a demo cluster, in which it is `now`, and make it a target of the bots that are started later."""
        world = World(pods=pods, seed=len(self.clusters), now=now)
        self.clusters[target] = await self.stack.enter_async_context(DemoCluster(world))
        self.clusters[target].kubeconfig(self.folder / f"{target}.kubeconfig")
        return self.clusters[target]

    def written(self, **sections: Any) -> Path:
        """Write a configuration with the stage's clusters; `sections` replace those of the file. Return its path."""
        targets = {name: {"kubeconfig": str(self.folder / f"{name}.kubeconfig"), "timeout": 2} for name in self.clusters}
        shape = {"http": {"host": "127.0.0.1", "port": 0}, "connectors": {"kubernetes": targets}} | sections
        path = self.folder / "config.yaml"
        path.write_text(yaml.safe_dump(shape))
        return path

    @property
    def environ(self) -> dict[str, str]:
        """The variables with which a bot finds the stage's Slack."""
        return {
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_APP_TOKEN": self.slack.app_token,
            "SLACK_API_URL": self.slack.api_url,
        }

    def config(self, **sections: Any) -> Config:
        """Return a configuration with the stage's Slack and clusters; `sections` replace those of the file."""
        known = {name: connector.settings for name, connector in find_connectors().items()}
        return load(self.written(**sections), self.environ, known)

    async def process(self, **sections: Any) -> BotProcess:
        """Start `python -m bot run` as a process of its own; it is killed at the end of the test if it still runs."""
        return await self.stack.enter_async_context(
            running(["run", "--config", str(self.written(**sections))], self.environ)
        )

    async def bot(self, clock: Clock | None = None, **sections: Any) -> Bot:
        """Start a bot, wait until it is connected to Slack, and stop it at the end of the test.

        Args:
            clock: what it lives by; None for this machine's time.
            sections: what replaces those of the file.
        """
        return await self.stack.enter_async_context(_running(self.config(**sections), clock))

    def answers(self, channel: str = "incidents") -> list[Message]:
        """Return what the bot has said in a channel, ephemeral messages included."""
        return [said for said in self.slack.messages(channel) if said.user == self.slack.bot_user and not said.deleted]

    async def answered(self, channel: str = "incidents", count: int = 1, seconds: float = 10) -> list[Message]:
        """Wait until the bot has said `count` things in the channel that are not on their way any more; return them."""

        def done() -> list[Message] | None:
            said = self.answers(channel)
            return said if len(said) >= count and not any(one.text.startswith("asking ") for one in said) else None

        return await self.slack.wait(done, seconds=seconds)


@asynccontextmanager
async def _running(config: Config, clock: Clock | None) -> AsyncIterator[Bot]:
    stop, ready = asyncio.Event(), asyncio.Event()
    task = asyncio.create_task(serve(config, stop, ready.set, clock), name="bot")
    waiting = asyncio.create_task(ready.wait(), name="ready")
    try:
        await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED, timeout=20)
        if task.done():
            task.result()
        assert ready.is_set(), "the bot did not become ready"
        yield Bot(task, stop)
    finally:
        waiting.cancel()
        stop.set()
        await asyncio.wait({task}, timeout=20)
        task.cancel()
        await asyncio.gather(waiting, task, return_exceptions=True)
