"""Summary of the commands that there are, or of one of them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from processors._controls import Button
from processors._passages import Cell, Facts, Line, Table
from processors._summary import Summary, Tone
from processors._text import Span, bold, code


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One command as the help shows it.

    Attributes:
        name: e.g. `pods failed`.
        usage: how it is written, in one line.
        help: one phrase.
        takes: its arguments and options, each with one phrase.
        aliases: its other names.
        example: a whole line; "" for none.
        alone: whether it can be asked as it is, without an argument.
        targets: whether it asks targets.
    """

    name: str
    usage: str
    help: str
    takes: tuple[tuple[str, str], ...]
    aliases: tuple[str, ...]
    example: str
    alone: bool
    targets: bool


class Help(msgspec.Struct, frozen=True):
    """The commands to explain: all of them, or the one that was asked about (then `whole`)."""

    entries: tuple[Entry, ...]
    whole: bool = False


_TARGETS = (
    ("@target", "ask this target, e.g. @prod; @all asks every one"),
    ("--fresh", "ask anew instead of showing an answer of a moment ago"),
    ("--file csv|text", "the whole list as a file, in the answer's thread"),
)
_BUTTONS = 4
_FIRST = ("status", "pods failed", "workloads unhealthy", "rollouts")
"""What one asks first in an incident: it is said in the message. All there is has no room there, and is a table."""


def summary(help_: Help) -> Summary:
    """Return the page for `help_`."""
    return _whole(help_.entries[0]) if help_.whole else _overview(help_.entries)


def _overview(entries: Sequence[Entry]) -> Summary:
    ordered = sorted(entries, key=_urgency)  # stable: otherwise in the catalogue's order
    lines = [Line((code(entry.name), Span(f"  {entry.help}"))) for entry in ordered if entry.name in _FIRST]
    rows = tuple((Cell(entry.name), Cell(entry.help)) for entry in entries)
    common = Line(
        (code("-n NAMESPACE"), Span("  "), code("-l SELECTOR"), Span("  "), code("@target"), Span("  "), code("@all"))
    )
    alone = [entry for entry in ordered if entry.alone and entry.name != "help"]
    return Summary(
        tone=Tone.NEUTRAL,
        title=(bold("What you can ask"), Span(" · "), code("help COMMAND"), Span(" explains one")),
        body=(*lines, common, Table("Every command", ("Command", "Answers"), rows)),
        controls=tuple(Button(entry.name, entry.name) for entry in alone[:_BUTTONS]),
        private=True,
    )


def _urgency(entry: Entry) -> int:
    return _FIRST.index(entry.name) if entry.name in _FIRST else len(_FIRST)


def _whole(entry: Entry) -> Summary:
    takes = (*entry.takes, *(_TARGETS if entry.targets else ()))
    aliases = (Facts((f"also: {', '.join(entry.aliases)}",)),) if entry.aliases else ()
    example = (Line((Span("e.g. "), code(entry.example))),) if entry.example else ()
    return Summary(
        tone=Tone.NEUTRAL,
        title=(bold(entry.name), Span(f" · {entry.help}")),
        body=(
            Line((code(entry.usage),)),
            *(Line((code(flag), Span(f"  {phrase}"))) for flag, phrase in takes),
            *example,
            *aliases,
        ),
        controls=(Button("Try it", entry.example or entry.name),) if entry.example or entry.alone else (),
        private=True,
    )
