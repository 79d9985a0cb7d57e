"""How the bot and its targets are: what `ping` tells."""

from __future__ import annotations

import msgspec


class TargetHealth(msgspec.Struct, frozen=True):
    """How one target is: `said` is what answered, or the reason why it did not."""

    connector: str
    target: str
    well: bool
    said: str
    seconds: float
    breaker: str


class BotHealth(msgspec.Struct, frozen=True):
    """How the bot is.

    Attributes:
        version: its version.
        up: seconds since it started.
        sockets: open connections to Slack; None where there is no Slack (the terminal).
        cache: one phrase, e.g. `Redis, 0.4 ms` or `in memory` or `Redis away: connection refused`.
        cache_well: whether the cache works as configured.
        targets: each target's health.
    """

    version: str
    up: float
    sockets: int | None
    cache: str
    cache_well: bool
    targets: tuple[TargetHealth, ...]
