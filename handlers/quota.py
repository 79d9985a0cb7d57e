"""How full the quotas are."""

from __future__ import annotations

from collections.abc import Sequence

from connectors._kube.quotas.records import QuotaList
from connectors.kubernetes import Kubernetes
from handlers._asks import LineAsks
from handlers._contract import Command, Invocation, Tools
from handlers._selectors import NAMESPACE, SELECTOR, scope
from processors._summary import Part, Summary
from processors.quotas import summary


async def _load(invocation: Invocation, tools: Tools) -> QuotaList:
    return await tools.upstream(Kubernetes).quotas.all(scope(invocation), deadline=tools.deadline)


def _show(invocation: Invocation, parts: Sequence[Part[QuotaList]]) -> Summary:
    return summary(parts, LineAsks(invocation))


COMMANDS = (
    Command(
        name="quota",
        help="how full each namespace's quotas are, the fullest first",
        record=QuotaList,
        load=_load,
        show=_show,
        asks=("kubernetes",),
        options=(NAMESPACE, SELECTOR),
        aliases=("quotas",),
        example="quota -n payments",
    ),
)
