"""How people are told that an answer has turned bad and that it is well again; see `processors._turns` for when."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from processors._ages import duration
from processors._changes import said
from processors._controls import Button
from processors._counts import counted
from processors._passages import Line
from processors._summary import Paging, Summary, Tone
from processors._text import Moment, Person, Span, Text, bold, code, plain
from processors._turns import Course

_TITLE = 200
"""Characters of a title that are remembered."""
_MOST = 20
"""Subscriptions that are listed."""


def bad(answer: Summary, course: Course, id_: str, asker: str) -> Summary:
    """Return the message that an answer has turned bad.

    Args:
        answer: the answer.
        course: since when, and how often lately.
        id_: the subscription's, for its Stop button.
        asker: the user ID of who asked for it; "" where they are the only reader.
    """
    times = len(course.turned)
    often = f", for the {_ordinal(times)} time in a day" if times > 1 else ""
    line: Text = (Span("Bad since "), Moment(course.since), Span(f"{often}. "), *_whose(asker))
    stop = Button("Tell no more", f"notify stop {id_}", more=True)
    return _plainly(replace(answer, body=(Line(line), *answer.body), controls=(*answer.controls, stop)))


def well(answer: Summary, course: Course, began: float) -> Summary:
    """Return the line that it is well again; `began` is when the bad state did, 0 where it is not known."""
    lasted = f" after {duration(course.since - began)}" if began else ""
    return Summary(tone=Tone.GOOD, title=(bold(f"Well again{lasted}"), Span(" · "), *answer.title), sources=answer.sources)


def over(course: Course, began: float, again: str) -> Summary:
    """Return what the message of a bad state becomes when it is over; `again` asks the question anew."""
    title: Text = (
        bold("Over"), Span(f" after {duration(course.since - began)} · "), Moment(began), Span(" to "),
        Moment(course.since), Span(f" · {course.title}"),
    )  # fmt: skip
    return Summary(tone=Tone.GOOD, title=title, again=again, again_label="Look now")


def blind(answer: Summary, course: Course, line: str, id_: str) -> Summary:
    """Return the message that nobody can see how it is."""
    title: Text = (bold("I cannot look"), Span(" at "), code(line), Span(" since "), Moment(course.blind_since))
    said_: Text = (*answer.title, Span(". You hear from me once there is an answer again."))
    stop = Button("Tell no more", f"notify stop {id_}", more=True)
    return Summary(tone=Tone.WARNING, title=title, body=(Line(said_),), controls=(stop,), sources=answer.sources)


def ended(line: str, why: str) -> Summary:
    """Return the message that a subscription has come to its end by itself; `why` is one phrase."""
    title: Text = (bold("I tell you no more"), Span(" of "), code(line), Span(f": {why}."))
    return Summary(tone=Tone.WARNING, title=title)


def short(answer: Summary) -> str:
    """Return an answer's title, to be remembered."""
    return said(answer.title)[:_TITLE]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One subscription as people read it.

    Attributes:
        id: short; `notify stop` takes it.
        line: the command line that is looked at.
        whom: the channel's ID; "" for the asker alone.
        asker: the user ID of who asked for it.
        hold: seconds that it has to stay so.
        quiet: the hours in which nothing is said, and their zone; "" for none.
    """

    id: str
    line: str
    whom: str = ""
    asker: str = ""
    hold: float = 0.0
    quiet: str = ""


def begun(told: Told, answer: Summary, *, lasting: bool, every: float) -> Summary:
    """Return what is said to who asks for it: what happens from now on, and how it stands.

    Args:
        told: the subscription.
        answer: the first answer.
        lasting: whether it outlives the bot's process.
        every: seconds between two looks.
    """
    who = "This channel is" if told.whom else "You are"
    title: Text = (bold(f"{who} told"), Span(" when this turns bad, and when it is well again: "), code(told.line))
    held = f", and told once it has been so for {duration(told.hold)}" if told.hold else ""
    rest = [f"Looked at every {duration(every)}{held}"]
    rest += [f"Quiet {told.quiet}"] if told.quiet else []
    rest += [] if lasting else ["Without Redis it ends when the bot does"]
    body = (Line((Span(f"Now {answer.tone.value} "), *answer.title)), Line(plain(f"{'. '.join(rest)}.")))
    stop = Button("Tell no more", f"notify stop {told.id}")
    return Summary(
        tone=Tone.NEUTRAL, title=title, body=body, controls=(stop,), sources=answer.sources, private=not told.whom
    )


def listed(subscriptions: Sequence[tuple[Told, Course]], where: str) -> Summary:
    """Return the subscriptions, the bad ones first; `where` says who is told, e.g. `to you or in this channel`."""
    if not subscriptions:
        title: Text = (bold("Nothing is told"), Span(f" {where}"))
        hint = Line((Span("Try "), code("notify me when pods failed"), Span(".")))
        return Summary(tone=Tone.NEUTRAL, title=title, body=(hint,))
    ordered = sorted(subscriptions, key=lambda one: (one[1].healthy is not False, one[0].line))
    lines = tuple(Line(entry(told, course)) for told, course in ordered[:_MOST])
    more = len(ordered) - len(lines)
    title = (bold(counted(len(ordered), "subscription")), Span(f", told {where}"))
    controls = tuple(Button(f"Stop {told.id}", f"notify stop {told.id}", more=True) for told, _ in ordered[:5])
    notes = (f"{more:,} more",) if more else ()
    return Summary(tone=Tone.NEUTRAL, title=title, body=lines, controls=controls, notes=notes)


def stopped(told: Told) -> Summary:
    """Return what is said when a subscription was ended by somebody."""
    return Summary(tone=Tone.NEUTRAL, title=(bold("Told no more"), Span(": "), code(told.line)))


def entry(told: Told, course: Course) -> Text:
    """Return one subscription as a line of a list."""
    sign = {True: Tone.GOOD, False: Tone.BAD, None: Tone.NEUTRAL}[course.healthy].value
    who: Text = (Span(" · for the channel, asked by "), Person(told.asker)) if told.whom else ()
    quiet = (Span(f" · quiet {told.quiet}"),) if told.quiet else ()
    return (Span(f"{sign} "), code(told.line), Span(" · since "), Moment(course.since, dated=True), *who, *quiet,
            Span(" · "), code(told.id))  # fmt: skip


def _whose(asker: str) -> Text:
    return (Span("Asked for by "), Person(asker), Span(".")) if asker else (Span("You asked to be told."),)


def _plainly(summary: Summary) -> Summary:
    """Return a message without what is for a question's answer only: files, and pages that the next edit would turn back."""
    return replace(summary, documents=(), paging=Paging(1, "", "") if summary.paging else None)


def _ordinal(count: int) -> str:
    ending = "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"
