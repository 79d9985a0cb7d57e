"""Revisions that come of templates that somebody has written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msgspec

from playground.kubernetes.growth import LETTERS
from playground.kubernetes.templates import template, template_labels
from playground.kubernetes.workloads import Revision, Workload, uid

HASH_LENGTH = 10


def with_template(work: Workload, wanted: Mapping[str, Any], at: int) -> Workload:
    """Return the workload with this template as its last revision.

    Returns:
        the workload itself if it is the template already; else one with a new revision, or with the old one that has this
        template, which gets the next number: a rollback.
    """
    number = work.revisions[-1].number + 1
    for revision in work.revisions:
        if _same(template(work, revision, template_labels(work, revision)), wanted):
            if revision is work.revisions[-1]:
                return work
            others = tuple(other for other in work.revisions if other is not revision)
            return replace(work, revisions=(*others, replace(revision, number=number)))
    tag = _hash(work, wanted)
    owner = f"{work.name}-{tag}" if work.kind == "Deployment" else work.name
    version = str(wanted["spec"]["containers"][0]["image"]).rpartition(":")[2].removeprefix("v")
    return replace(work, revisions=(*work.revisions, Revision(owner, tag, version, number, at, wanted)))


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return bool(_plain(one) == _plain(other))


def _plain(told: Mapping[str, Any]) -> Any:
    """Return a template as it is compared: with lists as JSON has them, and without the time that it never has."""
    read = msgspec.json.decode(msgspec.json.encode(told))
    read["metadata"].pop("creationTimestamp", None)
    read["metadata"] = {name: value for name, value in read["metadata"].items() if value}
    return read


def _hash(work: Workload, wanted: Mapping[str, Any]) -> str:
    number = int(uid(work.namespace, work.name, msgspec.json.encode(_plain(wanted), order="sorted")).replace("-", ""), 16)
    letters = ""
    for _ in range(HASH_LENGTH):
        number, digit = divmod(number, len(LETTERS))
        letters += LETTERS[digit]
    return letters
