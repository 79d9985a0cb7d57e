"""HorizontalPodAutoscalers as flat frozen records. Times are seconds since 1970; None: not known."""

from __future__ import annotations

import msgspec

from connectors._kube.records import Count, Unread


class Scaler(msgspec.Struct, frozen=True, kw_only=True):
    """One HorizontalPodAutoscaler that cannot do what it should.

    Attributes:
        namespace, name: where and what it is.
        target: what it scales, e.g. `Deployment/web`.
        state: `maxed`: at its maximum and not to grow further; `blind`: it cannot read what it scales by; `stuck`: it
            cannot scale.
        least, most: its bounds.
        current, desired: how many pods there are and how many it wants, within its bounds.
        metrics: what it scales by, each as `cpu 180 % of 70 %`.
        reason: of the condition that says so, e.g. `TooManyReplicas`; "" where an old server tells none.
        message: the words to it, at most 300 characters.
        since: when that became so.
    """

    namespace: str
    name: str
    target: str
    state: str
    least: int
    most: int
    current: int
    desired: int
    metrics: tuple[str, ...]
    reason: str
    message: str
    since: float | None


class ScalerList(msgspec.Struct, frozen=True, kw_only=True):
    """The autoscalers that cannot do what they should.

    Attributes:
        looked_at: how many autoscalers there are.
        found: how many cannot.
        states: how many for each state, most first.
        scalers: those, the worst first, at most 500.
        unread: namespaces that could not be looked at.
    """

    looked_at: int
    found: int
    states: tuple[Count, ...]
    scalers: tuple[Scaler, ...]
    unread: tuple[Unread, ...] = ()
