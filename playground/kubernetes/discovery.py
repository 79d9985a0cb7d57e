"""What the demo API says of itself: its version, its groups, its resources."""

from __future__ import annotations

from typing import Any

from playground.kubernetes.encoding import encode, encode_pretty
from playground.kubernetes.replies import Reply, reply
from playground.kubernetes.resources import RESOURCES

GROUPS = ("apps", "batch", "authorization.k8s.io")
VERBS = ["get", "list"]
TEXT = "text/plain; charset=utf-8"
NOSNIFF = {"X-Content-Type-Options": "nosniff"}


def _version(version: str) -> dict[str, str]:
    major, minor = version.lstrip("v").split(".")[:2]
    return {
        "major": major,
        "minor": minor,
        "gitVersion": version,
        "gitCommit": "0" * 40,
        "gitTreeState": "clean",
        "buildDate": "2024-04-16T15:00:00Z",
        "goVersion": "go1.21.9",
        "compiler": "gc",
        "platform": "linux/amd64",
    }


def _group(name: str) -> dict[str, Any]:
    version = {"groupVersion": f"{name}/v1", "version": "v1"}
    return {"name": name, "versions": [version], "preferredVersion": version}


def _resources(group: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = []
    for (of_group, plural), one in RESOURCES.items():
        if of_group == group:
            short = {"shortNames": [one.short]} if one.short else {}
            told = {"name": plural, "singularName": one.kind.lower(), "namespaced": one.namespaced, "kind": one.kind}
            found.append({**told, "verbs": VERBS, **short})
            if plural == "pods":
                log = {"name": "pods/log", "singularName": "", "namespaced": True, "kind": "Pod", "verbs": ["get"]}
                found.append(log)
    if group == "authorization.k8s.io":
        name = "selfsubjectaccessreviews"
        kind = "SelfSubjectAccessReview"
        found = [{"name": name, "singularName": kind.lower(), "namespaced": False, "kind": kind, "verbs": ["create"]}]
    version = f"{group}/v1" if group else "v1"
    api = {} if not group else {"apiVersion": "v1"}
    return {"kind": "APIResourceList", **api, "groupVersion": version, "resources": found}


def discover(path: str, version: str, address: str) -> Reply | None:
    """Return what stands at a path of discovery; None if it is not one.

    Args:
        path: the request's path.
        version: the Kubernetes version.
        address: host and port of the server.
    """
    if path == "/version":
        return reply(encode_pretty(_version(version)))
    if path in ("/healthz", "/readyz", "/livez"):
        return reply(b"ok", media=TEXT, headers=NOSNIFF)
    if path == "/api":
        addresses = [{"clientCIDR": "0.0.0.0/0", "serverAddress": address}]
        return _line({"kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": addresses})
    if path == "/apis":
        return _line({"kind": "APIGroupList", "apiVersion": "v1", "groups": [_group(name) for name in GROUPS]})
    if path == "/api/v1":
        return _line(_resources(""))
    for name in GROUPS:
        if path == f"/apis/{name}":
            return _line({"kind": "APIGroup", "apiVersion": "v1", **_group(name)})
        if path == f"/apis/{name}/v1":
            return _line(_resources(name))
    return None


def _line(told: dict[str, Any]) -> Reply:
    return reply(encode(told) + b"\n")
