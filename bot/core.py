"""Everything but Slack: what `run`, `ask` and `check` have in common."""

from __future__ import annotations

from dataclasses import dataclass

from bot.access import Access
from bot.cache.cache import Cache
from bot.catalogue import Catalogue
from bot.clock import Clock
from bot.flow import Flow
from bot.metrics import Metrics
from bot.upstreams import Upstreams


@dataclass(frozen=True, slots=True)
class Core:
    """The parts, open for the life of `bot.app.open_core`."""

    catalogue: Catalogue
    access: Access
    upstreams: Upstreams
    cache: Cache
    metrics: Metrics
    flow: Flow
    clock: Clock
