"""Puts the answer together: the found pods with their workloads, and the counts. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from connectors._kube.inquiry import Inquiry
from connectors._kube.owners import above, stem
from connectors._kube.questions import with_owner, with_row
from connectors._kube.records import Count, Owner, Pod, PodList, Unread, Workload
from connectors._kube.survey import Key, Survey


class Kin:
    """Which workload the pods of a stem belong to, learnt from those of them that were read."""

    def __init__(self) -> None:
        self._owners: dict[tuple[str, str], Owner] = {}

    def learn(self, namespace: str, pod: str, controller: str, owner: Owner) -> None:
        """Learn from a pod that was read: its stem stands for its workload if it is its controller's name."""
        if controller == stem(pod):
            self._owners[namespace, stem(pod)] = owner

    def owner(self, namespace: str, pod: str) -> Owner:
        """Return the workload of a pod that was not read; if none of its kin was, what its name tells; else NOBODY."""
        return self._owners.get((namespace, stem(pod))) or above(stem(pod))


def assemble(survey: Survey, inquiry: Inquiry, kin: Kin, by_row: frozenset[Key], unread: tuple[Unread, ...]) -> PodList:
    """Return the answer.

    Args:
        survey: what the tables showed.
        inquiry: the question, with the pods that were read.
        kin: the workloads of the stems.
        by_row: the pods that should have been read and were not.
        unread: the namespaces that were not looked at.
    """
    found: list[Pod] = []
    for key, read in inquiry.read.items():
        if read is not None:
            row = survey.rows.get(key)
            found.append(with_row(read, row) if row else read)
    judged = unsure = 0
    for key, row in survey.rows.items():
        if key in inquiry.read:
            continue
        pod = inquiry.by_row(row)
        judged += pod is not None and key in by_row
        unsure += pod is None and key in by_row
        if pod is not None:
            found.append(pod if pod.owner else with_owner(pod, kin.owner(*key)))
    found.sort(key=lambda pod: (pod.namespace, pod.name))
    found.sort(key=inquiry.rank, reverse=True)
    everything = inquiry.name == "all"
    return PodList(
        question=inquiry.name,
        looked_at=survey.looked_at,
        namespaces=len(survey.namespaces),
        found=survey.looked_at if everything else len(found),
        pods=tuple(cut(found, inquiry.most)),
        reasons=counts(survey.statuses) if everything else counts(Counter(pod.reason or pod.status for pod in found)),
        workloads=workloads(found, survey, everything=everything),
        statuses=counts(survey.statuses),
        by_row=judged,
        unsure=unsure,
        unread=unread,
    )


def counts(words: Counter[str]) -> tuple[Count, ...]:
    """Return the counts, most first."""
    return tuple(Count(word, count) for word, count in sorted(words.items(), key=lambda item: (-item[1], item[0])))


def cut(pods: list[Pod], most: int) -> Iterable[Pod]:
    """Return at most so many of the pods, in their order: the first of every workload, then the second of each, …"""
    if len(pods) <= most:
        return pods
    seen: Counter[tuple[str, str, str]] = Counter()
    turns: list[tuple[int, int]] = []
    for place, pod in enumerate(pods):
        workload = (pod.namespace, pod.owner_kind, pod.owner)
        turns.append((seen[workload], place))
        seen[workload] += 1
    turns.sort()
    return [pods[place] for place in sorted(place for _, place in turns[:most])]


def workloads(found: Iterable[Pod], survey: Survey, *, everything: bool = False) -> tuple[Workload, ...]:
    """Return the workloads of these pods, and how many pods each has; a Deployment's over all its ReplicaSets.

    With `everything` all of them answer the question, though not all are among these.
    """
    owned: Counter[tuple[str, str, str]] = Counter()
    stems: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for pod in found:
        if pod.owner:
            workload = (pod.namespace, pod.owner_kind, pod.owner)
            owned[workload] += 1
            stems[workload].add(stem(pod.name))
    for namespace in {pod.namespace for pod in found}:
        for name in survey.stems.get(namespace, ()):
            deployment = above(name)
            workload = (namespace, deployment.kind, deployment.name)
            if workload in owned:
                stems[workload].add(name)
    totals = {
        workload: sum(survey.stems[workload[0]][name] for name in stems[workload]) if workload[0] in survey.stems else 0
        for workload in owned
    }
    has = {workload: max(count, totals[workload]) for workload, count in owned.items()}
    counted = has if everything else owned

    def restarts(workload: tuple[str, str, str]) -> int:
        often: Mapping[str, int] = survey.restarts.get(workload[0], {}) if everything else {}
        return sum(often.get(name, 0) for name in stems[workload])

    listed = [Workload(*each, found=counted[each], pods=has[each], restarts=restarts(each)) for each in owned]
    return tuple(sorted(listed, key=lambda each: (-each.found, each.namespace, each.name)))
