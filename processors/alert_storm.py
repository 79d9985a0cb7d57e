"""Summary of a storm: many alert groups in one message, the worst first, by service."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from processors._ages import duration, moment
from processors._alerts import Group, Storm
from processors._counts import counted
from processors._summary import Button, Cell, Facts, Menu, Span, Summary, Table, Tone, bold
from processors.alert_group import Look, name

_SERVICES = ("service", "namespace", "job", "cluster")
_OPEN = "Open one…"
_FACTS = 8


def service(group: Group) -> str:
    """Return the service that a group is about, as far as its labels say."""
    common = group.common
    return next((common[label] for label in _SERVICES if common.get(label)), "")


def summary(storm: Storm, groups: Sequence[Group], look: Look, lines: Sequence[str], now: float) -> Summary:
    """Return the digest.

    Args:
        storm: the digest.
        groups: its groups, in any order; those that have a message of their own by now are only counted.
        look: how alerts look here.
        lines: for each group, the command line that opens it; "" where it cannot be opened.
        now: when it is made.
    """
    ranked = sorted(zip(groups, lines, strict=True), key=lambda one: (one[0].ended is not None, -one[0].rank, one[0].began))
    firing = [group for group in groups if group.firing]
    services = Counter(service(group) or "elsewhere" for group in firing)
    title = (bold(f"{counted(len(firing), 'alert')} fire"), Span(f", {counted(len(services), 'service')} · since "))
    over = (bold(f"{counted(len(groups), 'alert')}, all resolved"), Span(" · began "))
    worst = max((group.rank for group in firing), default=0)
    by_service = tuple(f"{place} {number}" for place, number in services.most_common(_FACTS))
    return Summary(
        tone=look.tones.get(worst, Tone.WARNING) if firing else Tone.GOOD,
        title=(*(title if firing else over), moment(storm.began, now)),
        body=(*((Facts(by_service),) if by_service else ()), _table([group for group, _ in ranked], look, now)),
        controls=_menus(ranked),
        notes=("Alertmanager", f"{counted(len(groups), 'group')} in this digest"),
    )


def _table(groups: Sequence[Group], look: Look, now: float) -> Table:
    columns = ("Alert", "Severity", "Service", "State", "For")
    return Table("Alerts, the worst first", columns, tuple(_row(group, look, now) for group in groups))


def _row(group: Group, look: Look, now: float) -> tuple[Cell, ...]:
    until = group.ended if group.ended is not None else now
    lasted = max(0.0, until - group.began) if group.began else 0.0
    severity = group.common.get(look.severity, "")
    return (
        Cell(name(group)), Cell(severity), Cell(service(group)), Cell(_state(group, now)), Cell(duration(lasted), lasted)
    )  # fmt: skip


def _state(group: Group, now: float) -> str:
    if group.ended is not None:
        return "resolved"
    if group.silence is not None and group.silence.until > now:
        return "silenced"
    return "acknowledged" if group.owner else "firing"


def _menus(ranked: Sequence[tuple[Group, str]]) -> tuple[Menu, ...]:
    options = tuple(
        Button(f"{name(group)[:40]} · {service(group)[:28]}", line) for group, line in ranked if line and not group.ts
    )
    return (Menu(_OPEN, options),) if options else ()
