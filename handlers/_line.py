"""Writes an Invocation as the command line that means it: what buttons, schedules and people carry about."""

from __future__ import annotations

import shlex

from handlers._contract import Invocation

SHORT = {"namespace": "n", "selector": "l"}
"""The options that people know by their letter, in every command that has them (as in kubectl)."""


def line(invocation: Invocation) -> str:
    """Return the command line of `invocation`, quoted where needed; parsing it gives the same Invocation again."""
    words = [invocation.command]
    for name, value in invocation.options:
        words.append(f"-{SHORT[name]}" if name in SHORT else f"--{name}")
        if value:
            words.append(shlex.quote(value))
    words += [f"@{target}" for target in invocation.targets]
    if invocation.fresh:
        words.append("--fresh")
    if invocation.file:
        words.append(f"--file {invocation.file}")
    if invocation.page > 1:
        words.append(f"--page {invocation.page}")
    if any(argument.startswith(("-", "—", "–", "@")) for argument in invocation.arguments):
        words.append("--")
    words += [shlex.quote(argument) for argument in invocation.arguments]
    return " ".join(words)
