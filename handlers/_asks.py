"""Writes the lines of the buttons that follow from a question; see `processors._asks`."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from handlers._contract import Invocation
from handlers._line import line


@dataclass(frozen=True, slots=True)
class LineAsks:
    """The questions that follow from `invocation`, whose targets are spelt out."""

    invocation: Invocation

    @property
    def again(self) -> str:
        """The same question once more, skipping the cache."""
        return line(msgspec.structs.replace(self.invocation, fresh=True))

    @property
    def place(self) -> tuple[str, ...]:
        """The namespace and the selector, as far as they were given."""
        return tuple(filter(None, (self.invocation.option("namespace"), self.invocation.option("selector"))))

    def instead(self, command: str) -> str:
        """Return another command with the same options and targets."""
        return line(Invocation(command, (), self.invocation.options, self.invocation.targets))

    def also(self, **options: str) -> str:
        """Return the same question with these options besides (or instead of those of their names)."""
        given = dict(self.invocation.options) | {name.replace("_", "-"): value for name, value in options.items()}
        return line(msgspec.structs.replace(self.invocation, options=tuple(sorted(given.items()))))

    def ask(self, command: str, *arguments: str, namespace: str = "", target: str = "", **options: str) -> str:
        """Return another question: of one namespace ("": all), of one target ("": the default of the place).

        Args:
            command: its full name.
            arguments: its positional arguments.
            namespace: for `-n`.
            target: for `@`.
            options: its other options by their long names, with `_` for `-`; a flag has the value "".
        """
        given = {name.replace("_", "-"): value for name, value in options.items()}
        if namespace:
            given["namespace"] = namespace
        return line(Invocation(command, arguments, tuple(sorted(given.items())), (target,) if target else ()))
