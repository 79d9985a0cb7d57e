"""What changed lately."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import msgspec

from connectors._kube.records import Scope
from connectors._kube.rollouts.records import RolloutList
from connectors.kubernetes import Kubernetes
from handlers._asks import LineAsks
from handlers._contract import Command, Invocation, Tools, Whole
from handlers._durations import looked_back, since
from handlers._selectors import NAMESPACE, SELECTOR
from handlers._whole import IN_FILE, IN_MESSAGE
from processors._rollout_listing import listing
from processors._summary import Part, Summary
from processors.rollouts import summary

_USUAL = "2h"


def _load(most: int) -> Callable[[Invocation, Tools], Awaitable[RolloutList]]:
    async def load(invocation: Invocation, tools: Tools) -> RolloutList:
        scope = Scope(invocation.option("namespace") or "", invocation.option("selector") or "")
        seconds = looked_back(invocation, _USUAL)
        return await tools.upstream(Kubernetes).rollouts.find(scope, seconds, deadline=tools.deadline, most=most)

    return load


def _digest(found: RolloutList) -> RolloutList:
    return msgspec.structs.replace(found, rollouts=found.rollouts[:IN_MESSAGE])


def _show(invocation: Invocation, parts: Sequence[Part[RolloutList]]) -> Summary:
    return summary(parts, LineAsks(invocation))


COMMANDS = (
    Command(
        name="rollouts",
        help="what changed lately: from image to image, when, by whom, and whether it went well",
        record=RolloutList,
        load=_load(IN_MESSAGE),
        show=_show,
        asks=("kubernetes",),
        options=(NAMESPACE, SELECTOR, since(_USUAL)),
        aliases=("changes", "what changed"),
        example="rollouts --since 6h -n payments",
        whole=Whole(_load(IN_FILE), _digest, listing),
    ),
)
