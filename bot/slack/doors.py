"""Who takes what comes in from Slack."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.ask import Ask
from bot.forms.interaction import Interaction

Errors = Mapping[str, str]
"""What is wrong with what was filled in, by the block's id; empty where nothing is."""


@dataclass(frozen=True, slots=True)
class Doors:
    """Where each kind of delivery goes.

    Attributes:
        ask: takes a question, and returns at once.
        pressed: takes a shortcut, or a change of a form's controls, and returns at once.
        submitted: takes a form that was sent; returns what is wrong with it within two seconds.
        suggested: returns the options of a form's menu within two seconds: at most 100 texts of 150 characters.
    """

    ask: Callable[[Ask], None]
    pressed: Callable[[Interaction], None]
    submitted: Callable[[Interaction], Awaitable[Errors]]
    suggested: Callable[[Interaction], Awaitable[Sequence[str]]]
