"""Makes the objects of namespaces, one of which does not come to its end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playground.kubernetes.company import STUCK_FOR, STUCK_NAMESPACE
from playground.kubernetes.durations import DAY, timestamp
from playground.kubernetes.workloads import uid
from playground.kubernetes.world import World

AGE = 120 * DAY
FIRST_VERSION = 200
STUCK = (
    ("NamespaceDeletionDiscoveryFailure", False, "ResourcesDiscovered", "All resources successfully discovered"),
    ("NamespaceDeletionGroupVersionParsingFailure", False, "ParsedGroupVersions",
     "All legacy kube types successfully parsed"),
    ("NamespaceDeletionContentFailure", False, "ContentDeleted",
     "All content successfully deleted, may be waiting on finalization"),
    ("NamespaceContentRemaining", True, "SomeResourcesRemain",
     "Some resources are remaining: certificates.cert-manager.io has 1 resource instances"),
    ("NamespaceFinalizersRemaining", True, "SomeFinalizersRemain",
     "Some content in the namespace has finalizers remaining: cert-manager.io/cleanup in 1 resource instances"),
)  # fmt: skip
"""What the namespace controller says of a namespace that waits for a finalizer that nobody removes any more."""


def objects(world: World, now: float) -> Iterator[dict[str, Any]]:  # noqa: ARG001 - the same signature for every kind
    """Yield the namespaces."""
    for number, name in enumerate(world.namespaces):
        deleted = world.began - STUCK_FOR if name == STUCK_NAMESPACE else 0
        yield {
            "metadata": {
                "name": name,
                "uid": uid("Namespace", name),
                "resourceVersion": str(FIRST_VERSION + number),
                "creationTimestamp": timestamp(world.began - AGE),
                **({"deletionTimestamp": timestamp(deleted)} if deleted else {}),
                "labels": {"kubernetes.io/metadata.name": name},
            },
            "spec": {"finalizers": ["kubernetes"]},
            "status": {"phase": "Terminating", "conditions": _stuck(deleted + 6)} if deleted else {"phase": "Active"},
        }


def _stuck(since: int) -> list[dict[str, Any]]:
    return [
        {"type": kind, "status": str(so), "lastTransitionTime": timestamp(since), "reason": reason, "message": message}
        for kind, so, reason, message in STUCK
    ]
