"""Summary of a service level objective: how much of its error budget is left, and how fast it burns."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from processors._ages import duration
from processors._asks import Asks
from processors._burn import LONG, PAGE, SHORT, TICKET, Budget, Window
from processors._controls import Button, Menu
from processors._counts import among, counted
from processors._numbers import number
from processors._passages import Cell, Line, Table
from processors._summary import Part, Summary, Tone
from processors._text import Span, Text, bold
from processors._warnings import remarks

_NAMED = 100


class Objectives(msgspec.Struct, frozen=True, kw_only=True):
    """One objective that was looked at; or, where none was asked for, which there are: name and title."""

    budget: Budget | None = None
    names: tuple[tuple[str, str], ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the server remarked."""
        return self.budget.warnings if self.budget else ()


def summary(parts: Sequence[Part[Objectives]], asks: Asks) -> Summary:
    """Return the summary of one objective, on each target; or of the objectives that there are.

    Args:
        parts: what each target answered, at least one.
        asks: writes the command lines of the controls.
    """
    place = among(tuple(part.target for part in parts))
    found = [(part.target, part.records.budget) for part in parts if part.records.budget]
    if not found:
        return _named(parts, place, asks)
    found.sort(key=lambda one: 2.0 if one[1].left is None else one[1].left)
    _, worst = found[0]
    left = "budget unknown" if worst.left is None else f"{_share(worst.left)} of the error budget left"
    goal = f"{worst.objective:g} % over {duration(worst.period.seconds)}"
    lines = tuple(Line(_said(target, budget, many=len(found) > 1)) for target, budget in found)
    return Summary(
        tone=_tone(worst),
        title=(bold(left), Span(f" · {worst.title or worst.name} · {goal} · {place}")),
        body=(*lines, _table(found)),
        notes=tuple(remarks(parts)),
        again=asks.again,
    )


def _named(parts: Sequence[Part[Objectives]], place: str, asks: Asks) -> Summary:
    names = dict(pair for part in parts for pair in part.records.names)
    title = (bold(counted(len(names), "objective") if names else "No objective has a name"), Span(f" · {place}"))
    options = tuple(Button(shown or name, asks.ask("slo", name)) for name, shown in names.items())[:_NAMED]
    rows = tuple((Cell(name), Cell(shown)) for name, shown in names.items())
    body = (Table("Objectives", ("Objective", "Promises"), rows),) if rows else ()
    return Summary(tone=Tone.NEUTRAL, title=title, body=body, controls=(Menu("Show…", options),) if options else ())


def _tone(budget: Budget) -> Tone:
    """Return how bad it is: an overdrawn budget or a burn that pages is bad, one that wants a ticket is a warning."""
    short, long = budget.burn(SHORT) or 0.0, budget.burn(LONG) or 0.0
    if budget.left is None:
        return Tone.NEUTRAL
    if budget.left < 0 or short >= PAGE:
        return Tone.BAD
    return Tone.WARNING if long >= TICKET or budget.left < 0.1 else Tone.GOOD


def _share(share: float) -> str:
    return f"{number(max(-999.0, share), 'ratio')}"


def _said(target: str, budget: Budget, *, many: bool) -> Text:
    burn = budget.burn(SHORT)
    where = f" on {target}" if many else ""
    if burn is None:
        return (Span(f"Nothing was asked of it{where} within the last hour."),)
    if budget.gone_in is None or burn <= 1:
        return (Span(f"It burns{where} at {number(burn)} times what is allowed, within the last hour."),)
    return (
        Span(f"It burns{where} at "),
        bold(f"{number(burn)} times"),
        Span(f" what is allowed: at that rate the budget is gone in {duration(budget.gone_in)}."),
    )


def _table(found: Sequence[tuple[str, Budget]]) -> Table:
    many = len(found) > 1
    columns = ("Window", *(("Prometheus",) if many else ()), "Errors", "Burn rate")
    rows = tuple(
        _row(target, budget, window, many=many) for target, budget in found for window in (*budget.windows, budget.period)
    )
    return Table("Burn rates", columns, rows)


def _row(target: str, budget: Budget, window: Window, *, many: bool) -> tuple[Cell, ...]:
    where = (Cell(target),) if many else ()
    span = Cell(_window(window.seconds), window.seconds)
    if window.errors is None:
        return (span, *where, Cell("no traffic"), Cell("–"))
    burn = window.errors / budget.allowed
    return (span, *where, Cell(number(window.errors, "ratio"), window.errors), Cell(f"{number(burn)} ×", round(burn, 4)))


def _window(seconds: float) -> str:
    """Return e.g. `5 min`, `1 h`, `30 d`."""
    for unit, name in ((86_400, "d"), (3600, "h"), (60, "min")):
        if seconds >= unit and seconds % unit == 0:
            return f"{int(seconds // unit)} {name}"
    return f"{seconds:g} s"
