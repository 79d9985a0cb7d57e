"""The composition root: everything is made here, handed over, and closed again in the opposite order."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from importlib.metadata import version
from typing import Any, TypeVar

import aiohttp
import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot import preflight
from bot.access import Access
from bot.alerts.alerts import Alerts
from bot.answers import Patience
from bot.blocks.message import Renderer
from bot.cache.cache import Cache, Seen
from bot.catalogue import catalogue, find_commands, find_connectors, find_operations
from bot.clock import Clock
from bot.config.config import Config
from bot.core import Core
from bot.delivery import Delivery
from bot.desk import Desk
from bot.digests.opening import digests
from bot.errors import SlackRefused
from bot.flow import Flow
from bot.health import Health
from bot.incidents.channels import IncidentChannels
from bot.meeting import Meeting
from bot.metrics import Metrics
from bot.people import People
from bot.posts import Posts
from bot.slack.app import SlackApp
from bot.sockets import Sockets
from bot.subscriptions.opening import subscriptions
from bot.upstreams import Opened, Upstreams
from bot.vitals import Vitals
from bot.watches.life import Pace
from bot.watches.store import MemoryWatches, SharedWatches
from bot.watches.watches import Bounds, Watches
from bot.web import SlackWeb, session

T = TypeVar("T")

NOTICE = 1.0
"""Seconds after which people are told that their answer is on its way."""


class SlackLine:
    """The way to Slack: its Web API with the bot's token, its sockets, and a client for Bolt, which can do nothing."""

    def __init__(self, config: Config, http: aiohttp.ClientSession, metrics: Metrics) -> None:
        account = config.account
        self.for_bolt = AsyncWebClient(base_url=account.api_url, session=http)
        self.web = SlackWeb(account.api_url, account.bot_token, http, metrics.delivered)
        tickets = SlackWeb(account.api_url, account.app_token, http, metrics.delivered)
        self.sockets = Sockets(http, lambda: preflight.ticket(tickets), metrics.ack)
        metrics.sockets(lambda: self.sockets.connected)

    def unready(self) -> str:
        """Return why no question can come in; "" when it can."""
        return "" if self.sockets.connected else "no connection to Slack is open"


def new_metrics() -> Metrics:
    """Return the metrics of one bot, all at nought."""
    names = [*(command.name for command in find_commands()), *(operation.name for operation in find_operations())]
    return Metrics(version("srehub"), names)


@asynccontextmanager
async def open_core(
    config: Config, metrics: Metrics, sockets: Callable[[], int] | None = None, clock: Clock | None = None
) -> AsyncIterator[Core]:
    """Open the configured targets and the cache, for the life of the context. It asks nobody anything yet.

    Args:
        config: the configuration.
        metrics: what is counted.
        sockets: returns how many connections to Slack are open; None where there is no Slack.
        clock: what time it is; None for this machine's time.
    """
    clock = clock or Clock()
    async with AsyncExitStack() as stack:
        upstreams = Upstreams(await _open(config, metrics, clock, stack), _defaults(config))
        kept = config.cache.keep_last_good
        cache = await stack.enter_async_context(Cache(config.cache.url.reveal(), keep_last_good=kept, now=clock))
        vitals = Vitals(version("srehub"), upstreams, cache, sockets)
        known, access = catalogue(), Access(config.access)
        flow = Flow(
            known, access, upstreams, cache, Seen(cache), vitals, metrics,
            Patience(config.answer_timeout, NOTICE, config.cache.ttl), clock,
        )  # fmt: skip
        yield Core(known, access, upstreams, cache, metrics, flow, clock)


async def _open(config: Config, metrics: Metrics, clock: Clock, stack: AsyncExitStack) -> list[Opened]:
    known, opened = find_connectors(), []
    for name, targets in config.connectors.items():
        for target, settings in targets.items():
            upstream = await stack.enter_async_context(known[name].open(target, settings, metrics.upstream, clock))
            opened.append(Opened(known[name], target, upstream))
            metrics.breaker(name, target)
    return opened


def _defaults(config: Config) -> Mapping[str, str]:
    return {channel: special.target for channel, special in config.channels.items()}


async def serve(
    config: Config, stop: asyncio.Event, ready: Callable[[], None] = lambda: None, clock: Clock | None = None
) -> None:
    """Serve Slack until `stop` is set; then finish what is in hand, within the grace time.

    Args:
        config: the configuration, with both tokens.
        stop: set from outside to end.
        ready: called once, when the first connection to Slack stands.
        clock: what time it is; None for this machine's time.

    Raises:
        SlackRefused: Slack does not accept a token or the app; it says which and what to do.
        CannotListen: the port for health and metrics is taken.
    """
    if missing := config.account.missing():
        raise SlackRefused(f"{' and '.join(missing)} not set: put them into the environment or into .env, see .env.example.")
    async with AsyncExitStack() as stack:
        http, metrics = session(), new_metrics()
        stack.push_async_callback(http.close)
        slack = SlackLine(config, http, metrics)
        core = await stack.enter_async_context(open_core(config, metrics, lambda: slack.sockets.connected, clock))
        channels = IncidentChannels(config.slack.incident_channels, core.cache.link)
        alerts = Alerts(config, core, channels)
        posted = alerts.webhooks.routes()
        await stack.enter_async_context(Health(config.http.host, config.http.port, slack.unready, metrics, posted))
        await stack.enter_async_context(_background(metrics.watch_loop(), "loop-lag"))
        identity = await _unless(stop, preflight.identify(slack.web))
        if identity is None:
            return
        delivery = Delivery(slack.web, Renderer(), core.clock)
        watches = await stack.enter_async_context(_watches(config, core, delivery))
        await stack.enter_async_context(alerts.working(slack.web, identity.team))
        people = People(slack.web, identity.team, channels)
        keeper, kept = await digests(config, core, slack.web, people)
        looking, told = subscriptions(config, core, slack.web, people)
        await stack.enter_async_context(keeper)
        await stack.enter_async_context(looking)
        desk = Desk(core.flow, delivery, at_once=config.limits.commands, queue=config.limits.queue)
        meeting = Meeting(core, slack.web, config.slack.command, identity, channels, desk.take, [kept, told])
        app = SlackApp(slack.for_bolt, config.slack.command, identity, meeting.doors)
        reading = await stack.enter_async_context(_background(slack.sockets.run(app.receive), "sockets"))
        await _unless(stop, slack.sockets.wait_connected(), reading)
        if slack.sockets.connected:
            _settle()
            ready()
        await _unless(stop, asyncio.Event().wait(), reading)
        structlog.get_logger("app").info("stopping", in_hand=desk.busy)
        await slack.sockets.stop_reading()
        await asyncio.wait({reading}, timeout=3.0)
        await asyncio.gather(watches.hand_over(), keeper.hand_over(), desk.drain(config.grace), meeting.drain())
        if reading.done():
            reading.result()


def _watches(config: Config, core: Core, delivery: Delivery) -> Watches:
    link, bounds = core.cache.link, Bounds(config.watch.at_once, config.watch.longest)
    store = SharedWatches(link) if link is not None else MemoryWatches()
    pace = Pace(config.watch.every, config.cache.fresh_for)
    return Watches(core.flow, store, Posts(delivery), pace, bounds, core.clock)


@asynccontextmanager
async def _background(work: Coroutine[Any, Any, None], name: str) -> AsyncIterator[asyncio.Task[None]]:
    """Run `work` beside the body of the context, and end it with it."""
    task = asyncio.create_task(work, name=name)
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def _settle() -> None:
    """Take what stands by now out of the garbage collector's sight: a walk over all of it would hold the loop too long."""
    gc.collect()
    gc.freeze()


async def _unless(stop: asyncio.Event, work: Awaitable[T], *watched: asyncio.Task[None]) -> T | None:
    """Return what `work` returns, or None if `stop` is set or one of `watched` ends first; `work` is then given up."""
    task = asyncio.ensure_future(work)
    stopped = asyncio.create_task(stop.wait(), name="stop")
    try:
        await asyncio.wait({task, stopped, *watched}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() and not task.cancelled() else None
    finally:
        stopped.cancel()
        task.cancel()
        await asyncio.gather(stopped, task, return_exceptions=True)
