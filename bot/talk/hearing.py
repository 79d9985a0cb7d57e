"""Hears what is written to the bot: a command line as it is, the one that words become, or what to say instead."""

from __future__ import annotations

import re

from msgspec.structs import replace

from bot.access import Access
from bot.ask import Ask
from bot.catalogue import Catalogue
from bot.invocation import Grammar
from bot.talk.meaning import Meaning, Meanings
from bot.talk.names import KnownNames
from bot.talk.sentence import GROUP_OF, LONGEST, Sentence, read
from bot.talk.store import TurnStore
from bot.talk.turn import Turn
from handlers._contract import Operation, UsageError
from handlers._plain_words import CHANGES, FILLERS, SMALL_TALK
from processors import talk
from processors._summary import Summary

TYPED = frozenset({"slash", "mention", "dm"})
"""The ways in which people write; what a button carries is a line already."""
_NAME, _OFFERED = 3, 4
"""Words of a command's name at most, and lines that are offered."""
_WORDS = re.compile(r"[a-z0-9']+")


class Talk:
    """Hears commands, plain questions, follow-ups and small talk.

    Args:
        catalogue: the commands that there are.
        access: the rules, for what one is told of one's own rights.
        names: the names that are known.
        turns: the conversations' last turns.
    """

    def __init__(self, catalogue: Catalogue, access: Access, names: KnownNames, turns: TurnStore) -> None:
        self._catalogue, self._grammar, self._access = catalogue, Grammar(catalogue), access
        self._names, self._turns, self._meanings = names, turns, Meanings(catalogue)

    async def hear(self, ask: Ask) -> Ask | Summary:
        """Return the question, its text a command line, or what to say instead.

        Raises:
            UsageError: it is a command line that is not quite one.
        """
        if ask.way not in TYPED:
            return ask
        talking = small_talk(ask.text)
        try:
            asked = self._grammar.parse(ask.text)
        except UsageError as error:
            return self._greeting(ask) if talking else await self._understood(ask, error)
        if talking and (asked.arguments or (ask.way == "dm" and not ask.text)):  # `help me` asks for no command `me`
            return self._greeting(ask)
        return ask

    def _greeting(self, ask: Ask) -> Summary:
        return talk.greeting(rights(self._access, ask.user), changes=True)

    async def _understood(self, ask: Ask, error: UsageError) -> Ask | Summary:
        sentence = read(ask.text, await self._names.now())
        turn = await self._turns.last(conversation(ask))
        meaning = self._meanings.of(sentence, turn)
        change = asks_for_change(ask.text)
        if self._is_a_command_line(ask.text):
            raise UsageError(error.said, (*error.suggestions, *meaning.lines)[:_OFFERED]) from error
        if meaning.sure and not change and len(ask.text) <= LONGEST:
            return replace(ask, text=meaning.lines[0], heard=ask.text)
        if self._begins_a_command(ask.text):
            raise UsageError(error.said, (*error.suggestions, *meaning.lines)[:_OFFERED]) from error
        return self._instead(ask, sentence, turn, meaning, error, change=change)

    def _instead(
        self, ask: Ask, sentence: Sentence, turn: Turn | None, meaning: Meaning, error: UsageError, *, change: bool
    ) -> Summary:
        """Return what is said to what is not understood for sure: what it may be, or what one can ask at all."""
        changing = change or (bool(meaning.lines) and self._changes(meaning.lines[0]))
        if meaning.lines or change:
            return talk.offer(meaning.lines, changes=changing)
        if not _in_words(ask.text):
            raise error
        if turn is None and ask.way == "dm" and not sentence.words:
            return self._greeting(ask)
        return talk.lost(ask.text)

    def _changes(self, line: str) -> bool:
        return isinstance(self._catalogue.command(self._grammar.parse(line).command), Operation)

    def _is_a_command_line(self, text: str) -> bool:
        """Return whether only a command can be meant: it begins with one, and has options or is for one that acts."""
        words = text.split()
        begun = self._catalogue.longest(words[:_NAME])
        signs = any(word.startswith(("-", "'", '"')) or "=" in word for word in words)
        return begun is not None and (signs or isinstance(begun[0], Operation))

    def _begins_a_command(self, text: str) -> bool:
        """Return whether it begins as a command and goes on as no sentence: then what is wrong with it is said."""
        words = text.split()
        begun = self._catalogue.longest(words[:_NAME])
        return begun is not None and len(words) <= begun[1] + 1


def rights(access: Access, user: str) -> tuple[talk.Right, ...] | None:
    """Return what a user may ask, for `processors.talk`."""
    rules = access.rights(user)
    return None if rules is None else tuple(talk.Right(rule.commands, rule.targets, rule.channels) for rule in rules)


def conversation(ask: Ask) -> str:
    """Return the name of the conversation in which something is asked: the thread's, or the DM's."""
    return f"{ask.place.channel}:{ask.place.thread}"


def small_talk(text: str) -> bool:
    """Return whether it is a greeting, thanks or nothing at all, rather than a question."""
    words = _WORDS.findall(text.lower().replace("'", ""))
    return len(words) <= 6 and all(word in SMALL_TALK for word in words)


def asks_for_change(text: str) -> bool:
    """Return whether it asks for something to be changed: its first word that carries anything is such a verb."""
    words = (word for word in _WORDS.findall(text.lower()) if word not in FILLERS)
    return next(words, "") in CHANGES


def _in_words(text: str) -> bool:
    """Return whether it is a sentence rather than a mistyped command."""
    words = _WORDS.findall(text.lower())
    return (
        len(words) > 4 or not words or any(word in FILLERS or word in GROUP_OF or word in SMALL_TALK for word in words[:1])
    )
