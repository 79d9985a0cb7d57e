"""Tells the workload of a pod as people know it, from what the pod itself says. Pure functions.

The conventions are those of Kubernetes' own controllers: a Deployment names its ReplicaSets `NAME-HASH` and labels their
pods with the hash; a CronJob names its Jobs `NAME-MINUTES` (since 1.21) or `NAME-SECONDS`, the time for which they were
scheduled; and each names its pods after the controller with a generated suffix.
"""

from __future__ import annotations

import re

from connectors._kube.objects import Meta, OwnerReference, seconds
from connectors._kube.records import Owner

NOBODY = Owner("", "")
_HASH = re.compile(r"[bcdfghjklmnpqrstvwxz2456789]{5,10}|[0-9a-f]{8,10}")
_HOUR, _MONTH = 3600, 30 * 86400


def controller(meta: Meta) -> OwnerReference | None:
    """Return who looks after the object, if anybody does."""
    return next((owner for owner in meta.owner_references or () if owner.controller), None)


def workload(meta: Meta) -> Owner:
    """Return the workload of the pod with this metadata; NOBODY for a bare pod."""
    above = controller(meta)
    if above is None or above.kind == "Node":  # a static pod: its node is no workload
        return NOBODY
    labels = meta.labels
    if above.kind == "ReplicaSet" and labels:
        for kind, hashed in (("Deployment", labels.pod_template_hash), ("Rollout", labels.rollouts_hash)):
            if hashed and above.name.endswith(f"-{hashed}"):
                return Owner(kind, above.name[: -len(hashed) - 1])
    if above.kind == "Job":
        name, _, number = above.name.rpartition("-")
        if name and scheduled(number, seconds(meta.creation_timestamp)):
            return Owner("CronJob", name)
    return Owner(above.kind, above.name)


def scheduled(number: str, created: float | None) -> bool:
    """Return whether the number at a Job's end is the time of a schedule not long before its pod was created.

    A date such as 20261123, which people put there too, is none: taken as minutes it lies in 2008.
    """
    if created is None or not number.isascii() or not number.isdigit() or len(number) not in (8, 10):
        return False
    due = int(number) * (60 if len(number) == 8 else 1)
    return due - _HOUR <= created <= due + _MONTH


def stem(name: str) -> str:
    """Return a pod's name without the suffix that its controller generated.

    Mostly that is the controller's name; not for an indexed Job's pods, nor where a name was too long and has been cut.
    """
    return name.rpartition("-")[0] or name


def above(stem_: str) -> Owner:
    """Return the Deployment that pods of this stem would belong to if it is a ReplicaSet's name; NOBODY if it is none."""
    name, _, last = stem_.rpartition("-")
    return Owner("Deployment", name) if name and _HASH.fullmatch(last) else NOBODY
