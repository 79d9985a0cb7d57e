"""The kinds of workloads, and where they are read."""

from __future__ import annotations

from collections.abc import Mapping

from connectors._kube.cluster import Kind
from connectors._kube.workloads.objects import WorkloadObject

KINDS: Mapping[str, Kind[WorkloadObject]] = {
    "Deployment": Kind("apis/apps/v1", "deployments", WorkloadObject),
    "StatefulSet": Kind("apis/apps/v1", "statefulsets", WorkloadObject),
    "DaemonSet": Kind("apis/apps/v1", "daemonsets", WorkloadObject),
}
