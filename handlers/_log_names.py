"""Checks whose log people ask for: a pod's, or that of a workload's pods."""

from __future__ import annotations

from handlers._contract import UsageError
from handlers._selectors import pod_name

_KINDS = {
    "pods": ("pod", "po"),
    "deployments": ("deployment", "deploy", "dep"),
    "statefulsets": ("statefulset", "sts"),
    "daemonsets": ("daemonset", "ds"),
    "replicasets": ("replicaset", "rs"),
    "jobs": ("job",),
}
"""The kinds that have pods with logs, by their plurals, with the singular and the short names of kubectl."""
_PLURALS = {word: plural for plural, words in _KINDS.items() for word in (plural, *words)}


def meant(value: str) -> str:
    """Return a pod's or workload's name, or `KIND/NAME` in one spelling: `deployment/web` for `deploy/web`.

    Raises:
        UsageError: nothing can be called that, or its kind has no logs.
    """
    word, slash, name = value.strip().partition("/")
    if not slash:
        return pod_name(word)
    plural = _PLURALS.get(word.strip().lower().partition(".")[0])
    if plural is None:
        raise UsageError(
            f"“{word[:60]}” has no log: write a pod's name, or deploy/NAME, sts/NAME, ds/NAME, rs/NAME, job/NAME."
        )
    return f"{_KINDS[plural][0]}/{pod_name(name)}"


def parted(named: str) -> tuple[str, str]:
    """Return (the kind's plural, the name) of what was checked; the kind is "" for a name alone."""
    word, slash, name = named.rpartition("/")
    return (_PLURALS[word], name) if slash else ("", name)
