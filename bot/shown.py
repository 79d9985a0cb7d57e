"""Remembers what was just shown: an answer that many ask for is condensed once, not once for each of them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from cachetools import LRUCache

from handlers._contract import Command, Invocation
from processors._summary import Part, Summary


class Shown:
    """The summaries of the last few answers, by the very records that they were made of."""

    def __init__(self, remembered: int = 64) -> None:
        self._made: LRUCache[Hashable, tuple[Sequence[Part[Any]], Summary]] = LRUCache(maxsize=remembered)

    def show(self, command: Command, invocation: Invocation, parts: Sequence[Part[Any]]) -> Summary:
        """Return `command.show(invocation, parts)`, made anew only for records that were not seen before.

        The parts are kept with their summary, so that an identity stands for one object for as long as it is looked up.
        """
        key = (invocation, tuple((part.target, part.at, id(part.records)) for part in parts))
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = (parts, command.show(invocation, parts))
        return made[1]
