"""The API's workloads, reduced to the fields that are used; one type for the three kinds, each fills its own fields.

Names and meanings: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/deployment-v1/ (and
stateful-set-v1, daemon-set-v1).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from connectors._kube.fields import Fields
from connectors._kube.objects import ContainerSpec, OwnerReference


class Something(Fields, frozen=True):
    """What is there, whatever is in it."""


class OwnedSpec(Fields, frozen=True):
    """Of the fields of a `spec` that a manager owns, those that are used."""

    template: Something | None = msgspec.field(name="f:template", default=None)


class Owned(Fields, frozen=True):
    """The fields that a manager owns, of which few are read."""

    spec: OwnedSpec | None = msgspec.field(name="f:spec", default=None)


class Manager(Fields, frozen=True):
    """Who changed an object last in its own way."""

    manager: str = ""
    operation: str = ""
    subresource: str = ""
    time: datetime | None = None
    fields_v1: Owned | None = None

    @property
    def templates(self) -> bool:
        """Whether it owns something of the template of the pods."""
        return bool(self.fields_v1 and self.fields_v1.spec and self.fields_v1.spec.template)


class Annotations(msgspec.Struct, frozen=True, gc=False):
    """The annotations that are used; the others may be large."""

    revision: str = msgspec.field(name="deployment.kubernetes.io/revision", default="")


class WorkloadMeta(Fields, frozen=True):
    """A workload's metadata."""

    name: str = ""
    namespace: str = ""
    generation: int = 0
    creation_timestamp: datetime | None = None
    deletion_timestamp: datetime | None = None
    annotations: Annotations | None = None
    owner_references: tuple[OwnerReference, ...] | None = None
    managed_fields: tuple[Manager, ...] | None = None


class Requirement(Fields, frozen=True):
    """One expression of a label selector: `In`, `NotIn`, `Exists`, `DoesNotExist`."""

    key: str = ""
    operator: str = ""
    values: tuple[str, ...] | None = None


class Selector(Fields, frozen=True):
    """Which pods are meant."""

    match_labels: Mapping[str, str] | None = None
    match_expressions: tuple[Requirement, ...] | None = None


class TemplateSpec(Fields, frozen=True):
    """What its pods are made of."""

    containers: tuple[ContainerSpec, ...] | None = None
    init_containers: tuple[ContainerSpec, ...] | None = None


class Template(Fields, frozen=True):
    """How its pods are made."""

    spec: TemplateSpec = TemplateSpec()


class RollingUpdate(Fields, frozen=True):
    """Of a StatefulSet: pods with a lower number stay as they are."""

    partition: int | None = None


class Strategy(Fields, frozen=True):
    """How new pods take the place of old ones."""

    type: str = ""
    rolling_update: RollingUpdate | None = None


class WorkloadSpec(Fields, frozen=True):
    """What was asked for."""

    replicas: int | None = None
    paused: bool = False
    selector: Selector = Selector()
    template: Template = Template()
    update_strategy: Strategy = Strategy()


class WorkloadCondition(Fields, frozen=True):
    """Of a Deployment: `Available`, `Progressing`, `ReplicaFailure`."""

    type: str = ""
    status: str = ""
    reason: str = ""
    message: str = ""
    last_update_time: datetime | None = None
    last_transition_time: datetime | None = None


class WorkloadStatus(Fields, frozen=True):
    """What is; the second half are a DaemonSet's own names for it."""

    observed_generation: int = 0
    replicas: int = 0
    ready_replicas: int = 0
    updated_replicas: int = 0
    current_revision: str = ""
    update_revision: str = ""
    conditions: tuple[WorkloadCondition, ...] | None = None
    desired_number_scheduled: int = 0
    current_number_scheduled: int = 0
    number_ready: int = 0
    updated_number_scheduled: int = 0


class WorkloadObject(Fields, frozen=True):
    """One workload."""

    metadata: WorkloadMeta = WorkloadMeta()
    spec: WorkloadSpec = WorkloadSpec()
    status: WorkloadStatus = WorkloadStatus()

    def condition(self, kind: str) -> WorkloadCondition | None:
        """Return the condition of this type, if the server tells it."""
        return next((c for c in self.status.conditions or () if c.type == kind), None)
