"""A question that is answered again and again for a while, in one message."""

from __future__ import annotations

from handlers._contract import Argument, Command, Operation, Wrapping
from handlers._lasting import lasts

COMMANDS: tuple[Command, ...] = ()

OPERATIONS = (
    Operation(
        name="watch",
        help="one message that is kept up to date for a while, with what changed marked",
        arguments=(
            Argument("COMMAND", required=True, help='the command to watch, e.g. "pods failed -n payments"', rest=True),
            Argument("for DURATION", required=False, help="for how long, e.g. for 10m; 5m if not given"),
        ),
        example="watch pods failed for 10m",
        wraps=Wrapping(behind={"for": lasts}),
    ),
    Operation(
        name="watch stop",
        help="end a watch; its message stays",
        arguments=(Argument("ID", required=True, help="the watch, as its Stop button has it"),),
        example="watch stop 7f3a2b",
    ),
)
