"""Checks what people write to name one object: `KIND/NAME`, with the kinds' short names as kubectl has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from connectors._kube.events.records import About
from handlers._contract import Option, UsageError
from handlers._selectors import object_name

_SHORT: Mapping[str, str] = {
    "deploy": "Deployment", "dep": "Deployment", "sts": "StatefulSet", "ds": "DaemonSet", "rs": "ReplicaSet",
    "cj": "CronJob", "po": "Pod", "no": "Node", "pvc": "PersistentVolumeClaim", "pv": "PersistentVolume",
    "hpa": "HorizontalPodAutoscaler", "pdb": "PodDisruptionBudget", "svc": "Service", "ing": "Ingress", "ns": "Namespace",
    "quota": "ResourceQuota",
}  # fmt: skip
_KINDS = {kind.lower(): kind for kind in (*_SHORT.values(), "Job")}
_WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet")
_LOGGED = ("Pod", *_WORKLOADS, "ReplicaSet", "Job")


def object_named(value: str) -> str:
    """Return e.g. `deployment/web` for `deploy/web`, `deployments/web` or `Deployment/web`.

    Raises:
        UsageError: it is not KIND/NAME with a kind that has events, and a name that an object can have.
    """
    word, slash, name = value.strip().partition("/")
    kind = _kind(word)
    if not slash or not kind:
        raise UsageError(f"“{value[:60]}” names no object: write KIND/NAME, e.g. deploy/web, pod/web-0 or node/node-7.")
    return f"{kind.lower()}/{object_name(name)}"


def workload_named(value: str) -> str:
    """Return e.g. `deployment/web` for `deploy/web`, and `web` for `web`, which may be of any kind.

    Raises:
        UsageError: the kind is not one of the three, or no workload can have the name.
    """
    return _of_kind(value, _WORKLOADS, "is no kind of workload: write deploy/NAME, sts/NAME, ds/NAME or NAME alone")


def log_named(value: str) -> str:
    """Return whose log is meant: `deployment/web` for `deploy/web`; `web-0` for `web-0`, a pod or what has pods.

    Raises:
        UsageError: the kind has no logs, or nothing can have the name.
    """
    return _of_kind(value, _LOGGED, "has no log: write a pod's name, or deploy/NAME, sts/NAME, ds/NAME, rs/NAME, job/NAME")


def parted(named: str) -> tuple[str, str]:
    """Return (kind, name) of what was checked, e.g. (`Deployment`, `web`); the kind is "" for a name alone."""
    word, slash, name = named.rpartition("/")
    return (_KINDS[word], name) if slash else ("", name)


def about(named: str | None) -> About:
    """Return what events are wanted about; everything for None."""
    return About(*parted(named)) if named else About()


def _of_kind(value: str, kinds: Sequence[str], otherwise: str) -> str:
    word, slash, name = value.strip().partition("/")
    if not slash:
        return object_name(word)
    kind = _kind(word)
    if kind not in kinds:
        raise UsageError(f"“{word[:60]}” {otherwise}.")
    return f"{kind.lower()}/{object_name(name)}"


def _kind(word: str) -> str:
    word = word.strip().lower().partition(".")[0]
    return _SHORT.get(word) or _KINDS.get(word) or _KINDS.get(word.removesuffix("s")) or ""


FOR = Option("for", "", "KIND/NAME", "only about this object; of a workload its pods, too", object_named)
