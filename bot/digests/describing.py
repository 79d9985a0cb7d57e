"""Says of a digest what people read about it."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from bot.digests.calendar import runs
from bot.digests.digest import Digest
from handlers._calendar_said import in_words
from processors.digest_plan import Coming, Described

NEXT = 3
"""Times that are shown before a digest is kept."""


def described(digest: Digest, *, here: str, now: float) -> Described:
    """Return how people read it.

    Args:
        digest: the digest; its cron and zone have been checked.
        here: the ID of the channel where it is shown.
        now: seconds since 1970.
    """
    coming = islice(runs(digest.cron, digest.timezone, now), NEXT)
    return Described(
        name=digest.name, when=in_words(digest.cron), zone=digest.timezone, lines=digest.commands,
        channel="" if digest.channel == here else digest.channel, maker=digest.maker, rule=_rule(digest),
        paused=digest.paused, coming=tuple(_coming(digest, at) for at in coming),
    )  # fmt: skip


def _coming(digest: Digest, at: float) -> Coming:
    there = datetime.fromtimestamp(at, ZoneInfo(digest.timezone))
    return Coming(at, there.strftime("%a %d %b %H:%M"))


def _rule(digest: Digest) -> str:
    rules = ["something has changed"] if digest.only_if_changed else []
    rules += ["something is not well"] if digest.quiet_if_healthy else []
    return f"posted only if {' and '.join(rules)}" if rules else ""
