"""Finds a channel by the name that people write, and knows whether anything can be posted there."""

from __future__ import annotations

from time import monotonic

from cachetools import TTLCache

from bot.web import SlackWeb
from handlers._contract import UsageError

REMEMBERED = 300.0
"""Seconds that a name is remembered: listing all channels is what Slack allows least often."""


class Channels:
    """Asks Slack for its channels, where a name is not an ID already.

    Args:
        web: Slack's Web API.
    """

    def __init__(self, web: SlackWeb) -> None:
        self._web = web
        self._ids: TTLCache[str, str] = TTLCache(maxsize=10_000, ttl=REMEMBERED, timer=monotonic)

    async def find(self, said: str) -> str:
        """Return the ID of a channel that was checked by `handlers._channels`: `#name`, or its ID.

        Raises:
            UsageError: the bot sees no such channel.
            SlackError: Slack does not say.
        """
        if not said.startswith("#"):
            return said
        name = said.removeprefix("#")
        if name not in self._ids:
            async for channel in self._web.channels():
                self._ids[channel.name] = channel.id
        if name not in self._ids:
            raise UsageError(f"I see no channel #{name}: is it written so, and have I been invited?")
        return self._ids[name]

    async def check(self, channel: str) -> None:
        """Return if the bot can post in a channel.

        Args:
            channel: its ID; no DM's.

        Raises:
            UsageError: it cannot; it says why, and what to do.
            SlackError: Slack does not say.
        """
        found = await self._web.conversation(channel)
        if found.is_archived:
            raise UsageError(f"#{found.name} is archived: nothing can be posted there.")
        if not found.is_member:
            raise UsageError(f"I am not in #{found.name}: invite me there first.")
