"""Says how a workload stands, in the words of those who are on call."""

from __future__ import annotations

from connectors._kube.workloads.records import Standing
from processors._ages import moment
from processors._cells import short
from processors._counts import counted
from processors._summary import Tone
from processors._text import Span, Text, code

WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet")
"""Kinds of which the standing can be told."""

STATES = {
    "stuck": "stuck", "short": "not all ready", "rolling": "rolling out", "unseen": "not looked at", "paused": "paused",
    "stopped": "scaled to 0", "steady": "as asked for",
}  # fmt: skip
"""What the states are called where they are counted."""


def state_said(one: Standing) -> str:
    """Return e.g. `stuck: ProgressDeadlineExceeded`, `rolling out 3 of 10`, `2 of 4 ready`, `scaled to 0`."""
    match one.state:
        case "stuck":
            return f"stuck: {one.reason}" if one.reason else "stuck"
        case "rolling":
            return _rolling_said(one)
        case "short":
            return ready_said(one)
        case "paused":
            return "paused" if one.ready >= one.desired else f"paused, {ready_said(one)}"
        case "unseen":
            return "its controller has not looked at it"
        case "stopped":
            return "scaled to 0" if one.kind != "DaemonSet" else "wanted on no node"
        case _:
            return ready_said(one)


def state_cell(one: Standing) -> str:
    """Return its state for a table that has the ready pods in a column of their own; "" where all is as asked for."""
    return {"steady": "", "short": STATES["short"]}.get(one.state, state_said(one))


def _rolling_said(one: Standing) -> str:
    if one.updated < one.desired:
        return f"rolling out {one.updated:,} of {one.desired:,}"
    if one.ready < one.desired:
        return f"rolling out, {ready_said(one)}"
    return f"rolling out, {counted(max(0, one.pods - one.updated), 'old pod')} left"


def ready_said(one: Standing) -> str:
    """Return e.g. `2 of 4 ready`."""
    return f"{one.ready:,} of {one.desired:,} ready"


def sentence(one: Standing, at: float) -> Text:
    """Return what follows a workload's name, e.g. `stuck: ProgressDeadlineExceeded since 14:02, 2 of 4 ready.`"""
    when = (Span(" since "), moment(one.since, at)) if one.since is not None else ()
    ready = "" if ready_said(one) in state_said(one) else f", {ready_said(one)}"
    return (Span(state_said(one)), *when, Span(ready), *_evidence(one))


def why(one: Standing, at: float) -> Text:
    """Return what is to be added where its state is told already, e.g. `Since 14:02. Quota exceeded: …`; may be empty."""
    if one.since is None:
        return (code(short(one.message, 160)),) if one.message else ()
    return (Span("Since "), moment(one.since, at), *_evidence(one))


def _evidence(one: Standing) -> Text:
    return (Span(". "), code(short(one.message, 160))) if one.message else (Span("."),)


def tone(one: Standing) -> Tone:
    """Return the state that a workload is in: bad if it is stuck, or nothing of it is ready."""
    if one.state == "stuck" or (one.desired and not one.ready):
        return Tone.BAD
    if one.unhealthy:
        return Tone.WARNING
    return Tone.NEUTRAL if one.state in ("paused", "stopped") else Tone.GOOD
