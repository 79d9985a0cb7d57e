"""Every pod that answers a question, a row each, for a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connectors._kube.records import Pod, PodList
from processors._listing import Listing, utc
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
        *(map(utc, (pod.created, pod.since, pod.restarted))),
        "" if pod.exit_code is None else str(pod.exit_code),
        pod.message,
        pod.container,
        pod.image,
        pod.node,
    )
