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

    def also(self, **options: str) -> str:
        """Return the same question with these options besides, e.g. `level="error"`."""
        ...

    def ask(self, command: str, *arguments: str, namespace: str = "", target: str = "", **options: str) -> str:
        """Return another question: of one namespace ("": all), of one target ("": the default of the place)."""
        ...
