"""Changes what is kept of a group or a digest because somebody asked for it, and has that shown."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from msgspec.structs import replace

from bot.alerts.store import AlertStore, K, Kept


class Changing:
    """Changes only what people were looking at.

    Args:
        store: the state.
        awake: set when there is something to show.
    """

    def __init__(self, store: AlertStore, awake: asyncio.Event) -> None:
        self._store, self._awake = store, awake

    async def change(self, seen: K, into: Callable[[K], K]) -> None:
        """Change what was seen, as it is by now; a new one that has come in its place is left as it is.

        Args:
            seen: the group or the digest as it was looked at.
            into: makes the new state of the present one; it may be called several times.

        Raises:
            StoreAwayError: it could not be kept.
        """

        def changed(kept: Kept | None) -> Kept | None:
            if not isinstance(kept, type(seen)) or kept.born != seen.born:
                return kept
            return replace(into(kept), revision=kept.revision + 1)

        await self._store.change(seen.key, changed)
        self._awake.set()
