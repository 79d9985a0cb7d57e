"""What the bot does where it is asked, and whether incidents are handled there."""

from __future__ import annotations

from handlers._contract import Argument, Command, Operation, UsageError

COMMANDS: tuple[Command, ...] = ()
INCIDENTS, OFF = "incidents", "off"
"""What a channel can be made: an incident channel, or none any more."""


def _wanted(value: str) -> str:
    word = value.strip().lower()
    if word not in (INCIDENTS, OFF):
        raise UsageError(f"A channel is made an incident channel by here {INCIDENTS}, and none any more by here {OFF}.")
    return word


OPERATIONS = (
    Operation(
        name="here",
        help="what the bot does in this channel; make it an incident channel, where alerts can be silenced",
        arguments=(Argument("incidents|off", required=False, help="make it an incident channel, or none", check=_wanted),),
        aliases=("about",),
        example="here incidents",
    ),
)
