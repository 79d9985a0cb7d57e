"""Autoscalers in the API's own JSON, in each version that is read.

https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/; `v2beta2` (1.12 to
1.25) has the same fields. `v1` knows the CPU alone; the rest stands in annotations there, as JSON.
"""

from __future__ import annotations

import msgspec

from connectors._kube.fields import Fields
from connectors._kube.objects import Meta, PodCondition


class Reference(Fields, frozen=True):
    """What is scaled."""

    kind: str = ""
    name: str = ""


class Amount(Fields, frozen=True):
    """A metric's target, or what it is; one of the three is set."""

    average_utilization: int | None = None
    average_value: str | None = None
    value: str | None = None


class Named(Fields, frozen=True):
    """A metric's name."""

    name: str = ""


class Measure(Fields, frozen=True):
    """One metric of any type: a resource has a name, others a metric; what is asked for has a target, what is a current."""

    name: str = ""
    metric: Named = Named()
    target: Amount = Amount()
    current: Amount = Amount()


class Metric(Fields, frozen=True):
    """One metric; the one of its type is set."""

    type: str = ""
    resource: Measure | None = None
    container_resource: Measure | None = None
    pods: Measure | None = None
    object: Measure | None = None
    external: Measure | None = None

    def measure(self) -> Measure:
        """Return the one that is set."""
        every = (self.resource, self.container_resource, self.pods, self.object, self.external)
        return next((one for one in every if one), Measure())


class Spec(Fields, frozen=True):
    """What was asked for."""

    scale_target_ref: Reference = Reference()
    min_replicas: int | None = None
    max_replicas: int = 0
    metrics: tuple[Metric, ...] | None = None


class Status(Fields, frozen=True):
    """What is."""

    current_replicas: int = 0
    desired_replicas: int = 0
    current_metrics: tuple[Metric, ...] | None = None
    conditions: tuple[PodCondition, ...] | None = None


class ScalerObject(Fields, frozen=True):
    """One autoscaler, as `autoscaling/v2` and `v2beta2` have it."""

    metadata: Meta = Meta()
    spec: Spec = Spec()
    status: Status = Status()


class SpecV1(Fields, frozen=True):
    """What was asked for, in `autoscaling/v1`."""

    scale_target_ref: Reference = Reference()
    min_replicas: int | None = None
    max_replicas: int = 0
    target_cpu: int | None = msgspec.field(name="targetCPUUtilizationPercentage", default=None)


class StatusV1(Fields, frozen=True):
    """What is, in `autoscaling/v1`."""

    current_replicas: int = 0
    desired_replicas: int = 0
    current_cpu: int | None = msgspec.field(name="currentCPUUtilizationPercentage", default=None)


class NotesV1(msgspec.Struct, frozen=True):
    """The annotation in which `autoscaling/v1` has the conditions."""

    conditions: str = msgspec.field(name="autoscaling.alpha.kubernetes.io/conditions", default="")


class MetaV1(Fields, frozen=True):
    """Its metadata."""

    name: str = ""
    namespace: str = ""
    annotations: NotesV1 | None = None


class ScalerV1(Fields, frozen=True):
    """One autoscaler, as `autoscaling/v1` has it."""

    metadata: MetaV1 = MetaV1()
    spec: SpecV1 = SpecV1()
    status: StatusV1 = StatusV1()

    def newer(self) -> ScalerObject:
        """Return it as a newer version would have it."""
        name, spec, status = "cpu", self.spec, self.status
        asked = Measure(name, target=Amount(spec.target_cpu)) if spec.target_cpu is not None else None
        told = Measure(name, current=Amount(status.current_cpu)) if status.current_cpu is not None else None
        return ScalerObject(
            Meta(self.metadata.name, self.metadata.namespace),
            Spec(spec.scale_target_ref, spec.min_replicas, spec.max_replicas, _metrics(asked)),
            Status(status.current_replicas, status.desired_replicas, _metrics(told), self._conditions()),
        )

    def _conditions(self) -> tuple[PodCondition, ...]:
        written = self.metadata.annotations.conditions if self.metadata.annotations else ""
        try:
            return msgspec.json.decode(written, type=tuple[PodCondition, ...]) if written else ()
        except msgspec.DecodeError:
            return ()  # anybody may write an annotation


def _metrics(measure: Measure | None) -> tuple[Metric, ...]:
    return (Metric("Resource", measure),) if measure else ()
