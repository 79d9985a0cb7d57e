"""Questions that are asked at set times, and answered in one message: made, changed, looked at."""

from __future__ import annotations

from handlers._calendar_said import in_words
from handlers._calendar_words import EXAMPLES, when
from handlers._channels import channel
from handlers._contract import Argument, Command, Operation, Option, UsageError
from handlers._digest_names import digest_name

_REVISIONS = 1_000_000


def _when(value: str) -> str:
    found = when(value)
    return f"{in_words(found.cron)} {found.zone}".rstrip()


def _revision(value: str) -> str:
    if not (value.isascii() and value.isdigit() and int(value) < _REVISIONS):
        raise UsageError("--revision is written by the buttons.")
    return str(int(value))


_NAME = Argument("NAME", required=True, help="the digest, as digest list has it", check=digest_name)
_COMMANDS = Argument("COMMAND", required=True, help='what is asked, each in quotes: "pods failed @all" "alerts"', lines=True)
_WHEN = Argument(
    "WHEN", required=True, check=_when, rest=True,
    help=f"{EXAMPLES}; with a zone such as Europe/London behind it, else your own",
)  # fmt: skip
_CALLED = Option("name", "", "NAME", "what it is called; named after its first command if not given", digest_name)
_CHANNEL = Option("channel", "", "#CHANNEL", "where it is posted, if not here", channel)
_CHANGED = Option("only-if-changed", "", "", "posted only if something is different from the last time")
_ILL = Option("quiet-if-healthy", "", "", "posted only if something is not well")
_ALWAYS = Option("always", "", "", "posted each time")
_REVISION = Option("revision", "", "N", "which state of it was changed; the button has it", _revision)

COMMANDS: tuple[Command, ...] = ()

OPERATIONS = (
    Operation(
        name="digest add",
        help="have questions asked at set times, and answered here in one message; shows the next times before it saves",
        arguments=(_COMMANDS, _WHEN),
        options=(_CALLED, _CHANNEL, _CHANGED, _ILL),
        example='digest add "pods failed @all" "alerts firing" weekdays 09:00 --name morning',
    ),
    Operation(
        name="digest edit",
        help="change what a digest asks, when, where, or whether it is posted each time",
        arguments=(
            _NAME,
            Argument("COMMAND", required=False, help="what is asked instead, each in quotes", lines=True),
            Argument("WHEN", required=False, help="when it is asked instead", check=_when, rest=True),
        ),
        options=(_CHANNEL, _CHANGED, _ILL, _ALWAYS),
        example="digest edit morning daily 08:30",
    ),
    Operation(
        name="digest save",
        help="keep a digest as it was shown; what the Save button says",
        arguments=(_COMMANDS, _WHEN),
        options=(_CALLED, _CHANNEL, _CHANGED, _ILL, _REVISION),
        example='digest save "pods failed @all" "weekdays 09:00 Europe/London" --name morning',
    ),
    Operation(name="digest cancel", help="keep nothing; what the Cancel button says", example="digest cancel"),
    Operation(
        name="digest list", help="the digests of this channel, and yours", aliases=("digests",), example="digest list"
    ),
    Operation("digest show", "one digest: what it asks, when it comes next", (_NAME,), example="digest show morning"),
    Operation("digest run", "post a digest now, too", (_NAME,), example="digest run morning"),
    Operation("digest pause", "let a digest rest", (_NAME,), example="digest pause morning"),
    Operation("digest resume", "let it come again", (_NAME,), example="digest resume morning"),
    Operation("digest remove", "forget a digest", (_NAME,), example="digest remove morning"),
    Operation(
        name="digest report",
        help="a digest's week: its numbers over time, what came, what went, what stayed longest",
        arguments=(Argument("NAME", required=False, help="the digest; the only one here if not given", check=digest_name),),
        options=(Option("week", "", "", "the last seven days, which is all that is remembered"),),
        example="digest report --week morning",
    ),
)
