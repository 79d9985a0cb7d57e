"""What is said in a conversation beside answers: a greeting with one's rights, what may be meant, that it is not clear."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from processors._controls import Button
from processors._passages import Line
from processors._summary import Summary, Tone
from processors._text import Span, Text, bold, code, plain

_EXAMPLES: tuple[tuple[str, str], ...] = (
    ("what is broken in payments?", "pods failed -n payments"),
    ("why is checkout failing?", "workload checkout"),
    ("what changed in the last hour?", "rollouts --since 1h"),
    ("who is firing?", "alerts firing"),
)
"""Plain questions, and the lines that they become."""
_FIRST = (
    Button("How is it?", "status", "primary"),
    Button("What is broken?", "pods failed"),
    Button("What changed?", "rollouts"),
    Button("All commands", "help"),
)
_LABEL, _QUOTED = 40, 80


class Right(msgspec.Struct, frozen=True):
    """What somebody may ask: commands, of targets, from channels; an empty one means all."""

    commands: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


def greeting(rights: Sequence[Right] | None, *, changes: bool) -> Summary:
    """Return how the bot greets.

    Args:
        rights: what this person may ask, a line each; None where there are no rules; empty for nothing at all.
        changes: whether this person may change something here.
    """
    examples = [Line((Span(f"“{question}”  "), code(line))) for question, line in _EXAMPLES]
    return Summary(
        tone=Tone.NEUTRAL,
        title=(bold("Ask me in plain words, or by a command"), Span(": I ask the systems and say how old the answer is.")),
        body=(
            *examples,
            Line(plain("Go on with “and in staging?”, “the logs of the second”, “why?”.")),
            *(Line(right) for right in rights_said(rights, changes=changes)),
        ),
        controls=_FIRST,
        private=True,
    )


def rights_said(rights: Sequence[Right] | None, *, changes: bool) -> tuple[Text, ...]:
    """Return a person's rights in words, a sentence each."""
    change = plain("Alerts can be acknowledged and silenced, in incident channels." if changes else "")
    told = (change,) if changes else ()
    if rights is None:
        return (plain("You may ask everything, of every target."), *told)
    if not rights:
        return (plain("You may ask nothing yet: no rule under `access` in the configuration names you."),)
    return (*map(_right_said, rights), *told)


def _right_said(right: Right) -> Text:
    what = " and ".join(right.commands) if right.commands else "everything"
    where = f" of {', '.join(f'@{target}' for target in right.targets)}" if right.targets else " of every target"
    only = f", in {len(right.channels)} channels only" if right.channels else ""
    return (Span("You may ask "), code(what) if right.commands else Span(what), Span(f"{where}{only}."))


def offer(lines: Sequence[str], *, changes: bool = False) -> Summary:
    """Return what is said where it is not sure what was meant.

    Args:
        lines: the command lines that it may have been, best first; may be empty.
        changes: something was asked for that changes the systems, or begins something: that is never guessed.
    """
    if changes:
        said = "I change nothing on a guess. " + ("Press what you mean:" if lines else "What is so I can tell: ask for it.")
    else:
        said = "Which of these do you mean?" if len(lines) > 1 else "Do you mean this?"
    return Summary(
        tone=Tone.NEUTRAL,
        title=plain(said),
        controls=(*(Button(_short(line), line) for line in lines), Button("help", "help")),
        private=True,
    )


def lost(text: str) -> Summary:
    """Return what is said to what nothing can be made of."""
    quoted = text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1].rstrip()}…"
    examples = [Line((Span(f"“{question}”  "), code(line))) for question, line in _EXAMPLES]
    return Summary(
        tone=Tone.NEUTRAL,
        title=(Span("I do not know what to ask for “"), Span(quoted), Span("”. I understand e.g.:")),
        body=tuple(examples),
        controls=_FIRST,
        private=True,
    )


def understood(summary: Summary, line: str) -> Summary:
    """Return an answer to a plain question with the command line that it became, so that it is learnt."""
    return msgspec.structs.replace(summary, body=(Line((Span("asked as "), code(line))), *summary.body))


def _short(line: str) -> str:
    return line if len(line) <= _LABEL else f"{line[: _LABEL - 1].rstrip()}…"
