"""Makes the objects of PersistentVolumeClaims and of the StorageClasses that they name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playground.kubernetes.durations import DAY, timestamp
from playground.kubernetes.surroundings import FAST, PROVISIONER, USUAL, pending
from playground.kubernetes.workloads import uid
from playground.kubernetes.world import World

AGE = 120 * DAY
FIRST_VERSION = 700
SIZE = "100Gi"
FINALIZER = "kubernetes.io/pvc-protection"
BOUND = ("pv.kubernetes.io/bind-completed", "pv.kubernetes.io/bound-by-controller")
PROVISIONED_BY = ("volume.beta.kubernetes.io/storage-provisioner", "volume.kubernetes.io/storage-provisioner")


def classes(world: World, now: float) -> Iterator[dict[str, Any]]:  # noqa: ARG001 - the same signature for every kind
    """Yield the StorageClasses."""
    for number, name in enumerate((USUAL, FAST)):
        default = {"annotations": {"storageclass.kubernetes.io/is-default-class": "true"}} if name == USUAL else {}
        yield {
            "metadata": {
                "name": name,
                "uid": uid("StorageClass", name),
                "resourceVersion": str(FIRST_VERSION - 100 + number),
                "creationTimestamp": timestamp(world.began - AGE),
                **default,
            },
            "provisioner": PROVISIONER,
            "parameters": {"type": name},
            "reclaimPolicy": "Delete",
            "allowVolumeExpansion": True,
            "volumeBindingMode": "WaitForFirstConsumer" if name == USUAL else "Immediate",
        }


def objects(world: World, now: float) -> Iterator[dict[str, Any]]:  # noqa: ARG001 - the same signature for every kind
    """Yield the claims: one for each pod of a StatefulSet, and those that wait."""
    for work in world.workloads:
        if work.kind == "StatefulSet":
            for pod in world.by_owner[work.namespace, work.name]:
                yield _claim(work.namespace, f"data-{pod.name}", USUAL, work.created, {"app": work.app}, bound=True)
    for one in pending(calm=world.calm):
        yield _claim(one.namespace, one.name, one.storage_class, world.began - one.ago, {"team": one.namespace}, bound=False)


def _claim(
    namespace: str, name: str, storage_class: str, created: int, marks: dict[str, str], *, bound: bool
) -> dict[str, Any]:
    own = uid("PersistentVolumeClaim", namespace, name)
    notes = dict.fromkeys(BOUND, "yes") if bound else {}
    if storage_class in (USUAL, FAST):
        notes |= dict.fromkeys(PROVISIONED_BY, PROVISIONER)
    return {
        "metadata": {
            "name": name,
            "namespace": namespace,
            "uid": own,
            "resourceVersion": str(FIRST_VERSION + created % 1000),
            "creationTimestamp": timestamp(created),
            "labels": marks,
            **({"annotations": notes} if notes else {}),
            "finalizers": [FINALIZER],
        },
        "spec": {
            "accessModes": ["ReadWriteOnce"],
            "resources": {"requests": {"storage": SIZE}},
            **({"volumeName": f"pvc-{own}"} if bound else {}),
            "storageClassName": storage_class,
            "volumeMode": "Filesystem",
        },
        "status": _bound() if bound else {"phase": "Pending"},
    }


def _bound() -> dict[str, Any]:
    return {"phase": "Bound", "accessModes": ["ReadWriteOnce"], "capacity": {"storage": SIZE}}
