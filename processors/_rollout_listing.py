"""Every rollout, a row each, for a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connectors._kube.rollouts.records import Rollout, RolloutList
from processors._listing import Listing, utc
from processors._rollout_tables import outcome_said
from processors._summary import Part

_COLUMNS = (
    "Cluster", "Namespace", "Kind", "Workload", "Revision", "At", "Changes", "By", "Outcome",
)  # fmt: skip


def listing(parts: Sequence[Part[RolloutList]]) -> Listing:
    """Return the rollouts of all targets, target by target, each in its own order."""

    def rows() -> Iterator[tuple[str, ...]]:
        for part in parts:
            for one in part.records.rollouts:
                yield (part.target, *_row(one))

    return Listing(_COLUMNS, rows, sum(part.records.found - len(part.records.rollouts) for part in parts))


def _row(one: Rollout) -> tuple[str, ...]:
    return (
        one.namespace,
        one.kind,
        one.name,
        str(one.revision),
        utc(one.at),
        ", ".join(f"{each.container}: {each.before} → {each.after}" for each in one.changes),
        one.manager,
        outcome_said(one),
    )
