"""`managedFields`: who wrote which field. Nobody reads it, yet a real server sends it, and it is most of a pod's bytes."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

SETTINGS = 12
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


def managed_fields(created: str, changed: str) -> list[dict[str, Any]]:
    """Return a pod's `managedFields`, with the times (as the API writes them) of its creation and of its last change."""
    first = {"manager": "kube-controller-manager", "operation": "Update", "apiVersion": "v1", "time": created}
    last = {"manager": "kubelet", "operation": "Update", "apiVersion": "v1", "time": changed}
    return [
        {**first, "fieldsType": "FieldsV1", "fieldsV1": _written_by_controller()},
        {**last, "fieldsType": "FieldsV1", "fieldsV1": _written_by_kubelet(), "subresource": "status"},
    ]
