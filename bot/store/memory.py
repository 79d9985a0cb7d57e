"""Answers in this process's memory, bounded in bytes; what was longest unused goes first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from bot.cache.entry import Held


class Shelf:
    """Decoded answers by key: the whole cache without Redis, a copy of what is hot with it.

    Args:
        limit: the sum of the answers' encoded sizes that it keeps at most, in bytes; decoded they take several times that.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._held: OrderedDict[str, Held] = OrderedDict()

    def get(self, key: str) -> Held | None:
        """Return the answer, however old, and count it as just used; None if there is none."""
        held = self._held.get(key)
        if held is not None:
            self._held.move_to_end(key)
        return held

    def put(self, key: str, held: Held) -> None:
        """Keep the answer instead of the one before, unless it is larger than the whole shelf."""
        self._remove(key)
        if held.size > self._limit:
            return
        self._held[key] = held
        self._size += held.size
        while self._size > self._limit:
            self._remove(next(iter(self._held)))

    def drop(self, matches: Callable[[str], bool]) -> None:
        """Forget the answers of the matching keys."""
        for key in [key for key in self._held if matches(key)]:
            self._remove(key)

    def _remove(self, key: str) -> None:
        held = self._held.pop(key, None)
        if held is not None:
            self._size -= held.size
