"""Summary of how the bot is: itself, its targets, its cache."""

from __future__ import annotations

from processors._ages import duration
from processors._counts import counted
from processors._health import BotHealth, TargetHealth
from processors._passages import Cell, Facts, Passage, Table
from processors._summary import Summary, Tone
from processors._text import Span, bold


def summary(health: BotHealth, again: str) -> Summary:
    """Return the summary of `health`; `again` is the command line that asks once more."""
    away = [target for target in health.targets if not target.well]
    return Summary(
        tone=Tone.GOOD if health.cache_well and not away else Tone.WARNING,
        title=(bold(_verdict(health, away)), Span(f" · SREHub {health.version}, up {duration(health.up)}")),
        body=_body(health),
        again=again,
    )


def _verdict(health: BotHealth, away: list[TargetHealth]) -> str:
    if len(away) == 1:
        return f"{away[0].target} is not well"
    if away:
        return f"{len(away)} of {counted(len(health.targets), 'target')} are not well"
    return "All is well" if health.cache_well else "All targets are well, the cache is not"


def _body(health: BotHealth) -> tuple[Passage, ...]:
    facts = [f"cache: {health.cache}"]
    if health.sockets is not None:
        facts.append(counted(health.sockets, "socket") + " to Slack")
    rows = tuple(_row(target) for target in sorted(health.targets, key=lambda target: target.well))
    table = Table("Targets, unwell ones first", ("Target", "System", "State", "Took", "Breaker"), rows)
    return (Facts(tuple(facts)), *((table,) if rows else ()))


def _row(target: TargetHealth) -> tuple[Cell, ...]:
    took = Cell(f"{target.seconds * 1000:,.0f} ms", round(target.seconds * 1000, 1))
    said = target.said if target.well else f"not well: {target.said}"
    return (Cell(target.target), Cell(target.connector), Cell(said), took, Cell(target.breaker))
