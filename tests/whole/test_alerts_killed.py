"""Groups flap through a real Alertmanager while bots and Redis are killed: each ends as one message that is true."""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack, suppress
from pathlib import Path
from time import monotonic, time
from typing import Any

import pytest
from alerting import TOKEN, when
from bot_processes import BotProcess
from firing import Alertmanager, there
from servers import RedisServer, free_port, real
from staging import Stage

from playground.slack import Slack

GROUPS = int(os.environ.get("SREHUB_CHAOS_GROUPS", "25"))
"""`make chaos` has 500."""
DEEDS = int(os.environ.get("SREHUB_CHAOS_DEEDS", "20"))
"""How often a tenth of them flaps; of these deeds some kill something besides."""


class Doorman:
    """Hands Alertmanager's webhooks to whichever bot is there, one connection at a time, as a Service does."""

    def __init__(self, ports: list[int]) -> None:
        self.port, self.ports = free_port(), ports
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Doorman:
        self._server = await asyncio.start_server(self._pass, "127.0.0.1", self.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for port in random.sample(self.ports, len(self.ports)):
            try:
                inner, outer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                continue
            await asyncio.gather(_pump(reader, outer), _pump(inner, writer))
            break
        writer.close()


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(65536):
            sink.write(data)
            await sink.drain()
    except OSError:
        pass  # the bot was killed, or Alertmanager: the other side sees the end
    finally:
        sink.close()


@pytest.fixture
def calm_slack() -> Slack:
    """A Slack without rate limits that forgets nothing: what is looked at is our own doing."""
    return Slack(port=0, rates=False, keep=100_000)


@pytest.fixture
def alertmanager(tmp_path: Path) -> Iterator[tuple[Alertmanager, Doorman, list[int]]]:
    """A real one that posts to two bots' ports."""
    real("Alertmanager (Debian: prometheus-alertmanager)", there())
    ports = [free_port(), free_port()]
    doorman = Doorman(ports)
    with ExitStack() as stack:
        url = f"http://127.0.0.1:{doorman.port}/webhooks/alertmanager"
        server = Alertmanager(tmp_path, url, TOKEN, repeat="20s")
        stack.callback(server.kill)
        server.start()
        yield server, doorman, ports


class Company:
    """What Prometheus would send: groups that begin and end at random, told again and again."""

    def __init__(self, count: int) -> None:
        self._chance = random.Random(7)
        self.alerts: dict[str, dict[str, Any]] = {}
        for number in range(count):
            self._begin(f"Flap{number:03}")

    def flap(self, share: float) -> None:
        """Let a share of the groups change from firing to resolved or back."""
        for name, alert in list(self.alerts.items()):
            if self._chance.random() < share:
                if alert["endsAt"] is None:
                    alert["endsAt"] = when(time())
                else:
                    self._begin(name)

    def _begin(self, name: str) -> None:
        labels = {"alertname": name, "severity": self._chance.choice(["critical", "warning"]), "service": "shop"}
        before = self.alerts.get(name)
        labels = before["labels"] if before else labels
        self.alerts[name] = {"labels": labels, "startsAt": when(time()), "endsAt": None}

    def told(self) -> list[dict[str, Any]]:
        """Return all alerts as they are sent: those that fire with an end in the future."""
        soon = when(time() + 300)
        return [alert | {"endsAt": alert["endsAt"] or soon} for alert in self.alerts.values()]

    def firing(self) -> set[str]:
        """Return the names of those that fire."""
        return {name for name, alert in self.alerts.items() if alert["endsAt"] is None}


@pytest.mark.chaos
@pytest.mark.timeout(900)
async def test_each_group_is_one_true_message_whatever_was_killed(
    calm_slack: Slack, alertmanager: tuple[Alertmanager, Doorman, list[int]], redis_server: RedisServer, tmp_path: Path
) -> None:
    """Alertmanager tells again what was not taken; what was taken is in Redis, in a bot's memory, or in Slack."""
    server, doorman, ports = alertmanager
    redis_server.make_well()
    company = Company(GROUPS)
    async with StageOn(calm_slack, tmp_path) as stage, doorman:
        bots = [await _bot(stage, port, redis_server.url, server.url) for port in ports]
        for deeds in range(1, DEEDS + 1):
            company.flap(0.1)
            await _told(server, company, calm_slack)
            if deeds % 5 == 2:
                bots[deeds % 2].process.kill()
                await bots[deeds % 2].ended()
                bots[deeds % 2] = await _bot(stage, ports[deeds % 2], redis_server.url, server.url)
            if deeds % 9 == 4:
                redis_server.restart()  # empty
            if deeds % 11 == 6:
                await asyncio.to_thread(server.kill)
                await asyncio.to_thread(server.start)
        settled = monotonic() + 420  # an end that Alertmanager has forgotten is found out by looking, after minutes
        while True:
            await _told(server, company, calm_slack)
            truth = {one["labels"]["alertname"] for one in await asyncio.to_thread(server.get, "/api/v2/alerts")}
            if monotonic() > settled or (truth == company.firing() and _true(calm_slack, truth)):
                break
        shown = _shown(calm_slack)
        assert {name: count for name, count in Counter(name for name, _ in shown).items() if count != 1} == {}
        assert {name for name, firing in shown if firing} == company.firing()
        assert truth == company.firing()


async def _told(server: Alertmanager, company: Company, slack: Slack) -> None:
    """Send what there is, and wait until some of it has come through to Slack; a second at most, then it is sent again."""
    await asyncio.to_thread(server.send, company.told())
    before = len(slack.calls)
    with suppress(AssertionError):
        await slack.wait(lambda: len(slack.calls) > before, seconds=1.0)


def _shown(slack: Slack) -> list[tuple[str, bool]]:
    """Return each alert message: its alert's name, and whether it says that it fires."""
    found = []
    for said in slack.messages("incidents"):
        if said.user == slack.bot_user and said.thread_ts is None and not said.deleted:
            sign, name = said.text.split(" ")[:2]
            found.append((name, sign != "🟢"))
    return found


def _true(slack: Slack, firing: set[str]) -> bool:
    return {name for name, is_firing in _shown(slack) if is_firing} == firing


class StageOn:
    """A stage on a Slack of our own making."""

    def __init__(self, slack: Slack, folder: Path) -> None:
        self._slack, self._folder, self._stack = slack, folder, AsyncExitStack()

    async def __aenter__(self) -> Stage:
        await self._stack.enter_async_context(self._slack)
        return Stage(self._slack, self._folder, self._stack)

    async def __aexit__(self, *exc: Any) -> None:
        await self._stack.aclose()


async def _bot(stage: Stage, port: int, redis: str, alertmanager: str) -> BotProcess:
    channel = stage.slack.channels["incidents"]
    bot = await stage.process(
        slack={"incident_channels": [channel]}, http={"host": "127.0.0.1", "port": port}, cache={"url": redis},
        webhooks={"alertmanager": {"token": TOKEN}}, alerts={"default_channel": channel, "storm": 100_000},
        connectors={"alertmanager": {"prod": {"url": alertmanager}}},
    )  # fmt: skip
    await bot.said("socket open")
    return bot
