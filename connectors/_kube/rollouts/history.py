"""Tells the rollouts from the templates that workloads had. Pure functions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from connectors._kube.objects import seconds
from connectors._kube.rollouts.managers import manager_of, moved
from connectors._kube.rollouts.objects import RevisionObject
from connectors._kube.rollouts.records import ImageChange, Rollout
from connectors._kube.workloads.kinds import KINDS
from connectors._kube.workloads.objects import WorkloadObject
from connectors._kube.workloads.rollout import standing


class Key(NamedTuple):
    """A workload."""

    kind: str
    namespace: str
    name: str


class Revision(NamedTuple):
    """One template of a workload: its number, when it was made, its images by container."""

    number: int
    made: float
    images: Mapping[str, str]


def by_workload(found: Iterable[RevisionObject]) -> dict[Key, list[Revision]]:
    """Return the templates of each workload, the oldest number first; those that nobody looks after are nobody's rollout."""
    revisions: defaultdict[Key, list[Revision]] = defaultdict(list)
    for each in found:
        meta = each.metadata
        owner = next((one for one in meta.owner_references or () if one.controller), None)
        if owner:
            revisions[Key(owner.kind, meta.namespace, owner.name)].append(_revision(each))
    for several in revisions.values():
        several.sort(key=lambda one: (one.number, one.made))
    return dict(revisions)


def rollouts(
    revisions: Mapping[Key, Sequence[Revision]], workloads: Mapping[Key, WorkloadObject], since: float
) -> list[Rollout]:
    """Return the rollouts since a moment, newest first.

    Args:
        revisions: each workload's templates, the oldest first.
        workloads: the workloads themselves, as far as they could be read.
        since: in seconds since 1970.
    """
    found = [
        one
        for key, several in revisions.items()
        for one in _of(key, several, workloads.get(key))
        if one.at >= since
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.at, one.namespace, one.name, -one.revision))


def _of(key: Key, several: Sequence[Revision], workload: WorkloadObject | None) -> Iterator[Rollout]:
    for place, one in enumerate(several):
        before = several[place - 1] if place else None
        current = place == len(several) - 1
        later = max((other.made for other in several if other.made > one.made), default=None) if current else None
        back = later is not None
        at = one.made if later is None else max(later, (moved(workload) if workload else None) or later)
        yield Rollout(
            kind=key.kind,
            namespace=key.namespace,
            name=key.name,
            revision=one.number,
            at=at,
            first=before is None,
            back=back,
            changes=tuple(_changes(before.images, one.images)) if before else tuple(_changes({}, one.images)),
            manager=manager_of(workload, at) if workload and current else "",
            current=current,
            standing=standing(key.kind, workload) if workload and current and key.kind in KINDS else None,
        )


def _revision(each: RevisionObject) -> Revision:
    template = (each.data.spec if each.data else each.spec).template.spec
    told = each.metadata.annotations.revision if each.metadata.annotations else ""
    number = int(told) if told.isascii() and told.isdigit() else each.revision
    containers = (*(template.init_containers or ()), *(template.containers or ()))
    return Revision(number, seconds(each.metadata.creation_timestamp) or 0.0, {one.name: one.image for one in containers})


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[ImageChange]:
    for container in dict.fromkeys((*after, *before)):
        if before.get(container, "") != after.get(container, ""):
            yield ImageChange(container, before.get(container, ""), after.get(container, ""))
