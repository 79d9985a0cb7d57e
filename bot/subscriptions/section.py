"""What somebody is told, for their Home tab."""

from __future__ import annotations

from collections.abc import Sequence

from bot.home.section import Entry
from bot.subscriptions.store import SubscriptionStore
from processors._controls import Button
from processors.subscription import entry


class SubscriptionSection:
    """See `bot.home.section`.

    Args:
        store: where subscriptions are kept.
    """

    title = "What you are told"

    def __init__(self, store: SubscriptionStore) -> None:
        self._store = store

    async def entries(self, user: str) -> Sequence[Entry]:
        """Return what this user asked to be told, each with the button that ends it. Raises StoreAwayError."""
        return [
            Entry(entry(claim.subscription.told(), claim.course), (_stop(claim.subscription.id),))
            for claim in await self._store.all()
            if claim.subscription.user == user
        ]


def _stop(id_: str) -> Button:
    return Button("Tell no more", f"notify stop {id_}")
