"""Pod templates: the part of a pod's specification that all pods of a revision share."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from playground.kubernetes.sizes import gpus, sizes
from playground.kubernetes.workloads import Revision, Workload

REGISTRY = "registry.example.com"
MIGRATING = ("orders", "orders-api")
"""The one workload with an init container, which migrates the database first."""
SETTINGS = 12
KEPT = 2048
"""Templates kept made; a world has a few hundred, a large one with its Jobs over a thousand."""


def image(work: Workload, revision: Revision) -> str:
    """Return the image that the first container of this revision runs."""
    if revision.template is not None:
        return str(revision.template["spec"]["containers"][0]["image"])
    return f"{REGISTRY}/{work.namespace}/{work.app}:v{revision.version}"


def labels(work: Workload, revision: Revision) -> dict[str, str]:
    """Return the labels of the pods of this revision, sorted as the API sorts them."""
    found = template_labels(work, revision)
    if work.kind == "Deployment":
        found["pod-template-hash"] = revision.hash
    elif work.kind == "Job":
        found |= {"controller-uid": work.own_uid, "job-name": work.name}
    else:
        found["controller-revision-hash"] = f"{work.name}-{revision.hash}" if work.kind == "StatefulSet" else revision.hash
    return dict(sorted(found.items()))


def template_labels(work: Workload, revision: Revision) -> dict[str, str]:
    """Return the labels that stand in the template itself."""
    if revision.template is not None:
        return dict(revision.template["metadata"].get("labels", {}))
    return {"app": work.app, "team": work.namespace, "version": f"v{revision.version}"}


def template_annotations(revision: Revision) -> dict[str, str]:
    """Return the annotations that stand in the template itself, such as that of a restart."""
    return dict(revision.template["metadata"].get("annotations", {})) if revision.template is not None else {}


def selector(work: Workload, revision: Revision | None = None) -> dict[str, str]:
    """Return the labels by which a workload, or a ReplicaSet of this revision, finds its pods."""
    if work.kind == "Job":
        return {"controller-uid": work.own_uid}
    return {"app": work.app} | ({"pod-template-hash": revision.hash} if revision else {})


def container_names(work: Workload) -> tuple[str, ...]:
    """Return the names of its containers, in order."""
    return tuple(sizes(work))


def _container(work: Workload, name: str, of_image: str, port: int) -> dict[str, Any]:
    return {
        "name": name,
        "image": of_image,
        "ports": [{"name": "http" if name == "app" else "admin", "containerPort": port, "protocol": "TCP"}],
        "env": [{"name": f"SETTING_{number}", "value": f"value-{number}-of-{name}"} for number in range(SETTINGS)],
        "resources": sizes(work)[name].resources(gpus(work) if name == "app" else 0),
        "volumeMounts": [
            {"name": "kube-api-access", "readOnly": True, "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount"}
        ],
        "readinessProbe": {
            "httpGet": {"path": "/ready", "port": port, "scheme": "HTTP"},
            "timeoutSeconds": 1, "periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3,
        },
        "terminationMessagePath": "/dev/termination-log",
        "terminationMessagePolicy": "File",
        "imagePullPolicy": "IfNotPresent",
    }  # fmt: skip


def _init_container() -> dict[str, Any]:
    return {
        "name": "migrate",
        "image": f"{REGISTRY}/orders/migrate:v12",
        "resources": {},
        "terminationMessagePath": "/dev/termination-log",
        "terminationMessagePolicy": "File",
        "imagePullPolicy": "IfNotPresent",
    }


VOLUMES: tuple[dict[str, Any], ...] = (
    {
        "name": "kube-api-access",
        "projected": {
            "sources": [
                {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}},
                {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]}},
            ],
            "defaultMode": 420,
        },
    },
)
TOLERATIONS = tuple(
    {"key": f"node.kubernetes.io/{what}", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}
    for what in ("not-ready", "unreachable")
)


@lru_cache(maxsize=KEPT)
def containers(work: Workload, revision: Revision) -> tuple[dict[str, Any], ...]:
    """Return the containers of the pods of this revision; shared by all of them, so not to be changed."""
    if revision.template is not None:
        return tuple(revision.template["spec"]["containers"])
    images = {"app": image(work, revision), "proxy": f"{REGISTRY}/platform/proxy:v1.20.3"}
    return tuple(_container(work, name, images[name], 8080 + number) for number, name in enumerate(container_names(work)))


@lru_cache(maxsize=KEPT)
def init_containers(work: Workload) -> tuple[dict[str, Any], ...]:
    """Return the init containers of its pods; shared by all of them, so not to be changed."""
    return (_init_container(),) if (work.namespace, work.name) == MIGRATING else ()


def pod_spec(work: Workload, revision: Revision, node: str) -> dict[str, Any]:
    """Return the `spec` of a pod of this revision on the node with this name ("": none)."""
    inits = init_containers(work)
    return {
        "volumes": VOLUMES,
        **({"initContainers": inits} if inits else {}),
        "containers": containers(work, revision),
        "restartPolicy": "Never" if work.kind == "Job" else "Always",
        "terminationGracePeriodSeconds": 30,
        "dnsPolicy": "ClusterFirst",
        "serviceAccountName": "default",
        "serviceAccount": "default",
        **({"nodeName": node} if node else {}),
        "securityContext": {},
        "schedulerName": "default-scheduler",
        "tolerations": TOLERATIONS,
        "priority": 0,
        "enableServiceLinks": True,
        "preemptionPolicy": "PreemptLowerPriority",
    }


def template(work: Workload, revision: Revision, marks: dict[str, str]) -> dict[str, Any]:
    """Return the template that stands in a workload's own `spec`, its pods labelled with `marks`."""
    if revision.template is not None:
        return {**revision.template, "metadata": {**revision.template["metadata"], "labels": marks}}
    inits = init_containers(work)
    return {
        "metadata": {"creationTimestamp": None, "labels": marks},
        "spec": {
            **({"initContainers": inits} if inits else {}),
            "containers": containers(work, revision),
            "restartPolicy": "Never" if work.kind == "Job" else "Always",
            "terminationGracePeriodSeconds": 30,
            "dnsPolicy": "ClusterFirst",
            "securityContext": {},
            "schedulerName": "default-scheduler",
        },
    }
