"""Metrics, and what pods and nodes have, in the API's own JSON: https://github.com/kubernetes/metrics, metrics/v1beta1."""

from __future__ import annotations

from connectors._kube.fields import Fields
from connectors._kube.objects import Meta
from connectors._kube.quantities import quantity


class Amounts(Fields, frozen=True):
    """CPU and memory as quantities."""

    cpu: str = "0"
    memory: str = "0"

    def thousandths(self) -> int:
        """Return the CPU in thousandths of a core; 0 for what is no quantity."""
        return int(1000 * (quantity(self.cpu) or 0))

    def bytes(self) -> int:
        """Return the memory in bytes; 0 for what is no quantity."""
        return int(quantity(self.memory) or 0)


class Resources(Fields, frozen=True):
    """What a container requests, and what it may have at most."""

    requests: Amounts | None = None
    limits: Amounts | None = None


class Container(Fields, frozen=True):
    """A container: in the metrics with what it uses, in the pod with what it was given."""

    usage: Amounts = Amounts()
    resources: Resources | None = None


class PodMetrics(Fields, frozen=True):
    """What a pod's containers use."""

    metadata: Meta = Meta()
    containers: tuple[Container, ...] | None = None


class NodeMetrics(Fields, frozen=True):
    """What a node uses."""

    metadata: Meta = Meta()
    usage: Amounts = Amounts()


class GivenSpec(Fields, frozen=True):
    """What a pod was given."""

    node_name: str = ""
    containers: tuple[Container, ...] | None = None


class GivenPod(Fields, frozen=True):
    """One pod, as far as it is used here."""

    metadata: Meta = Meta()
    spec: GivenSpec = GivenSpec()


class CapacityStatus(Fields, frozen=True):
    """What a node has to give."""

    allocatable: Amounts | None = None


class CapacityNode(Fields, frozen=True):
    """One node, as far as it is used here."""

    metadata: Meta = Meta()
    status: CapacityStatus = CapacityStatus()
