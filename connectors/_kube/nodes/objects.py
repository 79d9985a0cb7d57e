"""The API's nodes, and pods as far as they take up room on one, reduced to the fields that are used.

Names and meanings: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/node-v1/.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from connectors._kube.fields import Fields
from connectors._kube.objects import ContainerSpec, PodCondition, PodObject, PodSpec


class Taint(Fields, frozen=True):
    """Keeps pods away that do not tolerate it."""

    key: str = ""
    value: str = ""
    effect: str = ""


class NodeMeta(Fields, frozen=True):
    """A node's metadata."""

    name: str = ""
    creation_timestamp: datetime | None = None
    labels: Mapping[str, str] | None = None


class NodeSpec(Fields, frozen=True):
    """What was asked for."""

    unschedulable: bool = False
    taints: tuple[Taint, ...] | None = None


class NodeInfo(Fields, frozen=True):
    """What the kubelet says of itself."""

    kubelet_version: str = ""


class NodeStatus(Fields, frozen=True):
    """What is. A quantity is text, e.g. `15`, `3920m`, `60Gi`."""

    conditions: tuple[PodCondition, ...] | None = None
    allocatable: Mapping[str, str] | None = None
    node_info: NodeInfo = NodeInfo()


class NodeObject(Fields, frozen=True):
    """One node."""

    metadata: NodeMeta = NodeMeta()
    spec: NodeSpec = NodeSpec()
    status: NodeStatus = NodeStatus()


class Resources(Fields, frozen=True):
    """What a container asks for, by resource."""

    requests: Mapping[str, str] | None = None


class RequestingContainer(ContainerSpec, frozen=True):
    """A container, and what it asks for."""

    resources: Resources = Resources()


class RequestingSpec(PodSpec, frozen=True):
    """A pod's specification, and what it asks for; `overhead` is what its runtime takes on top."""

    containers: tuple[RequestingContainer, ...] | None = None
    init_containers: tuple[RequestingContainer, ...] | None = None
    overhead: Mapping[str, str] | None = None


class RequestingPod(PodObject, frozen=True):
    """A pod, and what it asks for."""

    spec: RequestingSpec = RequestingSpec()
