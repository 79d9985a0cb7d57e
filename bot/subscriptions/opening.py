"""Subscriptions, put together."""

from __future__ import annotations

from bot.blocks.message import Renderer
from bot.channels import Channels
from bot.config.config import Config
from bot.core import Core
from bot.delivery import Delivery
from bot.people import People
from bot.posts import Posts
from bot.subscriptions.actions import SubscriptionActions
from bot.subscriptions.look import Looker
from bot.subscriptions.redis import SharedSubscriptions
from bot.subscriptions.section import SubscriptionSection
from bot.subscriptions.store import MemorySubscriptions
from bot.subscriptions.subscriptions import Subscriptions
from bot.web import SlackWeb


def subscriptions(config: Config, core: Core, web: SlackWeb, people: People) -> tuple[Subscriptions, SubscriptionSection]:
    """Return who looks, to be opened, and what stands on people's Home tabs."""
    every, link, clock = config.notify.every, core.cache.link, core.clock
    delivery = Delivery(web, Renderer(), clock)
    store = SharedSubscriptions(link, clock.ahead) if link is not None else MemorySubscriptions(clock)
    looker = Looker(core.flow, store, Posts(delivery), every, clock)
    actions = SubscriptionActions(store, looker, people, Channels(web), delivery, every)
    return Subscriptions(core.flow, store, looker, actions, config.notify.at_once), SubscriptionSection(store)
