"""Puts the words of a line into the places of a command's arguments, in their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from handlers._contract import Argument, Command, Operation, UsageError
from handlers._usage import usage

LineAt = Callable[[Sequence[str]], tuple[str, int] | None]
"""Returns the command line that the words begin with, in its normal form, and how many words it takes; None for none."""
_SHOWN = 60


def placed(command: Command | Operation, words: Sequence[str], line_at: LineAt) -> tuple[tuple[str, ...], int]:
    """Return the arguments, checked, and how many of them are command lines.

    Raises:
        UsageError: one is missing, one is too many, or one is refused by its check.
    """
    left, found, lines = list(words), list[str](), 0
    for argument in command.arguments:
        if argument.lines:
            while left and (line := line_at(left)) is not None:
                found.append(line[0])
                left, lines = left[line[1] :], lines + 1
            missing = not lines
        else:
            taken = len(left) if argument.rest else min(1, len(left))
            value, left = " ".join(left[:taken]), left[taken:]
            missing = not (value.strip() if argument.rest else taken)
            if not missing:
                found.append(argument.check(value))
        if missing and argument.required:
            raise _missing(command, argument, left)
    if left:
        raise UsageError(f"{command.name} does not understand “{left[0][:_SHOWN]}”. Usage: {usage(command)}")
    return tuple(found), lines


def _missing(command: Command | Operation, argument: Argument, left: Sequence[str]) -> UsageError:
    if argument.lines and left:
        said = f"“{left[0][:_SHOWN]}” is not a command. Put each command into quotes: {usage(command)}"
        return UsageError(said, (f"help {command.name}",))
    return UsageError(f"{command.name} needs {argument.name}. Usage: {usage(command)}")
