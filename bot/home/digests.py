"""The digests of a person on their Home tab."""

from __future__ import annotations

from collections.abc import Sequence

from bot.digests.digest import Digest
from bot.digests.store import DigestStore
from bot.home.section import Entry
from processors._summary import Button, Span, Text, bold, code


class DigestSection:
    """What a person has made to come at set times.

    Args:
        store: where digests are kept.
    """

    title = "Your digests"

    def __init__(self, store: DigestStore) -> None:
        self._store = store

    async def entries(self, user: str) -> Sequence[Entry]:
        """Return the digests that this user made, by name."""
        mine = sorted((one for one in await self._store.all() if one.maker == user), key=lambda one: one.name)
        return [Entry(_said(one), _buttons(one)) for one in mine]


def _said(digest: Digest) -> Text:
    paused = (Span(f" · rests: {digest.paused}"),) if digest.paused else ()
    return (bold(digest.name), Span(" · "), code(digest.cron), Span(f" {digest.timezone} · "), *_lines(digest), *paused)


def _lines(digest: Digest) -> Text:
    more = len(digest.commands) - 1
    first = code(digest.commands[0]) if digest.commands else Span("nothing")
    return (first, Span(f" and {more} more")) if more > 0 else (first,)


def _buttons(digest: Digest) -> tuple[Button, ...]:
    turn = (
        Button("Resume", f"digest resume {digest.name}") if digest.paused else Button("Pause", f"digest pause {digest.name}")
    )
    return (Button("Run now", f"digest run {digest.name}"), turn)
