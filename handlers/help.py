"""What one can ask."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from handlers._contract import Argument, Command, Invocation, Operation, Tools, UsageError
from handlers._usage import flag, usage
from processors._summary import Part, Summary
from processors.help import Entry, Help, summary

_NEAREST = 3


async def _load(invocation: Invocation, tools: Tools) -> Help:
    commands = tools.commands()
    if not invocation.arguments:
        return Help(tuple(_entry(command) for command in commands))
    return Help((_entry(_named(" ".join(invocation.arguments), commands)),), whole=True)


def _named(words: str, commands: Sequence[Command | Operation]) -> Command | Operation:
    """Return the command of this name or alias.

    Raises:
        UsageError: there is none; the nearest ones are suggested.
    """
    names = {name: command for command in commands for name in (command.name, *command.aliases)}
    if found := names.get(words.lower()):
        return found
    near = dict.fromkeys(names[name].name for name in get_close_matches(words.lower(), names, _NEAREST, cutoff=0.5))
    suggestions = tuple(f"help {name}" for name in near) or ("help",)
    raise UsageError(f"There is no command “{words[:60]}” to explain.", suggestions)


def _entry(command: Command | Operation) -> Entry:
    takes = [(argument.name, argument.help) for argument in command.arguments]
    takes += [(flag(option), option.help) for option in command.options]
    return Entry(
        name=command.name,
        usage=usage(command),
        help=command.help,
        takes=tuple(takes),
        aliases=command.aliases,
        example=command.example,
        alone=not any(argument.required for argument in command.arguments),
        targets=bool(command.asks),
    )


def _show(_: Invocation, parts: Sequence[Part[Help]]) -> Summary:
    return summary(parts[0].records)


COMMANDS = (
    Command(
        name="help",
        help="what you can ask, or how one command is written",
        record=Help,
        load=_load,
        show=_show,
        arguments=(Argument("COMMAND", required=False, help="the command to explain", rest=True),),
        aliases=("commands", "?"),
        example="help pods failed",
    ),
)
