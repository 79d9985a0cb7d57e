"""Which claims to storage wait."""

from __future__ import annotations

from collections.abc import Sequence

from connectors._kube.claims.records import ClaimList
from connectors.kubernetes import Kubernetes
from handlers._asks import LineAsks
from handlers._contract import Command, Invocation, Tools
from handlers._selectors import NAMESPACE, SELECTOR, scope
from processors._summary import Part, Summary
from processors.claims import summary


async def _load(invocation: Invocation, tools: Tools) -> ClaimList:
    return await tools.upstream(Kubernetes).claims.pending(scope(invocation), deadline=tools.deadline)


def _show(invocation: Invocation, parts: Sequence[Part[ClaimList]]) -> Summary:
    return summary(parts, LineAsks(invocation))


COMMANDS = (
    Command(
        name="pvc pending",
        help="volume claims that have no volume, and what the newest event says why",
        record=ClaimList,
        load=_load,
        show=_show,
        asks=("kubernetes",),
        options=(NAMESPACE, SELECTOR),
        aliases=("pvc", "pvcs", "pending pvc", "pvcs pending"),
        example="pvc pending -n shop",
    ),
)
