"""Makes summaries, and remembers them: an answer that many ask for is condensed once, not once for each of them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from cachetools import LRUCache
from msgspec.structs import replace

from handlers._contract import Command, Invocation
from handlers._line import line
from processors._file_controls import with_files
from processors._summary import Paging, Part, Summary

LARGE = 64 << 10
"""Characters and compressed bytes of files with which a summary is too large to be remembered: there may be 64 of them."""


class Shown:
    """The summaries of the last few answers, by the very records that they were made of."""

    def __init__(self, remembered: int = 64) -> None:
        self._made: LRUCache[Hashable, tuple[Sequence[Part[Any]], Summary]] = LRUCache(maxsize=remembered)

    def show(self, command: Command, invocation: Invocation, parts: Sequence[Part[Any]]) -> Summary:
        """Return `command.show(invocation, parts)` with the ways to see more of it.

        It is made anew only for records that were not seen before.

        The parts are kept with their summary, so that an identity stands for one object for as long as it is looked up.
        """
        key = (invocation, tuple((part.target, part.at, id(part.records)) for part in parts))
        made = self._made.get(key)
        if made is None:
            made = (parts, _with_more(command, invocation, parts))
            if sum(len(document.text) + len(document.packed) for document in made[1].documents) <= LARGE:
                self._made[key] = made
        return made[1]


def _with_more(command: Command, asked: Invocation, parts: Sequence[Part[Any]]) -> Summary:
    before = line(replace(asked, page=asked.page - 1)) if asked.page > 1 else ""
    paging = Paging(asked.page, before, line(replace(asked, page=asked.page + 1)))
    made = replace(command.show(asked, parts), paging=paging)
    if not command.asks:
        return made
    first = replace(asked, page=1)
    csv, text = line(replace(first, file="csv")), line(replace(first, file="text"))
    return with_files(made, csv, text, digested=command.whole is not None)
