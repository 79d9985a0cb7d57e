"""Finds the commands and connectors that there are, and refuses two of one name."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from types import ModuleType

import connectors
import handlers
from connectors._contract import Connector
from handlers._contract import Command, Operation, Option

COMMON = ("fresh", "file", "page")
"""The options that every command has."""


class CatalogueError(Exception):
    """Two commands, options or connectors contradict each other: a mistake in the program, said at the start."""


class Catalogue:
    """Every command by its name and aliases.

    Raises:
        CatalogueError: a name stands twice, or one option means two things, or leads nowhere.
    """

    def __init__(self, commands: Sequence[Command | Operation]) -> None:
        self.commands = tuple(commands)
        self._by_name: dict[str, Command | Operation] = {}
        self._options: dict[str, Option] = {}
        for command in self.commands:
            for name in (command.name, *command.aliases):
                if name in self._by_name:
                    raise CatalogueError(f"two commands are named {name!r}")
                self._by_name[name] = command
            for option in command.options:
                self._add(option)
        for option in self._options.values():
            if option.turns and option.turns not in self._by_name:
                raise CatalogueError(f"the option {option.name!r} turns to {option.turns!r}, which there is not")

    def _add(self, option: Option) -> None:
        """Note an option under its names; it takes a value in every command or in none, as options may stand anywhere."""
        for name in filter(None, (option.name, option.short)):
            if name in COMMON:
                raise CatalogueError(f"every command has the option {name!r} already")
            other = self._options.setdefault(name, option)
            if (other.name, bool(other.value)) != (option.name, bool(option.value)):
                raise CatalogueError(f"the option {name!r} means two things")

    def command(self, name: str) -> Command | Operation | None:
        """Return the command of this name or alias, or None."""
        return self._by_name.get(name)

    def option(self, name: str) -> Option | None:
        """Return the option of this long name or letter, or None."""
        return self._options.get(name)

    def longest(self, words: Sequence[str]) -> tuple[Command | Operation, int] | None:
        """Return the command that the most of the leading `words` name, and how many they are; None if none does."""
        for count in range(len(words), 0, -1):
            if command := self._by_name.get(" ".join(words[:count]).lower()):
                return command, count
        return None

    def nearest(self, words: Sequence[str], most: int = 3) -> tuple[str, ...]:
        """Return the names of the commands that `words` were perhaps meant to be, best first."""
        said = " ".join(words[:3]).lower()
        names = [command.name for command in self.commands]
        near = get_close_matches(said, names, n=most, cutoff=0.55)
        first = (
            get_close_matches(words[0].lower(), sorted({name.split()[0] for name in names}), n=1, cutoff=0.6)
            if words
            else []
        )
        family = [name for name in names if name.split()[0] in first]
        return tuple(dict.fromkeys([*near, *family]))[:most]


def catalogue() -> Catalogue:
    """Return all that the modules of `handlers` declare."""
    return Catalogue((*find_commands(), *find_operations()))


def find_commands() -> tuple[Command, ...]:
    """Return every command that the modules of `handlers` declare."""
    return tuple(command for module in _modules(handlers) for command in module.COMMANDS)


def find_operations() -> tuple[Operation, ...]:
    """Return every operation that the modules of `handlers` declare."""
    return tuple(one for module in _modules(handlers) for one in getattr(module, "OPERATIONS", ()))


def find_connectors() -> Mapping[str, Connector]:
    """Return every connector that the modules of `connectors` declare, by name.

    Raises:
        CatalogueError: two have one name.
    """
    found: dict[str, Connector] = {}
    for module in _modules(connectors):
        connector: Connector = module.CONNECTOR
        if connector.name in found:
            raise CatalogueError(f"two connectors are named {connector.name!r}")
        found[connector.name] = connector
    return found


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for info in pkgutil.iter_modules(package.__path__):
        if not info.name.startswith("_"):
            yield importlib.import_module(f"{package.__name__}.{info.name}")
