"""Summary of a storm: many alert groups in one message, the worst first, by service."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from processors._ages import duration, moment
from processors._alerts import Group, ServiceSilence, Storm
from processors._controls import Button, Control, Menu
from processors._counts import counted
from processors._passages import Cell, Facts, Line, Table
from processors._summary import Summary, Tone
from processors._text import Person, Span, bold
from processors.alert_group import Look, name

_SERVICES = ("service", "namespace", "job", "cluster")
_OPEN = "Open one…"
_FACTS = 8


class StormWays(NamedTuple):
    """The command lines that the digest's controls carry.

    Attributes:
        opens: for each group, what opens it; "" where it cannot be opened.
        silences: what is said, and the line, for each service and each time for which it can be silenced.
        undo: each service that is silenced from here, and what ends that.
    """

    opens: tuple[str, ...]
    silences: tuple[tuple[str, str], ...] = ()
    undo: tuple[tuple[str, str], ...] = ()


def named(group: Group) -> tuple[str, str]:
    """Return the label that names the service which a group is about, and its name; both "" where no label says so."""
    common = group.common
    return next(((label, common[label]) for label in _SERVICES if common.get(label)), ("", ""))


def service(group: Group) -> str:
    """Return the service that a group is about, as far as its labels say."""
    return named(group)[1]


def summary(storm: Storm, groups: Sequence[Group], look: Look, ways: StormWays, now: float) -> Summary:
    """Return the digest.

    Args:
        storm: the digest.
        groups: its groups, in any order; those that have a message of their own by now are only counted.
        look: how alerts look here.
        ways: the command lines of its controls.
        now: when it is made.
    """
    ranked = sorted(
        zip(groups, ways.opens, strict=True), key=lambda one: (one[0].ended is not None, -one[0].rank, one[0].began)
    )
    firing = [group for group in groups if group.firing]
    services = Counter(service(group) or "elsewhere" for group in firing)
    title = (bold(f"{counted(len(firing), 'alert')} fire"), Span(f", {counted(len(services), 'service')} · since "))
    over = (bold(f"{counted(len(groups), 'alert')}, all resolved"), Span(" · began "))
    worst = max((group.rank for group in firing), default=0)
    quiet = [one for one in storm.silences if one.silence.until > now]
    by_service = tuple(f"{place} {number}" for place, number in services.most_common(_FACTS))
    return Summary(
        tone=look.tones.get(worst, Tone.WARNING) if firing else Tone.GOOD,
        title=(*(title if firing else over), moment(storm.began, now)),
        body=(
            *((Facts(by_service),) if by_service else ()),
            *(_silenced(one, now) for one in quiet),
            _table([group for group, _ in ranked], {one.value for one in quiet}, look, now),
        ),
        controls=(*_open(ranked), *_silences(ways)),
        notes=("Alertmanager", f"{counted(len(groups), 'group')} in this digest"),
    )


def _silenced(one: ServiceSilence, now: float) -> Line:
    by, ends = Person(one.silence.by), moment(one.silence.until, now)
    where = f" on {one.target}" if one.target else ""
    return Line((Span(f"{Tone.SILENCED.value} "), bold(one.value), Span(f"{where} silenced by "), by, Span(" until "), ends))


def _table(groups: Sequence[Group], quiet: Collection[str], look: Look, now: float) -> Table:
    columns = ("Alert", "Severity", "Service", "State", "For")
    return Table("Alerts, the worst first", columns, tuple(_row(group, quiet, look, now) for group in groups))


def _row(group: Group, quiet: Collection[str], look: Look, now: float) -> tuple[Cell, ...]:
    until = group.ended if group.ended is not None else now
    lasted = max(0.0, until - group.began) if group.began else 0.0
    severity, state = group.common.get(look.severity, ""), _state(group, quiet, now)
    return (Cell(name(group)), Cell(severity), Cell(service(group)), Cell(state), Cell(duration(lasted), lasted))


def _state(group: Group, quiet: Collection[str], now: float) -> str:
    if group.ended is not None:
        return "resolved"
    if service(group) in quiet or (group.silence is not None and group.silence.until > now):
        return "silenced"
    return "acknowledged" if group.owner else "firing"


def _open(ranked: Sequence[tuple[Group, str]]) -> tuple[Menu, ...]:
    options = tuple(
        Button(f"{name(group)[:40]} · {service(group)[:28]}", line) for group, line in ranked if line and not group.ts
    )
    return (Menu(_OPEN, options),) if options else ()


def _silences(ways: StormWays) -> Iterator[Control]:
    if ways.silences:
        yield Menu("Silence a service…", tuple(Button(label, line) for label, line in ways.silences))
    for place, line in ways.undo:
        yield Button(f"Undo silence of {place[:14]}", line)
