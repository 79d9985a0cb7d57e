"""A digest: which questions are asked for a channel, and when."""

from __future__ import annotations

from typing import Literal

import msgspec

Missed = Literal["post", "skip"]
"""What becomes of a run that was missed while no replica was there: posted late once, within its grace, or left out."""


class Digest(msgspec.Struct, frozen=True, kw_only=True):
    """One digest as it was configured or made in chat.

    Attributes:
        name: how people call it, in small letters; unique over all channels.
        channel: where it is posted: a channel's ID, or that of a DM.
        cron: when, as five fields of a crontab (`cronsim`'s).
        timezone: the IANA name of the zone in which `cron` is meant.
        commands: the command lines, in the order in which they are shown.
        only_if_changed: nothing is posted while nothing has changed since the last one.
        quiet_if_healthy: nothing is posted while everything is well.
        missed: what becomes of a run that was missed.
        grace: seconds after its time until which a missed run may still be posted.
        maker: the user ID of who made it, whose rights it asks with; "" for the configuration, which may ask all.
        team: the maker's workspace ID; "" for the configuration.
        paused: why it rests, as people read it; "" while it runs.
        revision: counts its changes, so that of two people who edit it the later one is told.
    """

    name: str
    channel: str
    cron: str
    timezone: str = "UTC"
    commands: tuple[str, ...]
    only_if_changed: bool = False
    quiet_if_healthy: bool = False
    missed: Missed = "post"
    grace: float = 3600.0
    maker: str = ""
    team: str = ""
    paused: str = ""
    revision: int = 0


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One time at which a digest is due.

    Attributes:
        digest: the digest, as it was when the run was claimed.
        due: its time, seconds since 1970: part of the run's identity.
        asked_by: the user who asked for it now (`digest run`); "" for the calendar.
    """

    digest: Digest
    due: float
    asked_by: str = ""

    @property
    def key(self) -> str:
        """What tells this run from every other; of those that are asked for, two may fall into one second."""
        return f"{self.digest.name}:{self.due:.6f}:asked" if self.asked_by else f"{self.digest.name}:{self.due:.0f}"
