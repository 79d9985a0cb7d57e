"""The API's ReplicaSets and ControllerRevisions: each is one template that a workload had, reduced to what is used.

Names and meanings: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/replica-set-v1/ and
controller-revision-v1; the revision's `data` is a patch that a StatefulSet or DaemonSet writes of its own template.
"""

from __future__ import annotations

from datetime import datetime

from connectors._kube.cluster import Kind
from connectors._kube.fields import Fields
from connectors._kube.objects import OwnerReference
from connectors._kube.workloads.objects import Annotations, Template


class RevisionMeta(Fields, frozen=True):
    """A revision's metadata."""

    name: str = ""
    namespace: str = ""
    creation_timestamp: datetime | None = None
    annotations: Annotations | None = None
    owner_references: tuple[OwnerReference, ...] | None = None


class RevisionSpec(Fields, frozen=True):
    """The template of a revision."""

    template: Template = Template()


class RevisionData(Fields, frozen=True):
    """What a ControllerRevision keeps of its workload."""

    spec: RevisionSpec = RevisionSpec()


class RevisionObject(Fields, frozen=True):
    """A ReplicaSet (`spec` has the template) or a ControllerRevision (`data` has it, and `revision` its number)."""

    metadata: RevisionMeta = RevisionMeta()
    spec: RevisionSpec = RevisionSpec()
    revision: int = 0
    data: RevisionData | None = None


REPLICA_SETS = Kind("apis/apps/v1", "replicasets", RevisionObject)
CONTROLLER_REVISIONS = Kind("apis/apps/v1", "controllerrevisions", RevisionObject)
