"""Puts the answer to one question into one line of the whole picture: what is wrong, or that nothing is."""

from __future__ import annotations

from collections import Counter

import msgspec

from connectors._kube.events.records import EventList
from connectors._kube.nodes.records import NodeList
from connectors._kube.workloads.records import WorkloadList
from processors._alert_digest import AlertDigest
from processors._counts import among, counted
from processors._digest import PodDigest
from processors._severity import rank, tone
from processors._standing import STATES
from processors._summary import Tone

_NAMES, _REASONS = 3, 4


class Gist(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the whole picture.

    Attributes:
        tone: the state that it reports.
        said: what is wrong, e.g. `2 of 60 nodes not ready`; what there is where nothing is, e.g. `60 nodes ready`.
        detail: what tells more, e.g. `node-007, node-023`; may be "".
        command: what to ask to go deeper, e.g. `nodes notready`.
        arguments: what that is to be narrowed to, where it takes no namespace.
        narrow: whether that takes a namespace.
        ticks: whether the detail's numbers tick; see `Cell`.
    """

    tone: Tone
    said: str
    detail: str = ""
    command: str
    arguments: tuple[str, ...] = ()
    narrow: bool = True
    ticks: bool = False


def of_nodes(found: NodeList) -> Gist:
    """Return the gist of all nodes."""
    away = found.not_ready > 0
    names = among(tuple(node.name for node in found.nodes if node.unwell and node.ready is not away), _NAMES)
    nodes = counted(found.looked_at, "node")
    if away:
        said, command = f"{found.not_ready:,} of {nodes} not ready", "nodes notready"
        names = ", ".join([names, *([f"{found.pressed:,} under pressure"] if found.pressed else [])])
        return Gist(tone=Tone.BAD, said=said, detail=names, command=command, narrow=False)
    if found.pressed:
        said, command = f"{found.pressed:,} of {nodes} under pressure", "nodes pressure"
        return Gist(tone=Tone.WARNING, said=said, detail=names, command=command, narrow=False)
    if names:
        return Gist(tone=Tone.WARNING, said=f"{nodes}, not all well", detail=names, command="nodes", narrow=False)
    tone = Tone.GOOD if found.looked_at else Tone.NEUTRAL
    return Gist(tone=tone, said=f"{nodes} ready" if found.looked_at else "no nodes", command="nodes", narrow=False)


def of_pods(found: PodDigest) -> Gist:
    """Return the gist of the failing pods."""
    if found.found:
        said = f"{counted(found.found, 'pod')} failing in {counted(found.workloads, 'workload')}"
        detail = ", ".join(f"{reason.word} {reason.count:,}" for reason in found.reasons[:_REASONS])
        return Gist(tone=Tone.BAD, said=said, detail=detail, command="pods failed")
    missing = f"{counted(found.unread_count, 'namespace')} not looked at" if found.unread_count else ""
    good = Tone.GOOD if found.looked_at else Tone.NEUTRAL
    said = f"{counted(found.looked_at, 'pod')}, none failing" if found.looked_at else "no pods"
    return Gist(tone=Tone.WARNING if missing else good, said=said, detail=missing, command="pods failed")


def of_workloads(found: WorkloadList) -> Gist:
    """Return the gist of the unhealthy workloads."""
    if found.found:
        stuck = any(one.word == "stuck" for one in found.states)
        said = f"{found.found:,} of {counted(found.looked_at, 'workload')} unhealthy"
        detail = ", ".join(f"{STATES[one.word]} {one.count:,}" for one in found.states)
        return Gist(tone=Tone.BAD if stuck else Tone.WARNING, said=said, detail=detail, command="workloads unhealthy")
    missing = f"not looked at: {among(tuple(one.namespace for one in found.unread), _NAMES)}" if found.unread else ""
    good = Tone.GOOD if found.looked_at else Tone.NEUTRAL
    said = f"{counted(found.looked_at, 'workload')} healthy" if found.looked_at else "no workloads"
    return Gist(tone=Tone.WARNING if missing else good, said=said, detail=missing, command="workloads unhealthy")


def of_warnings(found: EventList) -> Gist:
    """Return the gist of the warnings of the last half hour."""
    if found.found:
        reasons: Counter[str] = Counter()
        for group in found.groups:
            reasons[group.reason] += group.times
        detail = ", ".join(f"{reason} {times:,}" for reason, times in reasons.most_common(_REASONS))
        said = f"{counted(found.found, 'warning event')} within 30 min"
        return Gist(tone=Tone.WARNING, said=said, detail=detail, command="events warning", ticks=True)
    missing = f"not looked at: {among(tuple(one.namespace for one in found.unread), _NAMES)}" if found.unread else ""
    tone = Tone.WARNING if missing else Tone.GOOD
    return Gist(tone=tone, said="no warnings within 30 min", detail=missing, command="events warning")


def of_alerts(found: AlertDigest, matchers: str) -> Gist:
    """Return the gist of the alerts that fire, of those that these matchers ("": all) fit."""
    worst = tone([rank(row.severity) for row in found.rows if row.firing])
    few = "" if found.whole else "at least "
    said = f"{few}{counted(found.firing, 'alert')} firing" if found.firing else "no alert fires"
    severities = ", ".join(f"{severity or 'no severity'} {count:,}" for severity, count in found.severities[:_REASONS])
    names = among(tuple(dict.fromkeys(row.name for row in found.rows if row.firing)), _NAMES)
    return Gist(
        tone=worst,
        said=f"{said}, harmless" if found.firing and worst is Tone.GOOD else said,
        detail=f"{severities} · {names}" if found.firing else "",
        command="alerts firing",
        arguments=(matchers,) if matchers else (),
        narrow=False,
    )
