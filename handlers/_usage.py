"""Writes how a command is written."""

from __future__ import annotations

from handlers._contract import Argument, Command, Operation, Option


def usage(command: Command | Operation) -> str:
    """Return one line: how the command is written, e.g. `pods failed [-n NAMESPACE] [@target|@all] [--fresh]`."""
    words = [command.name, *map(_argument, command.arguments), *(f"[{flag(option)}]" for option in command.options)]
    return " ".join([*words, "[@target|@all]", "[--fresh]"] if command.asks else words)


def _argument(argument: Argument) -> str:
    name = f"{argument.name}…" if argument.rest or argument.lines else argument.name
    return name if argument.required else f"[{name}]"


def flag(option: Option) -> str:
    """Return how the option is given, e.g. `-n NAMESPACE`."""
    name = f"-{option.short}" if option.short else f"--{option.name}"
    return f"{name} {option.value}".rstrip()
