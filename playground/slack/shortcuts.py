"""The app's shortcuts, as its manifest registers them: https://docs.slack.dev/interactivity/implementing-shortcuts/"""

from __future__ import annotations

from typing import Literal

import msgspec


class Shortcut(msgspec.Struct, frozen=True):
    """One shortcut.

    Attributes:
        name: as people see it.
        type: `global`, from anywhere; `message`, on a message.
        callback_id: what the app is told.
        description: one phrase.
    """

    name: str
    type: Literal["global", "message"]
    callback_id: str
    description: str


SHORTCUTS = (
    Shortcut("Ask SREHub", "message", "ask_message", "Ask about what this message names"),
    Shortcut("Ask the systems", "global", "ask_form", "Build a command in a form"),
)
