"""What the bot says where it is invited to: what it does there, in three lines."""

from __future__ import annotations

from processors._controls import Button
from processors._passages import Line
from processors._summary import Summary, Tone
from processors._text import Person, Span, Text, bold, code, plain


def summary(command: str, bot: str, *, incidents: bool, configured: bool, direct: bool, by: str = "") -> Summary:
    """Return what the bot does in a channel.

    Args:
        command: the slash command, e.g. `/sre`.
        bot: the bot's user ID, by which it is mentioned.
        incidents: whether it is an incident channel.
        configured: whether it is one by the configuration, which nobody changes from chat.
        direct: whether it is no channel but a DM.
        by: the user ID of who has just made it one, or none any more; "" if nothing was changed.
    """
    return Summary(
        tone=Tone.NEUTRAL,
        title=_title(incidents=incidents, direct=direct, by=by),
        body=(
            Line(_answers(command, bot, direct=direct)),
            Line(_goes_on(direct=direct)),
            *(() if direct else (Line(_changes(incidents=incidents)),)),
        ),
        controls=(*_turn(incidents=incidents, configured=configured, direct=direct), *_LOOKS),
    )


_LOOKS = (Button("How is it?", "status"), Button("All commands", "help"))


def _title(*, incidents: bool, direct: bool, by: str) -> Text:
    if by:
        now = "This is an incident channel now" if incidents else "This is no incident channel any more"
        return (bold(now), Span(" · said by "), Person(by))
    if direct:
        return (bold("Here we are by ourselves"),)
    return (bold("What I do here"), *((Span(" · an incident channel"),) if incidents else ()))


def _answers(command: str, bot: str, *, direct: bool) -> Text:
    if direct:
        return (Span("I answer what you write: a command such as "), code("pods failed"), Span(", or “what is broken?”."))
    example = f"{command} pods failed"
    return (Span("I answer when asked, and say how old it is: "), code(example), Span(", or in a thread "), Person(bot),
            Span(" why is checkout failing?"))  # fmt: skip


def _goes_on(*, direct: bool) -> Text:
    where = "" if direct else " in the thread"
    return (Span(f"Go on{where}: “and in staging?”, “the logs of the second”; "), code("watch pods failed for 10m"),
            Span(" keeps one message up to date."))  # fmt: skip


def _changes(*, incidents: bool) -> Text:
    if incidents:
        return plain("Members may acknowledge and silence alerts here; guests may not.")
    return plain("I change nothing from here: alerts are acknowledged and silenced in incident channels only.")


def _turn(*, incidents: bool, configured: bool, direct: bool) -> tuple[Button, ...]:
    if configured or direct:
        return ()
    if incidents:
        return (Button("No incident channel any more", "here off"),)
    return (Button("Make this an incident channel", "here incidents", "primary"),)
