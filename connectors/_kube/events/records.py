"""What is told of events: flat frozen records. Times are seconds since 1970; None: not known."""

from __future__ import annotations

from typing import Literal

import msgspec

from connectors._kube.records import Unread

EventQuestion = Literal["all", "warning"]


class About(msgspec.Struct, frozen=True):
    """What events are wanted about.

    Attributes:
        kind: e.g. `Pod`, `Deployment`, `Node`; with a workload its pods are meant, too. "": everything.
        name: its name.
    """

    kind: str = ""
    name: str = ""


class EventGroup(msgspec.Struct, frozen=True, kw_only=True):
    """The same thing that happened to the same workload.

    Attributes:
        type: `Normal` or `Warning`.
        reason: one word, e.g. `BackOff`.
        kind: of what it happened to, e.g. `Pod`, `Node`.
        namespace: where that is; "" for what is in none.
        name: the workload whose object it is, as far as names tell; else the object's own name.
        times: how often it happened, over all objects, as the server counts.
        objects: to how many objects; at most 1,000 are told apart.
        sample: the name of the object that it happened to last.
        first: when it happened first.
        last: when it happened last.
        message: the words to the last, at most 300 characters.
        source: who reported the last, e.g. `kubelet`.
    """

    type: str
    reason: str
    kind: str
    namespace: str
    name: str
    times: int
    objects: int
    sample: str
    first: float | None
    last: float | None
    message: str = ""
    source: str = ""


class EventList(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to one question about events.

    Attributes:
        question: what was asked.
        since: from when on.
        looked_at: how many events were looked at.
        found: how many of them answer the question.
        times: how often what they tell of has happened.
        groups: the newest groups, newest first, as many as were wanted.
        left_out: how many further groups there are; those beyond 5,000 are not counted.
        unread: namespaces that could not be looked at, and `events of nodes`, which are in a namespace of their own.
    """

    question: EventQuestion
    since: float
    looked_at: int
    found: int
    times: int
    groups: tuple[EventGroup, ...]
    left_out: int = 0
    unread: tuple[Unread, ...] = ()
