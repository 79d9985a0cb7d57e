"""Finds what somebody wants to change about an alert, if they may."""

from __future__ import annotations

from bot.alerts.recovery import Recovery
from bot.alerts.store import AlertStore, K
from bot.ask import Ask
from bot.errors import Denied
from bot.people import People
from bot.web_answers import Member
from handlers._contract import UsageError


class Permission:
    """Looks on every click: a button is state, and not authority.

    Args:
        store: the state.
        recovery: finds what was lost.
        people: knows who may.
    """

    def __init__(self, store: AlertStore, recovery: Recovery, people: People) -> None:
        self._store, self._recovery, self._people = store, recovery, people

    async def of(self, ask: Ask, key: str, kind: type[K]) -> tuple[K, Member]:
        """Return the group or the digest, and who asks. Raises Denied, UsageError, SlackError, StoreAwayError."""
        member = await self._people.may_change(ask)
        [kept] = await self._store.get([key])
        if kept is None:
            await self._recovery.again(key, ask.place.channel)
            [kept] = await self._store.get([key])
        if not isinstance(kept, kind):
            raise UsageError("This alert is not known any more.")
        if kept.channel != ask.place.channel:
            raise Denied("This alert stands in another channel.")
        return kept, member
