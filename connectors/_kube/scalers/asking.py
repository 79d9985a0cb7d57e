"""Answers which autoscalers are at their end: at their maximum, without their metrics, or unable to scale."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable

from connectors._deadline import Deadline
from connectors._kube.answer import counts
from connectors._kube.cluster import Cluster, Found, Kind
from connectors._kube.diagnosis import head
from connectors._kube.discovery import Discovery, Offer, with_served
from connectors._kube.objects import PodCondition, seconds
from connectors._kube.records import Scope
from connectors._kube.scalers.objects import Amount, Metric, ScalerObject, ScalerV1
from connectors._kube.scalers.records import Scaler, ScalerList

MOST = 500
"""Autoscalers that are told."""
SCALERS: Offer[ScalerObject | ScalerV1] = Offer(
    "autoscaling", "horizontalpodautoscalers", {"v2": ScalerObject, "v2beta2": ScalerObject, "v1": ScalerV1}
)
_ORDER = ("maxed", "stuck", "blind")


class Scalers:
    """Asks one cluster about its autoscalers."""

    def __init__(self, cluster: Cluster, served: Discovery) -> None:
        self._cluster, self._served = cluster, served

    async def maxed(self, scope: Scope, *, deadline: Deadline) -> ScalerList:
        """Return the autoscalers in the scope that cannot do what they should, those at their maximum first.

        Raises:
            Forbidden: the bot may look nowhere there.
            Missing: the server has no autoscalers.
            UpstreamError: see `connectors._errors`.
        """

        async def ask(kind: Kind[ScalerObject | ScalerV1]) -> Found[ScalerObject | ScalerV1]:
            return await self._cluster.find(kind, scope, deadline)

        found: Found[ScalerObject | ScalerV1] = await with_served(self._served, SCALERS, deadline, ask)
        # In a thread: with thousands of them this takes longer than the event loop may be held.
        scalers = await asyncio.to_thread(_scalers, found.items)
        return ScalerList(
            looked_at=len(found.items),
            found=len(scalers),
            states=counts(Counter(one.state for one in scalers)),
            scalers=tuple(scalers[:MOST]),
            unread=found.unread,
        )


def _scalers(found: Iterable[ScalerObject | ScalerV1]) -> list[Scaler]:
    """Return those that cannot do what they should, the worst first."""
    every = (one.newer() if isinstance(one, ScalerV1) else one for one in found)
    scalers = [scaler for scaler in map(scaler_of, every) if scaler]
    scalers.sort(key=lambda one: (_ORDER.index(one.state), -(one.since or 0.0), one.namespace, one.name))
    return scalers


def scaler_of(scaler: ScalerObject) -> Scaler | None:
    """Return the record of an autoscaler that cannot do what it should; None for one that can."""
    state, why = _state(scaler)
    if not state:
        return None
    meta, spec, status = scaler.metadata, scaler.spec, scaler.status
    return Scaler(
        namespace=meta.namespace,
        name=meta.name,
        target=f"{spec.scale_target_ref.kind}/{spec.scale_target_ref.name}",
        state=state,
        least=1 if spec.min_replicas is None else spec.min_replicas,
        most=spec.max_replicas,
        current=status.current_replicas,
        desired=status.desired_replicas,
        metrics=_metrics(spec.metrics or (), status.current_metrics or ()),
        reason=why.reason if why else "",
        message=head(why.message) if why else "",
        since=seconds(why.last_transition_time) if why else None,
    )


def _state(scaler: ScalerObject) -> tuple[str, PodCondition | None]:
    """Return what is wrong and the condition that says so; ("", None) when nothing is.

    The conditions: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale-walkthrough/, appendix. One
    whose workload was scaled to nothing is switched off on purpose (`ScalingDisabled`).
    """
    told = {condition.type: condition for condition in scaler.status.conditions or ()}
    able, active, limited = (told.get(kind) for kind in ("AbleToScale", "ScalingActive", "ScalingLimited"))
    if able and able.status == "False":
        return "stuck", able
    if active and active.status == "False" and active.reason != "ScalingDisabled":
        return "blind", active
    at_most = 0 < scaler.spec.max_replicas <= min(scaler.status.current_replicas, scaler.status.desired_replicas)
    if at_most and (limited is None or limited.status == "True"):
        return "maxed", limited
    return "", None


def _metrics(asked: tuple[Metric, ...], told: tuple[Metric, ...]) -> tuple[str, ...]:
    """Return each metric with what it is and what it should be, e.g. `cpu 180 % of 70 %`."""
    current = {_name(metric): metric.measure().current for metric in told}
    return tuple(
        f"{_name(metric)} {_said(current.get(_name(metric), Amount()))} of {_said(metric.measure().target)}"
        for metric in asked
    )


def _name(metric: Metric) -> str:
    measure = metric.measure()
    return measure.name or measure.metric.name or metric.type.lower()


def _said(amount: Amount) -> str:
    if amount.average_utilization is not None:
        return f"{amount.average_utilization} %"
    return amount.average_value or amount.value or "?"
