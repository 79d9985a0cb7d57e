"""Finds our messages again: after the state was lost, and where it is not known whether a post was made."""

from __future__ import annotations

from collections.abc import Callable
from time import time

import structlog
from msgspec.structs import replace

from bot.alerts.merge import Severities, merged
from bot.alerts.notice import Notice
from bot.alerts.posts import AlertPosts, Found
from bot.alerts.store import AlertStore, Kept
from processors._alerts import Group, Storm

BACK = 7 * 86_400.0
"""Seconds of a channel's history that are read after a loss."""
_SLACK = 120.0
"""Seconds before a post was begun from which on it is looked for: clocks differ."""


class Recovery:
    """Reads a channel's history once for each life of the store, before anything is posted there.

    Args:
        store: the state.
        posts: the messages.
        severities: how bad things can be.
        clock: the time, seconds since 1970.
    """

    def __init__(
        self, store: AlertStore, posts: AlertPosts, severities: Severities, clock: Callable[[], float] = time
    ) -> None:
        self._store, self._posts, self._severities, self._clock = store, posts, severities, clock
        self._log = structlog.get_logger("alerts")

    async def make_known(self, channel: str) -> bool:
        """Take into the store what stands in the channel, unless that has been done; return whether it had to be.

        Several replicas may do it at once: each finds the same.

        Raises:
            SlackError, StoreAwayError: it could not be done, and nothing must be posted there yet.
        """
        if await self._store.known(channel):
            return False
        await self.read(channel)
        return True

    async def again(self, key: str, channel: str) -> bool:
        """Look for one whose state is gone, reading the channel if it may stand there; return whether that was done."""
        if await self._store.evicted(channel, key):
            self._log.warning("state evicted, read again", key=key, channel=channel)
            await self.read(channel)
            return True
        return await self.make_known(channel)

    async def read(self, channel: str) -> None:
        """Take into the store what stands in the channel. Raises like `make_known`."""
        seen, count = set[str](), 0
        async for found in self._posts.history(channel, self._clock() - BACK):
            if found.state.key not in seen:  # the newest of each is the one that counts
                seen.add(found.state.key)
                count += 1
                await self._take(found)
        await self._store.make_known(channel)
        self._log.info("channel read", channel=channel, messages=count)

    async def _take(self, found: Found) -> None:
        await self._store.change(found.state.key, lambda kept: self._adopted(kept, found.state))
        if isinstance(found.state, Storm):
            for key in found.state.members:
                await self._store.change(key, lambda kept: _member(kept, found.state, key), due=False)  # noqa: B023 (at once)

    def _adopted(self, kept: Kept | None, found: Kept) -> Kept | None:
        """Return what is known of the group, gone on from the message that was found."""
        if kept is None:
            return found
        if kept.ts or not isinstance(found, Group) or not isinstance(kept, Group):
            return kept
        news = Notice(kept.key, kept.target, kept.changed, kept.labels, kept.alerts, kept.left_out, kept.url)
        after = merged(found, news, kept.channel, self._severities)
        if after.born != found.born:  # it had been over for long: its new message is still to come
            return kept
        return replace(after, revision=after.revision + 1, shown=0, storm="")

    async def posted(self, kept: Kept) -> str:
        """Return the `ts` of the message whose post was begun and never confirmed; "" if there is none.

        Raises:
            SlackError: it could not be looked for.
        """
        async for found in self._posts.history(kept.channel, kept.posting - _SLACK):
            if (found.state.key, found.state.born) == (kept.key, kept.born):
                return found.ts
        return ""


def _member(kept: Kept | None, storm: Kept, key: str) -> Kept | None:
    if kept is None:
        return Group(key=key, target="", channel=storm.channel, storm=storm.key, born=storm.born)
    if isinstance(kept, Group) and not kept.ts and not kept.alone and kept.storm != storm.key:
        return replace(kept, storm=storm.key)
    return kept
