"""What the page can complete: a slash command, and the lines that the app says may stand behind it."""

from __future__ import annotations

import msgspec


class Usage(msgspec.Struct, frozen=True):
    """One line, e.g. `pods failed [-n NAMESPACE] [@target|@all]`: words to type, and in brackets what may be added."""

    usage: str
    help: str = ""


class Commands(msgspec.Struct, frozen=True):
    """The app's slash command, with its slash, and its lines."""

    command: str = "/sre"
    lines: tuple[Usage, ...] = ()
