"""Who the bot is in Slack."""

from __future__ import annotations

import msgspec


class Identity(msgspec.Struct, frozen=True):
    """Who the bot is in Slack, as `auth.test` says."""

    user: str
    bot: str
    team: str
    url: str = ""
