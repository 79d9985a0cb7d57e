"""Everything about incoming alerts, put together: intake at once, the rest as soon as Slack is there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from bot.alerts.actions import AlertActions
from bot.alerts.changing import Changing
from bot.alerts.evidence import EvidenceDesk, carrying_out
from bot.alerts.intake import Intake, Progress
from bot.alerts.lines import AlertLines
from bot.alerts.looking import Looking
from bot.alerts.permission import Permission
from bot.alerts.posts import AlertPosts
from bot.alerts.recovery import Recovery
from bot.alerts.redis import SharedAlerts
from bot.alerts.routes import Routes
from bot.alerts.service_silences import ServiceSilences
from bot.alerts.showing import Showing
from bot.alerts.silencing import Silencing
from bot.alerts.store import AlertStore, MemoryAlerts
from bot.alerts.truth import Truth
from bot.alerts.views import AlertViews, severities
from bot.alerts.worker import AlertWorker
from bot.blocks.message import Renderer
from bot.config.config import Config
from bot.core import Core
from bot.delivery import Delivery
from bot.incidents.channels import IncidentChannels
from bot.people import People
from bot.posts import Posts
from bot.web import SlackWeb
from bot.webhooks import Webhooks

OWED = 20.0
"""Seconds for which one call for an alert is repeated; then it is due again, for any replica."""


class Alerts:
    """Incoming alerts.

    Args:
        config: the configuration.
        core: everything but Slack; questions are asked of its flow, for evidence.
        channels: the incident channels, where people may change something.

    Raises:
        UsageError: a route's matcher cannot be understood.
    """

    def __init__(self, config: Config, core: Core, channels: IncidentChannels) -> None:
        link, clock = core.cache.link, core.clock
        self._config, self._channels = config, channels
        self._flow, self._upstreams, self._clock = core.flow, core.upstreams, clock
        self._awake = asyncio.Event()
        self._store: AlertStore = SharedAlerts(link, clock) if link else MemoryAlerts(clock)
        self._progress = None if link else Progress()
        routes = Routes(config.alerts)
        self._views = AlertViews(config.alerts, routes, AlertLines(core.catalogue, core.upstreams))
        self._severities = severities(config.alerts)
        self._intake = Intake(
            self._store, routes, self._severities, config.alerts.storm, self._progress, self._awake.set, clock
        )  # fmt: skip
        self.webhooks = Webhooks(config.webhooks.alertmanager, config.targets(), self._intake.take, clock)

    @asynccontextmanager
    async def working(self, web: SlackWeb, team: str) -> AsyncIterator[None]:
        """Show what is due while the body runs.

        Args:
            web: Slack's Web API.
            team: our workspace's ID.
        """
        clock = self._clock
        posts = AlertPosts(Posts(Delivery(web, Renderer(), clock, owed=OWED)))
        recovery = Recovery(self._store, posts, self._severities, clock)
        showing = Showing(self._store, posts, self._views, recovery, self._progress, clock)
        answered = carrying_out(self._flow.plan, self._flow.carry_out)
        evidence = EvidenceDesk(answered, self._config.alerts.evidence_timeout)
        truth = Truth(self._store, self._upstreams, self._severities, self._config.answer_timeout, clock=clock)
        looking = Looking(self._store, self._views, evidence, self._flow.guarded, self._awake)
        worker = AlertWorker(
            self._store, showing, self._intake, self._views.channels, looking, truth, self._flow.guarded, self._awake, clock
        )
        people = People(web, team, self._channels)
        silencing = Silencing(self._upstreams, self._config.answer_timeout)
        permission, changing = Permission(self._store, recovery, people), Changing(self._store, self._awake)
        self._flow.adopt(AlertActions(permission, changing, silencing, clock).operations())
        self._flow.adopt(ServiceSilences(self._store, permission, changing, silencing, clock).operations())
        async with AsyncExitStack() as stack:
            if self.webhooks.open:
                await stack.enter_async_context(worker.working())
            yield
