"""What a command is, and what it is handed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeVar

import msgspec

from connectors._deadline import Deadline
from processors._health import BotHealth as BotHealth
from processors._health import TargetHealth as TargetHealth
from processors._listing import Listing
from processors._summary import Part, Summary

U = TypeVar("U")
FileForm = Literal["csv", "text"]
"""How a list is written as a file."""


class UsageError(Exception):
    """The command line cannot be carried out as written.

    Attributes:
        said: one plain sentence that names what was wrong and what would be right.
        suggestions: command lines that were perhaps meant, best first.
    """

    def __init__(self, said: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(said)
        self.said = said
        self.suggestions = suggestions


class Invocation(msgspec.Struct, frozen=True):
    """One command line, understood and normalised: order, aliases and case no longer matter.

    Attributes:
        command: the command's full name, e.g. `pods failed`.
        arguments: the positional arguments.
        options: (long name, value) pairs, sorted by name; a flag has the value "".
        targets: the targets' names as asked for, sorted, e.g. `("prod",)` or `("all",)`; empty: the default of the place.
        fresh: skip the cache.
        file: the form in which the whole list is wanted as a file; "" for no file.
        page: which part of a long table is shown, from 1, where Slack does not page it itself.
        lines: how many of the arguments are command lines in their normal form; see `Argument`.
    """

    command: str
    arguments: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    targets: tuple[str, ...] = ()
    fresh: bool = False
    file: FileForm | Literal[""] = ""
    page: int = 1
    lines: int = 0

    def option(self, name: str) -> str | None:
        """Return the value of the option with this long name, "" for a flag, None if it was not given."""
        return dict(self.options).get(name)


@dataclass(frozen=True, slots=True)
class Option:
    """An option that a command takes.

    Attributes:
        name: the long name without dashes, e.g. `namespace`.
        short: one letter, or "".
        value: the word for its value in the usage line, e.g. `NAMESPACE`; "" for a flag.
        help: one phrase.
        check: returns the value, normalised, or raises UsageError.
        turns: the name of the command that the line means when this is given, with the value as its argument; "" for none.
    """

    name: str
    short: str
    value: str
    help: str
    check: Callable[[str], str] = str
    turns: str = ""


@dataclass(frozen=True, slots=True)
class Argument:
    """A positional argument: its word in the usage line, whether it must be there, and its check (see `Option.check`).

    With `rest`, which only the last may have, it takes all the words that are left, e.g. `help pods failed`.
    With `lines`, which one may have, it takes as many command lines as stand there: each in quotes, or the name of a
    command as it is. They become an argument each, and `Invocation.lines` says how many they are.
    """

    name: str
    required: bool
    help: str
    check: Callable[[str], str] = str
    rest: bool = False
    lines: bool = False


class Tools(Protocol):
    """What `load` may use while it answers for one target."""

    @property
    def target(self) -> str:
        """The target's name; "" for a command that asks no target."""
        ...

    @property
    def deadline(self) -> Deadline:
        """By when the answer has to be there."""
        ...

    def upstream(self, kind: type[U]) -> U:
        """Return the target's opened upstream of this type.

        Raises:
            UsageError: no such connector is configured for this target.
        """
        ...

    def commands(self) -> Sequence[Command | Operation]:
        """Return every command that there is, in the order of the help."""
        ...

    async def health(self) -> BotHealth:
        """Look at the bot, its targets (each under the deadline, in parallel) and its cache."""
        ...


@dataclass(frozen=True, slots=True)
class Whole:
    """How a command brings all of a list of which `load` keeps what a message needs: one more way to ask the same.

    Attributes:
        load: asks upstreams for all of it, for one target. What it holds is bounded.
        digest: makes of it what the command's own `load` would have returned then.
        listing: makes the rows of the file of what the targets answered.
    """

    load: Callable[[Invocation, Tools], Awaitable[Any]]
    digest: Callable[[Any], Any]
    listing: Callable[[Sequence[Part[Any]]], Listing]


@dataclass(frozen=True, slots=True)
class Command:
    """One command that only reads.

    Attributes:
        name: its words, e.g. `pods failed`.
        help: one phrase, as it stands in the help and in the README's table.
        record: the type that `load` returns: a frozen msgspec Struct, which the cache stores.
        load: asks upstreams for the records, for one target.
        show: makes a Summary of what the targets answered, at least one part, in the targets' order.
        asks: the names of the connectors it needs, e.g. `("kubernetes",)`; empty: it asks no target and is not cached.
        arguments: its positional arguments, in order.
        options: its options; `@target`, `--fresh`, `--file`, `--page` are understood for every command.
        aliases: other full names for it, e.g. `failed`.
        example: a whole line to learn from; "" for none.
        whole: how its list is brought whole, for a file; None: the table that it shows is all there is.
    """

    name: str
    help: str
    record: type[Any]
    load: Callable[[Invocation, Tools], Awaitable[Any]]
    show: Callable[[Invocation, Sequence[Part[Any]]], Summary]
    asks: tuple[str, ...] = ()
    arguments: tuple[Argument, ...] = ()
    options: tuple[Option, ...] = ()
    aliases: tuple[str, ...] = ()
    example: str = ""
    whole: Whole | None = None


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How an operation carries another command's line: `[FIRST WORD] LINE [BEHIND VALUE]…`, with the line quoted or not.

    Its Invocation's arguments are then what stands first, if anything does; the line in its normal form; and each word
    behind it with its value.

    Attributes:
        first: checks the one argument that stands before the line; None where the line comes at once.
        word: what stands between the two, e.g. `when`.
        behind: the words that may stand behind the line, each with the check of its value.
    """

    first: Callable[[str], str] | None = None
    word: str = ""
    behind: Mapping[str, Callable[[str], str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Operation:
    """What the bot itself does when asked, where it was asked: it lasts longer than an answer. It asks no target itself.

    Attributes:
        name, help, arguments, options, aliases, example: as in `Command`.
        wraps: how its argument is another command's line; None: it is not.
        asks: none.
    """

    name: str
    help: str
    arguments: tuple[Argument, ...] = ()
    options: tuple[Option, ...] = ()
    aliases: tuple[str, ...] = ()
    example: str = ""
    wraps: Wrapping | None = None
    asks: tuple[str, ...] = ()
