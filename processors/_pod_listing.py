"""Every pod that answers a question, a row each, for a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from connectors._kube.records import Pod, PodList
from processors._listing import Listing
from processors._summary import Part

_COLUMNS = (
    "Cluster", "Namespace", "Pod", "Kind", "Workload", "Status", "Reason", "Ready", "Restarts", "Created", "Since",
    "Last restart", "Exit code", "Message", "Container", "Image", "Node",
)  # fmt: skip


def listing(parts: Sequence[Part[PodList]]) -> Listing:
    """Return the pods of all targets, target by target, each in its own order. Times are in UTC, as a file has no reader."""

    def rows() -> Iterator[tuple[str, ...]]:
        for part in parts:
            for pod in part.records.pods:
                yield (part.target, *_row(pod))

    return Listing(_COLUMNS, rows, sum(part.records.found - len(part.records.pods) for part in parts))


def _row(pod: Pod) -> tuple[str, ...]:
    return (
        pod.namespace,
        pod.name,
        pod.owner_kind,
        pod.owner,
        pod.status,
        pod.reason,
        pod.ready,
        str(pod.restarts),
        *(map(_time, (pod.created, pod.since, pod.restarted))),
        "" if pod.exit_code is None else str(pod.exit_code),
        pod.message,
        pod.container,
        pod.image,
        pod.node,
    )


def _time(at: float | None) -> str:
    """Return e.g. `2026-05-04T14:02:11Z`; "" where it is not known, or no calendar has it."""
    try:
        return "" if at is None else datetime.fromtimestamp(int(at), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return ""
