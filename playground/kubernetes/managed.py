"""`managedFields`: who wrote which field, and when. It is most of a pod's bytes, and says who rolled out what."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from playground.kubernetes.company import BAD_ROLLOUT, BAD_ROLLOUT_BY, DEPLOYERS
from playground.kubernetes.durations import timestamp
from playground.kubernetes.workloads import Workload

SETTINGS = 12
STATUS_SINCE = 22
PROBE = ("failureThreshold", "httpGet", "periodSeconds", "successThreshold", "timeoutSeconds")


def _marks(*names: str) -> dict[str, Any]:
    return {".": {}} | {f"f:{name}": {} for name in names}


def _container(name: str) -> dict[str, Any]:
    settings = {f'k:{{"name":"SETTING_{number}"}}': _marks("name", "value") for number in range(SETTINGS)}
    return {f'k:{{"name":"{name}"}}': {
        ".": {}, "f:env": {".": {}} | dict(sorted(settings.items())), "f:image": {}, "f:imagePullPolicy": {}, "f:name": {},
        "f:ports": {".": {}, 'k:{"containerPort":8080,"protocol":"TCP"}': _marks("containerPort", "name", "protocol")},
        "f:readinessProbe": _marks(*PROBE), "f:resources": {".": {}, "f:limits": _marks("memory"),
        "f:requests": _marks("cpu", "memory")}, "f:terminationMessagePath": {}, "f:terminationMessagePolicy": {},
    }}  # fmt: skip


@cache
def _written_by_controller() -> msgspec.Raw:
    fields = {
        "f:metadata": {
            "f:annotations": _marks("checksum/config", "prometheus.io/scrape"),
            "f:generateName": {},
            "f:labels": _marks("app", "pod-template-hash", "team", "version"),
            "f:ownerReferences": {".": {}},
        },
        "f:spec": {
            "f:containers": _container("app") | _container("proxy"),
            "f:dnsPolicy": {}, "f:enableServiceLinks": {}, "f:restartPolicy": {}, "f:schedulerName": {},
            "f:securityContext": {}, "f:terminationGracePeriodSeconds": {},
        },
    }  # fmt: skip
    return msgspec.Raw(msgspec.json.encode(fields))


@cache
def _written_by_kubelet() -> msgspec.Raw:
    parts = ("lastProbeTime", "lastTransitionTime", "status", "type")
    kinds = {f'k:{{"type":"{kind}"}}': _marks(*parts) for kind in ("ContainersReady", "Initialized", "Ready")}
    told = {
        "f:conditions": kinds,
        "f:containerStatuses": {},
        "f:hostIP": {},
        "f:phase": {},
        "f:podIP": {},
        "f:startTime": {},
    }
    return msgspec.Raw(msgspec.json.encode({"f:status": told}))


CONTROLLERS = "kube-controller-manager"


def _containers(*parts: str) -> dict[str, Any]:
    return {"f:template": {"f:spec": {"f:containers": {'k:{"name":"app"}': {f"f:{part}": {} for part in parts}}}}}


def entry(manager: str, api_version: str, at: int, fields: Any, subresource: str = "") -> dict[str, Any]:
    """Return one manager's entry: what it wrote last, and when (seconds since 1970)."""
    return {
        "manager": manager, "operation": "Update", "apiVersion": api_version, "time": timestamp(at),
        "fieldsType": "FieldsV1", "fieldsV1": fields, **({"subresource": subresource} if subresource else {}),
    }  # fmt: skip


def deployed_fields(work: Workload, minor: int) -> list[dict[str, Any]]:
    """Return the `managedFields` of a Deployment, StatefulSet or DaemonSet.

    Args:
        work: it.
        minor: the server's minor version: since 22 it says that a status was written as such.
    """
    last = work.revisions[-1]
    by_hand = (work.namespace, work.name) == BAD_ROLLOUT
    spec = {"f:spec": {"f:replicas": {}, "f:selector": {}} | _containers("image", "name", "resources")}
    found = [entry(DEPLOYERS[work.namespace], "apps/v1", work.revisions[0 if by_hand else -1].created, spec)]
    if by_hand:
        found.append(entry(BAD_ROLLOUT_BY, "apps/v1", last.created, {"f:spec": _containers("image")}))
    counted = {"f:status": _marks("conditions", "observedGeneration", "readyReplicas", "replicas")}
    found.append(entry(CONTROLLERS, "apps/v1", last.created + 60, counted, "status" if minor >= STATUS_SINCE else ""))
    return found


def controlled_fields(api_version: str, at: int) -> list[dict[str, Any]]:
    """Return the `managedFields` of what a controller made at this moment, such as a ReplicaSet."""
    return [entry(CONTROLLERS, api_version, at, {"f:metadata": _marks("labels", "ownerReferences"), "f:spec": {}})]


def managed_fields(created: str, changed: str) -> list[dict[str, Any]]:
    """Return a pod's `managedFields`, with the times (as the API writes them) of its creation and of its last change."""
    first = {"manager": "kube-controller-manager", "operation": "Update", "apiVersion": "v1", "time": created}
    last = {"manager": "kubelet", "operation": "Update", "apiVersion": "v1", "time": changed}
    return [
        {**first, "fieldsType": "FieldsV1", "fieldsV1": _written_by_controller()},
        {**last, "fieldsType": "FieldsV1", "fieldsV1": _written_by_kubelet(), "subresource": "status"},
    ]
