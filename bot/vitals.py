"""How the bot itself is, for `ping`."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from bot.cache.cache import Cache
from bot.upstreams import Upstreams
from connectors._deadline import Deadline
from handlers._contract import BotHealth


class Vitals:
    """Looks at everything that the bot stands on.

    Args:
        version: the bot's version.
        upstreams: its targets.
        cache: its cache.
        sockets: returns how many connections to Slack are open; None where there is no Slack.
    """

    def __init__(self, version: str, upstreams: Upstreams, cache: Cache, sockets: Callable[[], int] | None) -> None:
        self._version = version
        self._upstreams = upstreams
        self._cache = cache
        self._sockets = sockets
        self._started = monotonic()

    async def look(self, deadline: Deadline) -> BotHealth:
        """Return how the bot is; each target is given until shortly before `deadline`."""
        targets = await self._upstreams.health(deadline.sooner(max(0.5, deadline.left() - 0.5)))
        well, said = await self._cache.health()
        return BotHealth(
            version=self._version,
            up=monotonic() - self._started,
            sockets=self._sockets() if self._sockets else None,
            cache=said,
            cache_well=well,
            targets=targets,
        )
