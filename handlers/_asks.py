"""Writes the lines of the buttons that follow from a question about pods; see `processors._asks`."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from handlers._contract import Invocation
from handlers._line import line


@dataclass(frozen=True, slots=True)
class PodAsks:
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

    def within(self, command: str, namespace: str, target: str) -> str:
        """Return a command for one namespace of one target."""
        return line(Invocation(command, (), (("namespace", namespace),), _only(target)))

    def pod(self, namespace: str, name: str, target: str) -> str:
        """Return the line that looks into one pod."""
        return line(Invocation("pod", (name,), (("namespace", namespace),), _only(target)))


def _only(target: str) -> tuple[str, ...]:
    return (target,) if target else ()
