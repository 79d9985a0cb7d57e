"""Condenses a list of pods, however long, to what a message needs: counts, and a row for each of the worst workloads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

import msgspec

from connectors._kube.records import Count, Pod, PodList, Question, Unread, Workload

WORKLOADS = 200
"""Workloads that are kept; more do not fit into a message."""

_SAMPLES = 100
"""Names of pods that are kept in all: as many as a menu can hold."""

_LISTED = 40
"""Up to so many pods, `pods` lists them one by one."""

_MESSAGE, _UNREAD, _REASONS = 160, 20, 3

REMAINS = frozenset({
    "Evicted", "Terminated", "NodeShutdown", "Shutdown", "NodeLost", "NodeAffinity", "Preempted", "Preempting", "OutOfcpu",
    "OutOfmemory", "OutOfpods", "UnexpectedAdmissionError", "ContainerStatusUnknown",
})  # fmt: skip
"""Reasons of pods that are over: their node ended them and their workload has made others since."""

HEALTHY = frozenset(["Running", "Completed", "Succeeded"])
"""Status cells that need no second look."""


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """The pods of one workload that answer the question.

    Attributes:
        namespace: its namespace.
        kind: e.g. `Deployment`; "" for a bare pod.
        name: the workload's name, or the bare pod's.
        found: how many of its pods answer the question.
        pods: how many it has; 0 where that is not known.
        reasons: the most frequent reasons (for `all`: statuses), at most three, most first.
        restarts: of those pods together.
        since: when the first of those with the main reason went bad.
        latest: when the last of them went bad or restarted.
        exit_code: of the newest of them that has one.
        message: the last thing said about it, where that says more than the reason; at most 160 characters.
        samples: names of a few of those pods, newest trouble first.
    """

    namespace: str
    kind: str
    name: str
    found: int
    pods: int
    reasons: tuple[Count, ...]
    restarts: int
    since: float | None
    latest: float | None
    exit_code: int | None
    message: str
    samples: tuple[str, ...] = ()


class PodDigest(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of a `PodList`.

    Attributes:
        question, looked_at, namespaces, found, reasons, by_row, unsure: as in `PodList`.
        workloads: how many workloads the found pods belong to, a bare pod being one.
        groups: the worst of them, worst first (see `badness`), at most 200.
        pods: for `all`: the pods themselves, if there are few.
        unread: namespaces that could not be looked at, at most 20, and how many there are in all.
    """

    question: Question
    looked_at: int
    namespaces: int
    found: int
    workloads: int
    groups: tuple[Group, ...]
    reasons: tuple[Count, ...]
    pods: tuple[Pod, ...] = ()
    by_row: int = 0
    unsure: int = 0
    unread: tuple[Unread, ...] = ()
    unread_count: int = 0


def condense(found: PodList) -> PodDigest:
    """Return the digest of `found`."""
    totals = {(each.namespace, each.kind, each.name): each for each in found.workloads}
    ordered = sorted(found.pods, key=_workload)  # stable: within a workload the newest trouble stays first
    unlisted = "Running" if found.question == "all" else ""
    groups = [_group(key, tuple(pods), totals.get(key), unlisted) for key, pods in groupby(ordered, key=_workload)]
    groups.sort(key=lambda group: badness(found.question, group))
    listed = found.question == "all" and len(found.pods) == found.found <= _LISTED
    return PodDigest(
        question=found.question,
        looked_at=found.looked_at,
        namespaces=found.namespaces,
        found=found.found,
        workloads=len(groups),
        groups=_sampled(groups[:WORKLOADS]),
        reasons=found.reasons,
        pods=tuple(msgspec.structs.replace(pod, message="", image="") for pod in found.pods) if listed else (),
        by_row=found.by_row,
        unsure=found.unsure,
        unread=found.unread[:_UNREAD],
        unread_count=len(found.unread),
    )


def badness(question: Question, group: Group) -> tuple[float, ...]:
    """Return the key by which the worst workload comes first.

    `failed`: a workload that tries to run and cannot comes before one of which only remains lie about (evicted pods, say);
    then more failing pods, then newer trouble. `pending`: more pods, then newer. `restarting`: more restarts, then newer.
    `all`: more pods that are not healthy, then more pods.
    """
    latest = -(group.latest or 0.0)
    if question == "restarting":
        return (-group.restarts, latest)
    if question == "all":
        return (-sum(reason.count for reason in group.reasons if reason.word not in HEALTHY), -group.found)
    over = all(reason.word in REMAINS for reason in group.reasons)
    return (over and question == "failed", -group.found, latest)


def _workload(pod: Pod) -> tuple[str, str, str]:
    return (pod.namespace, pod.owner_kind, pod.owner or pod.name)


def _group(key: tuple[str, str, str], pods: Sequence[Pod], totals: Workload | None, unlisted: str) -> Group:
    """Return the group of these pods of a workload; `unlisted`: what the others are, "" if that is not known."""
    namespace, kind, name = key
    counts = Counter(pod.reason or pod.status for pod in pods)
    if unlisted and totals and totals.found > len(pods):
        counts[unlisted] += totals.found - len(pods)
    reasons = counts.most_common(_REASONS)
    main = [pod for pod in pods if (pod.reason or pod.status) == reasons[0][0]]
    return Group(
        namespace=namespace,
        kind=kind,
        name=name,
        found=totals.found if totals else len(pods),
        pods=totals.pods if totals else 0,
        reasons=tuple(Count(word, count) for word, count in reasons),
        restarts=max(sum(pod.restarts for pod in pods), totals.restarts if totals else 0),
        since=min(_known(pod.since for pod in main), default=None),
        latest=max(_known(moment for pod in pods for moment in (pod.since, pod.restarted)), default=None),
        exit_code=next((pod.exit_code for pod in main if pod.exit_code is not None), None),
        message=next(filter(None, (telling(pod) for pod in main)), ""),
        samples=tuple(pod.name for pod in pods[:_SAMPLES]),
    )


def _known(moments: Iterable[float | None]) -> Iterable[float]:
    return (moment for moment in moments if moment is not None)


def telling(pod: Pod) -> str:
    """Return the pod's message if it says more than its reason does; "" for the kubelet's `back-off 5m0s restarting …`."""
    message = " ".join(pod.message.split())
    if message.lower().startswith("back-off ") or message in (pod.reason, pod.status):
        return ""
    return message.removeprefix(f"{pod.reason}: ")[:_MESSAGE]


def _sampled(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Return the groups with the samples' names shared out: one each while they last, then another one each, worst first."""
    left, shares, depth = _SAMPLES, [0] * len(groups), 0
    while left and any(len(group.samples) > depth for group in groups):
        for place, group in enumerate(groups):
            if left and len(group.samples) > depth:
                shares[place] += 1
                left -= 1
        depth += 1
    return tuple(
        msgspec.structs.replace(group, samples=group.samples[:share]) for group, share in zip(groups, shares, strict=True)
    )
