"""What stands on a person's own page: it is brought up to date, and lines are kept on it."""

from __future__ import annotations

from handlers._contract import Argument, Command, Operation, Wrapping

COMMANDS: tuple[Command, ...] = ()

_LINE = Argument("COMMAND", required=True, help='the command, e.g. "pods failed -n payments"', rest=True)

OPERATIONS = (
    Operation(name="home", help="bring your Home tab up to date: targets, favourites, digests", example="home"),
    Operation(
        name="favourite",
        help="keep a command as a button on your Home tab",
        arguments=(_LINE,),
        aliases=("favorite", "favourite add", "favorite add"),
        example="favourite pods failed -n payments",
        wraps=Wrapping(),
    ),
    Operation(
        name="favourite remove",
        help="keep it no longer",
        arguments=(_LINE,),
        aliases=("favorite remove",),
        example="favourite remove pods failed -n payments",
        wraps=Wrapping(),
    ),
)
