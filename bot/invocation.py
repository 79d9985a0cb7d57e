"""The grammar: a command line, from wherever it comes, becomes an Invocation.

    line     = words { option | target | argument }        in any order
    option   = "-n" VALUE | "--namespace" VALUE | "--namespace=VALUE" | "--flag"
             | "--fresh" | "--file" ("csv" | "text") | "--page" NUMBER          in every command
    target   = "@" NAME
    line     = operation [ FIRST WORD ] line { WORD VALUE }       e.g. watch, notify: the line inside may be quoted
             | operation { argument | quoted line | command's name }        e.g. digest add

Quotes as in a shell. What phones and Slack do to a text on its way (curly quotes, a dash for two hyphens, `&lt;`) is undone.
"""

from __future__ import annotations

import html
import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from cachetools import LRUCache

from bot.catalogue import COMMON, Catalogue
from bot.positions import placed
from handlers._contract import Command, FileForm, Invocation, Operation, UsageError, Wrapping
from handlers._line import SHORT, line
from handlers._usage import usage

LONGEST = 2000
"""Characters of a command line; a button's value holds no more (Slack: 2,000)."""

_PAGES = 9999
_NAME = 3
"""Words of a command's name at most."""

_CURLY = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\u00a0": " "})
_LINK = re.compile(r"<(?:https?|mailto):[^|>\s]*\|([^>]*)>|<((?:https?|mailto):[^|>\s]*)>")


@dataclass
class _Words:
    plain: list[str] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)
    targets: set[str] = field(default_factory=set)
    fresh: bool = False
    file: FileForm | Literal[""] = ""
    page: int = 1


def cleaned(text: str) -> str:
    """Return `text` as its writer typed it: Slack's escapes, links and phones' typography undone."""
    return html.unescape(_LINK.sub(lambda m: m.group(1) or m.group(2), text)).translate(_CURLY)


class Grammar:
    """Reads command lines, knowing the commands that there are."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._read: LRUCache[str, Invocation] = LRUCache(maxsize=1000)

    def parse(self, text: str) -> Invocation:
        """Return the Invocation that `text` means; an empty text means `help`.

        Raises:
            UsageError: it means none; the error says why and suggests what was perhaps meant.
        """
        invocation = self._read.get(text)
        if invocation is None:
            invocation = self._read[text] = self._parse(text)
        return invocation

    def question(self, text: str) -> Invocation:
        """Return the Invocation that `text` means, if it only asks.

        Raises:
            UsageError: it means none, or an operation.
        """
        invocation = self.parse(text)
        if isinstance(self._catalogue.command(invocation.command), Operation):
            raise UsageError(f"{invocation.command} is for Slack: it changes what stands there.")
        return invocation

    def _parse(self, text: str) -> Invocation:
        if len(text) > LONGEST:
            raise UsageError(f"That is {len(text):,} characters; a command has at most {LONGEST:,}.")
        tokens = self._split(text)
        if (wrapping := self._wrapping(tokens)) is not None:
            return self._wrapped(*wrapping)
        words = self._sort(tokens)
        if not words.plain:
            words.plain = ["help"]
        found = self._catalogue.longest(words.plain)
        if found is None:
            raise self._unknown(words)
        command, count = found
        if len(words.plain) > count and not command.arguments and self._meant_longer(command, words):
            raise self._unknown(words)
        return self._invocation(*self._turned(command, words.plain[count:], words), words)

    def _turned(
        self, command: Command | Operation, arguments: list[str], words: _Words
    ) -> tuple[Command | Operation, list[str]]:
        """Return the command that the line means, which an option may have turned to another, and its arguments."""
        for option in command.options:
            if option.turns and option.name in words.options:
                if arguments:
                    raise UsageError(
                        f"--{option.name} takes the place of {command.arguments[0].name}: leave one of them out."
                    )
                other = self._catalogue.command(option.turns)
                assert other is not None, "the catalogue holds what its options turn to"
                return other, [words.options.pop(option.name)]
        return command, arguments

    def _wrapping(self, tokens: list[str]) -> tuple[Operation, list[str]] | None:
        """Return the operation that the line begins with, and the tokens that are its own."""
        found = self._catalogue.longest(tokens[:_NAME])
        if found is None or not isinstance(found[0], Operation) or found[0].wraps is None:
            return None
        return found[0], tokens[found[1] :]

    def _wrapped(self, operation: Operation, tokens: list[str]) -> Invocation:
        assert operation.wraps is not None
        first, tokens = self._first(operation, operation.wraps, tokens)
        behind: dict[str, str] = {}
        while len(tokens) > 1 and (check := operation.wraps.behind.get(tokens[-2].lower())) is not None:
            if behind.setdefault(tokens[-2].lower(), check(tokens[-1])) != check(tokens[-1]):
                raise UsageError(f"“{tokens[-2].lower()}” is said twice, with different values.")
            tokens = tokens[:-2]
        if not tokens:
            raise UsageError(f"{operation.name} needs a command. Usage: {usage(operation)}", (operation.example,))
        inner = self._inner(operation, tokens[0] if len(tokens) == 1 else shlex.join(tokens))
        said = (part for word in operation.wraps.behind if word in behind for part in (word, behind[word]))
        return Invocation(operation.name, (*first, inner, *said))

    def _inner(self, operation: Command | Operation, text: str) -> str:
        """Return the command line that an operation carries, in its normal form."""
        asked = self._parse(text)
        if isinstance(self._catalogue.command(asked.command), Operation):
            raise UsageError(f"{operation.name} is for a command that answers; {asked.command} does not.")
        return line(Invocation(asked.command, asked.arguments, asked.options, asked.targets))

    def _line_at(self, operation: Command | Operation, words: Sequence[str]) -> tuple[str, int] | None:
        """Return the command line that `words` begin with: one in quotes, or the words of a command's name; see `LineAt`."""
        quoted = self._split(words[0]) if " " in words[0] else []
        if any(self._catalogue.longest(quoted[place:]) for place in range(len(quoted))):
            return self._inner(operation, words[0]), 1
        if quoted or (found := self._catalogue.longest(words[:_NAME])) is None:
            return None
        return self._inner(operation, " ".join(words[: found[1]])), found[1]

    @staticmethod
    def _first(operation: Operation, wraps: Wrapping, tokens: list[str]) -> tuple[tuple[str, ...], list[str]]:
        """Return what stands before the wrapped line, checked, and the tokens from that line on."""
        if wraps.first is None:
            return (), tokens
        if len(tokens) < 2 or tokens[1].lower() != wraps.word:
            raise UsageError(f"Usage: {usage(operation)}", (operation.example,))
        return (wraps.first(tokens[0]),), tokens[2:]

    def _split(self, text: str) -> list[str]:
        lexer = shlex.shlex(text, posix=True, punctuation_chars=False)
        lexer.whitespace_split, lexer.commenters, lexer.escape = True, "", ""
        try:
            return list(lexer)
        except ValueError:
            raise UsageError("A quotation mark is opened and not closed.") from None

    def _sort(self, tokens: list[str]) -> _Words:
        words = _Words()
        rest = iter(tokens)
        for word in rest:
            if word == "--":
                words.plain += rest
            elif word[0:1] in ("—", "–") and len(word) > 2:
                self._option("--" + word.lstrip("—–"), words, rest)
            elif word.startswith("-") and len(word) > 1:
                self._option(word, words, rest)
            elif word.startswith("@") and len(word) > 1:
                words.targets.add(word[1:])
            else:
                words.plain.append(word)
        return words

    def _option(self, word: str, words: _Words, rest: Iterator[str]) -> None:
        name, equals, value = word.lstrip("-").partition("=")
        if name == "fresh" and not equals:
            words.fresh = True
            return
        if name in COMMON and word.startswith("--"):
            self._common(name, value if equals else next(rest, ""), words)
            return
        option = self._catalogue.option(name)
        if option is None or (word.startswith("--") and name == option.short):
            raise UsageError(f"There is no option {word.partition('=')[0]}.", self._help(words))
        if not option.value and equals:
            raise UsageError(f"--{option.name} takes no value.")
        if option.value and not equals:
            value = next(rest, "")
        if option.value and not value:
            raise UsageError(f"{word} needs a value: {word} {option.value}.")
        if words.options.get(option.name, value) != value:
            raise UsageError(f"--{option.name} is given twice, with different values.")
        words.options[option.name] = value

    @staticmethod
    def _common(name: str, value: str, words: _Words) -> None:
        """Take the value of an option that every command has."""
        if name == "page":
            if not (value.isascii() and value.isdigit() and 0 < int(value) <= _PAGES):
                raise UsageError("--page needs the number of a page: --page 2.")
            words.page = int(value)
            return
        forms: dict[str, FileForm] = {"csv": "csv", "text": "text", "txt": "text"}
        if value.lower() not in forms:
            raise UsageError("--file needs a form: --file csv or --file text.")
        words.file = forms[value.lower()]

    def _help(self, words: _Words) -> tuple[str, ...]:
        found = self._catalogue.longest(words.plain)
        return (f"help {found[0].name}",) if found else ("help",)

    def _unknown(self, words: _Words) -> UsageError:
        said = " ".join(words.plain)[:60]
        options = tuple(sorted(words.options.items()))
        near = (self._catalogue.command(name) for name in self._catalogue.nearest(words.plain))
        meant = tuple(
            line(Invocation(command.name, (), self._taken(command, options), tuple(sorted(words.targets))))
            for command in near
            if command is not None and not any(argument.required for argument in command.arguments)
        )
        return UsageError(f"“{said}” is not a command.", (*meant, "help") if "help" not in meant else meant)

    def _meant_longer(self, command: Command | Operation, words: _Words) -> bool:
        """Return whether the words that `command` cannot take look like those of a longer command: `pods faild`."""
        return any(name.startswith(f"{command.name} ") for name in self._catalogue.nearest(words.plain))

    @staticmethod
    def _taken(command: Command | Operation, options: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        names = {option.name for option in command.options}
        return tuple(option for option in options if option[0] in names)

    def _invocation(self, command: Command | Operation, arguments: list[str], words: _Words) -> Invocation:
        how = f"Usage: {usage(command)}"
        options = {option.name: option for option in command.options}
        for name in words.options:
            if name not in options:
                shown = f"-{SHORT[name]}" if name in SHORT else f"--{name}"
                raise UsageError(f"{command.name} has no option {shown}. {how}")
        if not command.asks and words.targets:
            raise UsageError(f"{command.name} asks no target: leave @{min(words.targets)} out.")
        found, lines = placed(command, arguments, lambda left: self._line_at(command, left))
        values = tuple(sorted((name, options[name].check(value)) for name, value in words.options.items()))
        targets = tuple(sorted(words.targets))
        return Invocation(command.name, found, values, targets, words.fresh, words.file, words.page, lines)
