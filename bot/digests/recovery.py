"""Finds out from a channel's history until when runs are settled, where the store does not know it (any more)."""

from __future__ import annotations

from collections.abc import Collection

import structlog

from bot.digests.digest import Run
from bot.digests.due import Timetable
from bot.digests.ledger import JUST, DigestLedger, Glance, Standing
from bot.digests.posts import DigestPosts, Found
from bot.errors import SlackRefused

BACK = 8 * 86_400.0
"""Seconds of a channel's history that are read at most: the last run of a digest that comes once a week is among them."""


class DigestRecovery:
    """Reads a channel's history once for each life of the store, before anything is posted there.

    Args:
        ledger: knows until when runs are settled.
        posts: reads channels.
    """

    def __init__(self, ledger: DigestLedger, posts: DigestPosts) -> None:
        self._ledger, self._posts, self._timetable = ledger, posts, Timetable()
        self._log = structlog.get_logger("digests")

    async def make_known(self, channel: str, glance: Glance) -> None:
        """Note of each digest of a channel which run was the last that was posted there, and whether wholly.

        Of one that was never posted nothing is owed before now: it is new, as far as anybody knows. Several replicas may do
        it at once: each finds the same.

        Args:
            channel: the channel's ID.
            glance: what there is.

        Raises:
            SlackAway, StoreAwayError: it could not be done, and nothing must be posted there yet.
        """
        names = {name for name, one in glance.digests.items() if one.digest.channel == channel}
        try:
            found = await self._last(channel, names, glance.now)
        except SlackRefused as refused:  # then nothing can be posted there, either: that is found out when something is due
            self._log.warning("channel not read", channel=channel, why=str(refused))
            found = {}
        unknown = {name: glance.now for name in names if name not in found and glance.digests[name].settled is None}
        lacking = {name: one for name, one in found.items() if one.lacks and self._is_owed(one, glance)}
        for name, one in lacking.items():
            await self._ledger.reopen(Run(digest=glance.digests[name].digest, due=one.due), one.ts)
        settled = {name: one.due for name, one in found.items() if name not in lacking} | unknown
        if settled:
            await self._ledger.settle(settled)
        await self._ledger.make_known(channel, glance.life)
        self._log.info("channel read", channel=channel, digests=len(names), found=len(found), lacking=len(lacking))

    def _is_owed(self, found: Found, glance: Glance) -> bool:
        """Return whether the run would be carried out if it were not settled: it is the latest, and not too late for it."""
        standing = Standing(glance.digests[found.name].digest, found.due - JUST)
        run = self._timetable.owed(standing, glance.now, glance.back).run
        return run is not None and run.due == found.due

    async def _last(self, channel: str, names: Collection[str], now: float) -> dict[str, Found]:
        """Return the messages of the last runs that were posted, by their digests' names."""
        last = dict[str, Found]()
        async for found in self._posts.history(channel, now - BACK):
            if found.name in names and not found.asked:
                last[found.name] = max(found, last.get(found.name, found), key=lambda one: one.due)
                if len(last) == len(names):
                    break
        return last
