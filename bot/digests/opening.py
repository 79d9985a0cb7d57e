"""Digests, put together."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress

from bot.blocks.message import Renderer
from bot.channels import Channels
from bot.config.config import Config, ConfigError, Mistake
from bot.core import Core
from bot.delivery import Delivery
from bot.digests import configured
from bot.digests.actions import DigestActions
from bot.digests.drafts import Drafts
from bot.digests.editing import Editing
from bot.digests.keeper import Keeper
from bot.digests.making import DigestMaking
from bot.digests.memory import MemoryDigests
from bot.digests.posts import OWED, DigestPosts
from bot.digests.redis import SharedDigests
from bot.digests.runner import Bounds
from bot.digests.section import DigestSection
from bot.people import People
from bot.posts import Posts
from bot.store.redis import StoreAwayError
from bot.web import SlackWeb


async def digests(config: Config, core: Core, web: SlackWeb, people: People) -> tuple[Keeper, DigestSection]:
    """Return who runs them, to be opened, and what stands on Home tabs; what people do about them is adopted by the flow.

    Raises:
        ConfigError: one of the configuration has a name that was taken in chat.
    """
    link, fixed, clock = core.cache.link, configured.digests(config.digests), core.clock
    store = SharedDigests(link, fixed, ahead=clock.ahead) if link is not None else MemoryDigests(fixed, clock)
    if isinstance(store, SharedDigests):
        with suppress(StoreAwayError):  # then it is not known; whoever makes one in chat later is told that it is taken
            _refuse(config, await store.clashing())
    delivery = Delivery(web, Renderer(), clock, owed=OWED)
    posts = DigestPosts(Posts(delivery), delivery.uploads)
    bounds = Bounds(config.digest.at_once, config.digest.longest)
    keeper = Keeper(store, Editing(core.flow, clock), posts, core.flow.guarded, core.metrics, bounds)
    drafts = Drafts(core.flow, people, Channels(web), clock)
    core.flow.adopt(DigestMaking(store, drafts, delivery, clock).operations())
    core.flow.adopt(DigestActions(store, drafts, delivery, keeper.run_now, clock).operations())
    return keeper, DigestSection(store, clock)


def _refuse(config: Config, taken: Collection[str]) -> None:
    said = "is the name of a digest made in chat; take another, or remove that one (digest remove)"
    found = [
        Mistake(("digests", number, "name"), said) for number, one in enumerate(config.digests) if one.name.lower() in taken
    ]
    if found:
        raise ConfigError(str(config.source), found)
