"""Service level objectives: how much of an error budget is left, and how fast it burns."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence

from connectors._errors import Missing
from connectors.prometheus import Objective, Prometheus
from handlers._asks import LineAsks
from handlers._contract import Argument, Command, Invocation, Tools
from processors._burn import WINDOWS, Budget, Window
from processors._counts import among
from processors._summary import Part, Summary
from processors.slo import Objectives, summary

_DAY = 86_400


async def _load(invocation: Invocation, tools: Tools) -> Objectives:
    prometheus = tools.upstream(Prometheus)
    if not invocation.arguments:
        return Objectives(names=tuple((name, one.title) for name, one in prometheus.slos.items()))
    name = invocation.arguments[0]
    objective = prometheus.slos.get(name)
    if objective is None:
        there = among(tuple(prometheus.slos), 8) or "none"
        raise Missing(tools.target, f"no objective there is called {name[:60]}; there are: {there}")
    spans = [*WINDOWS, objective.days * _DAY]
    asked = [asyncio.ensure_future(_window(prometheus, objective, span, tools)) for span in spans]
    try:
        found = await asyncio.gather(*asked)
    finally:
        for one in asked:
            one.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
    return Objectives(
        budget=Budget(
            name=name,
            title=objective.title,
            objective=objective.objective,
            period=found[-1][0],
            windows=tuple(window for window, _ in found[:-1]),
            warnings=tuple(dict.fromkeys(warning for _, warnings in found for warning in warnings)),
        )
    )


async def _window(prometheus: Prometheus, objective: Objective, span: int, tools: Tools) -> tuple[Window, tuple[str, ...]]:
    """Return the share of errors within the last `span` seconds, and what the server remarked."""
    errors, total = (text.replace("$window", f"{span}s") for text in (objective.errors, objective.total))
    # Without errors there may be no series of them at all; then there were none, as long as there was anything.
    query = f"(sum({errors}) or 0 * sum({total})) / sum({total})"
    now = await prometheus.instant(query, deadline=tools.deadline)
    share = now.samples[0].value if now.samples else math.nan
    return Window(float(span), share if math.isfinite(share) else None), now.warnings


def _show(invocation: Invocation, parts: Sequence[Part[Objectives]]) -> Summary:
    return summary(parts, LineAsks(invocation))


COMMANDS = (
    Command(
        name="slo",
        help="what is left of an error budget, and how fast it burns; without a name: which objectives there are",
        record=Objectives,
        load=_load,
        show=_show,
        asks=("prometheus",),
        arguments=(Argument("NAME", required=False, help="the objective's name in the configuration"),),
        aliases=("slos", "budget"),
        example="slo checkout",
    ),
)
