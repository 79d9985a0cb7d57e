"""Which autoscalers are at their end."""

from __future__ import annotations

from collections.abc import Sequence

from connectors._kube.scalers.records import ScalerList
from connectors.kubernetes import Kubernetes
from handlers._asks import LineAsks
from handlers._contract import Command, Invocation, Tools
from handlers._selectors import NAMESPACE, SELECTOR, scope
from processors._summary import Part, Summary
from processors.scalers import summary


async def _load(invocation: Invocation, tools: Tools) -> ScalerList:
    return await tools.upstream(Kubernetes).scalers.maxed(scope(invocation), deadline=tools.deadline)


def _show(invocation: Invocation, parts: Sequence[Part[ScalerList]]) -> Summary:
    return summary(parts, LineAsks(invocation))


COMMANDS = (
    Command(
        name="hpa maxed",
        help="autoscalers that are at their maximum, cannot scale, or cannot read their metrics",
        record=ScalerList,
        load=_load,
        show=_show,
        asks=("kubernetes",),
        options=(NAMESPACE, SELECTOR),
        aliases=("hpa", "hpas", "maxed hpa"),
        example="hpa maxed @all",
    ),
)
