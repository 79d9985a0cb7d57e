"""Remembers each answer as the last turn of the conversation that it stands in, or that may be held below it."""

from __future__ import annotations

from cachetools import LRUCache
from msgspec.structs import replace

from bot.flow import Exchange
from bot.talk.store import TurnStore
from bot.talk.turn import Turn
from handlers._contract import Invocation
from handlers._line import line
from processors._things import things


class Remembering:
    """Told of each answer.

    Args:
        turns: where turns are kept.
    """

    def __init__(self, turns: TurnStore) -> None:
        self._turns = turns
        self._lines: LRUCache[Invocation, str] = LRUCache(maxsize=1000)

    async def remember(self, exchange: Exchange) -> None:
        """Keep the turn: of the thread, or of the one that may be opened under the answer; of the DM, too, if it is one."""
        place = exchange.ask.place
        if not place.channel or (not exchange.ts and not place.thread):
            return
        turn = Turn(self._line(exchange.invocation), things(exchange.summary))
        conversations = [place.thread or exchange.ts]
        if not place.thread and place.channel.startswith("D"):
            conversations.append("")
        for conversation in conversations:
            await self._turns.keep(f"{place.channel}:{conversation}", turn)

    def _line(self, asked: Invocation) -> str:
        """Return what was asked as a line, without how it is to be shown."""
        if (known := self._lines.get(asked)) is None:
            known = self._lines[asked] = line(replace(asked, fresh=False, file="", page=1))
        return known
