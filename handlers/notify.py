"""To be told when an answer turns from healthy to not, and back."""

from __future__ import annotations

from handlers._channels import whom
from handlers._contract import Argument, Command, Operation, Wrapping
from handlers._lasting import lasts
from handlers._quiet import quiet

COMMANDS: tuple[Command, ...] = ()

OPERATIONS = (
    Operation(
        name="notify",
        help="tell you, or a channel, when an answer turns bad, and when it is well again",
        arguments=(
            Argument("me|here|#CHANNEL when", required=True, help="who is told: notify me when …"),
            Argument("COMMAND", required=True, help="what is looked at, e.g. pods failed -n payments", rest=True),
            Argument(
                "after DURATION", required=False, help="how long it has to stay so before you hear of it; 1m if not given"
            ),
            Argument("quiet HOURS", required=False, help="when nothing is said, in your own time, e.g. quiet 22-7"),
        ),
        example="notify me when pods failed quiet 22-7",
        wraps=Wrapping(first=whom, word="when", behind={"after": lasts, "quiet": quiet}),
    ),
    Operation(
        name="notify list",
        help="what you asked to be told, and what this channel is told",
        example="notify list",
    ),
    Operation(
        name="notify stop",
        help="be told no more",
        arguments=(Argument("ID", required=True, help="which, as notify list and the button have it"),),
        example="notify stop 7f3a2b",
    ),
)
