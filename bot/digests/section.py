"""Somebody's digests, for their Home tab."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import time

from bot.digests.describing import described
from bot.digests.digest import Digest
from bot.digests.store import DigestStore
from bot.home.section import Entry
from processors._controls import Button
from processors.digest_plan import entry


class DigestSection:
    """See `bot.home.section`.

    Args:
        store: where digests are kept.
        clock: the time, seconds since 1970.
    """

    title = "Your digests"

    def __init__(self, store: DigestStore, clock: Callable[[], float] = time) -> None:
        self._store, self._clock = store, clock

    async def entries(self, user: str) -> Sequence[Entry]:
        """Return the digests that this user made, by name. Raises StoreAwayError."""
        now = self._clock()
        mine = sorted((one for one in await self._store.all() if one.maker == user), key=lambda one: one.name)
        return [Entry(entry(described(digest, here="", now=now)), _buttons(digest)) for digest in mine]


def _buttons(digest: Digest) -> tuple[Button, ...]:
    turn = (
        Button("Resume", f"digest resume {digest.name}") if digest.paused else Button("Pause", f"digest pause {digest.name}")
    )
    return (Button("Post it now", f"digest run {digest.name}"), turn)
