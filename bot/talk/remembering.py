"""Remembers each answer as the last turn of the conversation that it stands in, or that may be held below it."""

from __future__ import annotations

from msgspec.structs import replace

from bot.flow import Exchange
from bot.talk.store import TurnStore
from bot.talk.turn import Turn
from handlers._line import line
from processors._things import things


class Remembering:
    """Told of each answer.

    Args:
        turns: where turns are kept.
    """

    def __init__(self, turns: TurnStore) -> None:
        self._turns = turns

    async def remember(self, exchange: Exchange) -> None:
        """Keep the turn: of the thread, or of the one that may be opened under the answer; of the DM, too, if it is one."""
        place = exchange.ask.place
        if not place.channel or (not exchange.ts and not place.thread):
            return
        plain = replace(exchange.invocation, fresh=False, file="", page=1)
        turn = Turn(line(plain), things(exchange.summary))
        conversations = [place.thread or exchange.ts]
        if not place.thread and place.channel.startswith("D"):
            conversations.append("")
        for conversation in conversations:
            await self._turns.keep(f"{place.channel}:{conversation}", turn)
