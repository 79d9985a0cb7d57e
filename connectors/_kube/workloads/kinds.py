"""The kinds of workloads, where they are read, and the names by which people call them (kubectl's own)."""

from __future__ import annotations

from collections.abc import Mapping

from connectors._kube.cluster import Kind
from connectors._kube.workloads.objects import WorkloadObject

KINDS: Mapping[str, Kind[WorkloadObject]] = {
    "Deployment": Kind("apis/apps/v1", "deployments", WorkloadObject),
    "StatefulSet": Kind("apis/apps/v1", "statefulsets", WorkloadObject),
    "DaemonSet": Kind("apis/apps/v1", "daemonsets", WorkloadObject),
}

SHORT: Mapping[str, str] = {"deploy": "Deployment", "sts": "StatefulSet", "ds": "DaemonSet"}


def kind_of(word: str) -> str:
    """Return the kind that `deploy`, `deployments`, `Deployment`, `deployment.apps`, … means; "" if none."""
    word = word.lower().removesuffix(".apps")
    if word in SHORT:
        return SHORT[word]
    return next((kind for kind in KINDS if word.removesuffix("s") == kind.lower()), "")
