"""Checks how people name a channel: `#ops`, or the link that Slack makes of it."""

from __future__ import annotations

import re

from handlers._contract import UsageError

ME, HERE = "me", "here"
_LINK = re.compile(r"<#([CG][A-Z0-9]+)(?:\|[^>]*)?>")
_NAME = re.compile(r"#[^\s#<>@&,]{1,80}")


def channel(value: str) -> str:
    """Return a channel's ID where Slack has linked it, else its name with `#`, in small letters as all such names are.

    Raises:
        UsageError: it is no channel.
    """
    if (linked := _LINK.fullmatch(value)) is not None:
        return linked[1]
    if _NAME.fullmatch(value):
        return value.lower()
    raise UsageError(f"“{value[:60]}” is no channel: write it as #name.")


def whom(value: str) -> str:
    """Return `me`, `here`, or a channel as `channel` does.

    Raises:
        UsageError: it is none of them.
    """
    if value.lower() in (ME, HERE):
        return value.lower()
    try:
        return channel(value)
    except UsageError:
        raise UsageError(f"“{value[:60]}” is nobody who can be told: write me, here or #channel.") from None
