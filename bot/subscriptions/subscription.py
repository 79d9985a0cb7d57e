"""One subscription: who wants to hear of which answer, where, and when not."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

import msgspec

from handlers._quiet import minutes
from processors._turns import Course
from processors.subscription import Told

HOLD = 60.0
"""Seconds that an answer has to stay bad, or well, unless people say how long: a pod that is just restarting is no news."""


def identity(line: str, channel: str) -> str:
    """Return the ID of what is told of this answer in this channel: the same again has the same."""
    return sha256(f"{channel} {line}".encode()).hexdigest()[:8]


class Subscription(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for.

    Attributes:
        id: short; people and buttons name it so.
        line: the command line that is looked at.
        user, team: who asked for it, and with whose rights it is looked at.
        channel: where it is told: a channel, or the asker's DM.
        direct: whether it is told to the asker alone.
        hold: seconds for which another answer has to stand before it is told.
        quiet: the hours in which nothing is told, e.g. `22:00-07:00`; "" for none.
        zone: the IANA name of the zone in which those are meant.
    """

    id: str
    line: str
    user: str
    team: str
    channel: str
    direct: bool
    hold: float = HOLD
    quiet: str = ""
    zone: str = "UTC"

    def is_quiet(self, at: float) -> bool:
        """Return whether nothing is told at this time, in seconds since 1970."""
        if not self.quiet:
            return False
        begins, ends = minutes(self.quiet)
        clock = datetime.fromtimestamp(at, ZoneInfo(self.zone))
        now = clock.hour * 60 + clock.minute
        return begins <= now < ends if begins < ends else now >= begins or now < ends

    def told(self) -> Told:
        """Return it as people read it."""
        return Told(
            id=self.id, line=self.line, whom="" if self.direct else self.channel, asker=self.user, hold=self.hold,
            quiet=f"{self.quiet} ({self.zone})" if self.quiet else "",
        )  # fmt: skip


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A subscription whose turn it is to be looked at, and that is ours for a while.

    Attributes:
        subscription, course: what it is, and how it stands.
        token: ours.
    """

    subscription: Subscription
    course: Course
    token: str = ""
