"""What people do about an alert group from its message: own it, silence it, open it."""

from __future__ import annotations

import re

from handlers._contract import Argument, Command, Operation, UsageError
from handlers._durations import duration

MONDAY = "monday"
_KEY = re.compile("[0-9a-f]{16}")


def _key(value: str) -> str:
    if not _KEY.fullmatch(value):
        raise UsageError(f"“{value[:60]}” is no alert: its message's buttons carry its key.")
    return value


def _lasting(value: str) -> str:
    if value.lower() == MONDAY:
        return MONDAY
    try:
        return duration(value)
    except UsageError:
        raise UsageError(f"“{value[:60]}” is no time to be silent: write e.g. 2h, or monday.") from None


_ALERT = Argument("KEY", required=True, help="the alert, as the buttons of its message have it", check=_key)
_FOR = Argument("DURATION", required=True, help="for how long, e.g. 30m, 2h; or until monday", check=_lasting)

_STORM = Argument("KEY", required=True, help="the digest, as its controls have it", check=_key)
_SERVICE = Argument("SERVICE", required=True, help="a service that its alerts are about", rest=True)

COMMANDS: tuple[Command, ...] = ()

OPERATIONS = (
    Operation("alert ack", "say that you look after an alert", (_ALERT,), example="alert ack 0a1b2c3d4e5f6071"),
    Operation("alert release", "give an alert back", (_ALERT,), example="alert release 0a1b2c3d4e5f6071"),
    Operation(
        "alert silence", "silence an alert in Alertmanager for a while", (_ALERT, _FOR),
        example="alert silence 0a1b2c3d4e5f6071 2h",
    ),
    Operation("alert unsilence", "end the silence that was made from its message", (_ALERT,),
              example="alert unsilence 0a1b2c3d4e5f6071"),
    Operation("alert silence service", "silence all that a service of a digest fires", (_STORM, _FOR, _SERVICE),
              example="alert silence service 0a1b2c3d4e5f6071 2h checkout"),
    Operation("alert unsilence service", "end the silence of a service that was made from a digest", (_STORM, _SERVICE),
              example="alert unsilence service 0a1b2c3d4e5f6071 checkout"),
    Operation("alert open", "give an alert of a digest a message of its own", (_ALERT,),
              example="alert open 0a1b2c3d4e5f6071"),
)  # fmt: skip
