"""How a summary words the questions that its buttons ask: only the handlers know commands and how lines are written."""

from __future__ import annotations

from typing import Protocol


class Asks(Protocol):
    """Command lines that follow from the one that is being answered; each names its targets."""

    @property
    def again(self) -> str:
        """The same question once more, skipping the cache."""
        ...

    @property
    def place(self) -> tuple[str, ...]:
        """What the question was narrowed to, in words for the title, e.g. `("payments", "app=web")`; empty: everything."""
        ...

    def instead(self, command: str) -> str:
        """Return another command with the same options and targets."""
        ...

    def within(self, command: str, namespace: str, target: str) -> str:
        """Return a command for one namespace of one target."""
        ...

    def pod(self, namespace: str, name: str, target: str) -> str:
        """Return the line that looks into one pod."""
        ...
