"""What people type, as Slack keeps it: escaped, with known names made into mentions."""

from __future__ import annotations

import re

from playground.slack import shapes
from playground.slack.refusal import Refused
from playground.slack.workspace import Workspace

_NAME = re.compile(r"([@#])([a-z0-9._-]+)")


def kept(work: Workspace, text: str) -> str:
    """Return typed text as Slack keeps it; the bot's mention may be typed as such, too."""
    text = shapes.escape(text.replace(f"<@{work.bot.id}>", f"@{work.bot.name}"))
    return _NAME.sub(lambda match: _mention(work, match), text)


def mentions_bot(work: Workspace, text: str) -> bool:
    """Tell whether typed text mentions the bot."""
    return f"@{work.bot.name}" in text or f"<@{work.bot.id}>" in text


def _mention(work: Workspace, match: re.Match[str]) -> str:
    sign, name = match.groups()
    try:
        return f"<@{work.user(name).id}>" if sign == "@" else f"<#{work.channel(name).id}|{name}>"
    except Refused:
        return match.group()
