"""Tells from the name of an event's object which workload it belongs to. Pure functions.

An event names its object and nothing else of it, so the names' conventions have to do; see `connectors._kube.owners`. A
pod's generated suffix has no vowels, so that `my-server` is a name of its own and `web-7b6ef5dfc-x2x4z` one of many.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from connectors._kube.events.records import About
from connectors._kube.owners import above, stem

WITH_PODS = frozenset({"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "CronJob", "Job"})
"""Kinds whose pods' events are meant, too."""

_SCHEDULED = re.compile(r"\d{8,10}(?:-.*)?", re.ASCII)
_SUFFIX = re.compile(r"[bcdfghjklmnpqrstvwxz0-9]{5,10}|\d+", re.ASCII)


class Subject(NamedTuple):
    """Whose event it is: the kind of its workload ("" where its name does not tell), and its name."""

    kind: str
    name: str


def subject(kind: str, name: str) -> Subject:
    """Return the workload of an event's object; the object itself where it belongs to none, as far as its name tells.

    >>> subject("Pod", "web-7b6ef5dfc-x2x4z")
    Subject(kind='Deployment', name='web')
    """
    if kind == "ReplicaSet":
        deployment = above(name)
        return Subject(deployment.kind, deployment.name) if deployment.name else Subject(kind, name)
    if kind != "Pod":
        return Subject(kind, name)
    stem, _, suffix = name.rpartition("-")
    if not stem or not _SUFFIX.fullmatch(suffix):
        return Subject(kind, name)
    deployment = above(stem)
    return Subject(deployment.kind, deployment.name) if deployment.name else Subject("", stem)


def is_about(about: About, kind: str, name: str) -> bool:
    """Return whether an event of this object is about what is wanted: the object itself, or an object of that workload."""
    if not about.kind or (about.kind, about.name) == (kind, name):
        return True
    if about.kind not in WITH_PODS or kind not in ("Pod", "ReplicaSet", "Job"):
        return False
    if about.kind in ("ReplicaSet", "Job"):
        return kind == "Pod" and stem(name) == about.name
    if about.kind == "CronJob":
        prefix = f"{about.name}-"
        return name.startswith(prefix) and bool(_SCHEDULED.fullmatch(name[len(prefix) :]))
    owner = subject(kind, name)
    return owner.name == about.name and owner.kind in ("", about.kind)
