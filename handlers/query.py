"""Expressions: what one is now, what it was over a time, and those with a name."""

from __future__ import annotations

from collections.abc import Sequence

from connectors._errors import Missing
from connectors.prometheus import Prometheus
from handlers._asks import LineAsks
from handlers._contract import Argument, Command, Invocation, Tools
from handlers._durations import looked_back, seconds, since
from processors._counts import among
from processors._summary import Part, Summary
from processors.query import Answer, Named, summary

_USUAL = "3h"


async def _query(invocation: Invocation, tools: Tools) -> Answer:
    prometheus, query = tools.upstream(Prometheus), invocation.arguments[0]
    back = invocation.option("since")
    if back is None:
        return Answer(query=query, now=await prometheus.instant(query, deadline=tools.deadline))
    return Answer(query=query, then=await prometheus.range(query, seconds(back), deadline=tools.deadline))


async def _graph(invocation: Invocation, tools: Tools) -> Answer:
    prometheus = tools.upstream(Prometheus)
    if not invocation.arguments:
        return Answer(graphs=tuple(Named(name, one.query, one.title) for name, one in prometheus.graphs.items()))
    graph = prometheus.graphs.get(invocation.arguments[0])
    if graph is None:
        there = among(tuple(prometheus.graphs), 8) or "none"
        raise Missing(tools.target, f"no graph there is called {invocation.arguments[0][:60]}; there are: {there}")
    found = await prometheus.range(graph.query, looked_back(invocation, _USUAL), deadline=tools.deadline)
    return Answer(query=graph.query, title=graph.title or invocation.arguments[0], unit=graph.unit, then=found)


def _show(invocation: Invocation, parts: Sequence[Part[Answer]]) -> Summary:
    return summary(parts, LineAsks(invocation))


COMMANDS = (
    Command(
        name="query",
        help="what a PromQL expression is now; with --since what it was, as a chart",
        record=Answer,
        load=_query,
        show=_show,
        asks=("prometheus",),
        arguments=(Argument("PROMQL", required=True, help="the expression, in quotes", rest=True),),
        options=(since("only what it is now"),),
        aliases=("promql",),
        example="query 'sum by (job) (up)' --since 3h",
    ),
    Command(
        name="graph",
        help="a chart of an expression that the configuration gives a name; without one: which there are",
        record=Answer,
        load=_graph,
        show=_show,
        asks=("prometheus",),
        arguments=(Argument("NAME", required=False, help="the graph's name in the configuration"),),
        options=(since(_USUAL),),
        aliases=("graphs",),
        example="graph checkout-errors --since 6h",
    ),
)
