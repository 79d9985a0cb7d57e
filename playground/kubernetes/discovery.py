"""What the demo API says of itself: its version, its groups, its resources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from playground.kubernetes.encoding import encode, encode_pretty
from playground.kubernetes.offer import METRICS, REVIEWS, Offer
from playground.kubernetes.replies import Reply, reply
from playground.kubernetes.resources import Resource

VERBS = {
    "pods": ["delete", "get", "list"],
    "nodes": ["get", "list", "patch", "update"],
    **{plural: ["get", "list", "patch", "update"] for plural in ("deployments", "statefulsets", "daemonsets")},
}
"""What can be done with a resource; `get` and `list` with the others."""
TEXT = "text/plain; charset=utf-8"
NOSNIFF = {"X-Content-Type-Options": "nosniff"}
SINGULAR_SINCE = 27
"""The minor version since which built-in resources have a singular name."""
EVICTION_SINCE = 22
"""The minor version since which evictions are of `policy/v1`."""
ALL = frozenset({"pods", "deployments", "replicasets", "statefulsets", "daemonsets", "jobs", "cronjobs",
                 "horizontalpodautoscalers"})  # fmt: skip
"""What `kubectl get all` asks for."""


class Discovery:
    """Says what an offer holds.

    Args:
        offer: it.
        version: the Kubernetes version.
        minor: its minor part.
    """

    def __init__(self, offer: Offer, version: str, minor: int) -> None:
        self._offer, self._version, self._minor = offer, version, minor

    def answer(self, path: str, address: str) -> Reply | None:
        """Return what stands at a path of discovery; None if it is not one.

        Args:
            path: the request's path.
            address: host and port of the server.
        """
        match path.strip("/").split("/"):
            case ["version"]:
                return reply(encode_pretty(_version(self._version)))
            case ["healthz" | "readyz" | "livez"]:
                return reply(b"ok", media=TEXT, headers=NOSNIFF)
            case ["api"]:
                addresses = [{"clientCIDR": "0.0.0.0/0", "serverAddress": address}]
                return _line({"kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": addresses})
            case ["apis"]:
                groups = [_group(name, versions) for name, versions in self._offer.groups().items()]
                return _line({"kind": "APIGroupList", "apiVersion": "v1", "groups": groups})
            case ["apis", name] if name in self._offer.groups():
                return _line({"kind": "APIGroup", "apiVersion": "v1", **_group(name, self._offer.groups()[name])})
            case ["api", "v1"]:
                return _line(self._resources("", "v1"))
            case ["apis", name, version] if self._offer.serves(name, version):
                return _line(self._resources(name, version))
        return None

    def _resources(self, group: str, version: str) -> dict[str, Any]:
        found = [told for one in self._offer.resources(group, version) for told in self._told(one)]
        if group == REVIEWS:
            kind = "SelfSubjectAccessReview"
            singular = self._singular(kind)
            name = "selfsubjectaccessreviews"
            found = [{"name": name, "singularName": singular, "namespaced": False, "kind": kind, "verbs": ["create"]}]
        api = {} if not group else {"apiVersion": "v1"}
        return {"kind": "APIResourceList", **api, "groupVersion": f"{group}/{version}".lstrip("/"), "resources": found}

    def _told(self, one: Resource) -> Iterator[dict[str, Any]]:
        """Yield what is said of a resource and of its subresources."""
        singular = "" if one.group == METRICS else self._singular(one.kind)
        yield {
            "name": one.plural, "singularName": singular, "namespaced": one.namespaced, "kind": one.kind,
            "verbs": VERBS.get(one.plural, ["get", "list"]) if one.group in ("", "apps") else ["get", "list"],
            **({"shortNames": [one.short]} if one.short else {}),
            **({"categories": ["all"]} if one.plural in ALL and one.group != METRICS else {}),
        }  # fmt: skip
        if (one.group, one.plural) == ("", "pods"):
            stable = "v1" if self._minor >= EVICTION_SINCE else "v1beta1"
            below = {"singularName": "", "namespaced": True}
            policy = {"group": "policy", "version": stable}
            yield {"name": "pods/eviction", **below, **policy, "kind": "Eviction", "verbs": ["create"]}
            yield {"name": "pods/log", **below, "kind": "Pod", "verbs": ["get"]}
        if (one.group, one.plural) in (("apps", "deployments"), ("apps", "statefulsets")):
            scale = {"group": "autoscaling", "version": "v1", "kind": "Scale", "verbs": ["get", "patch", "update"]}
            yield {"name": f"{one.plural}/scale", "singularName": "", "namespaced": True, **scale}

    def _singular(self, kind: str) -> str:
        return kind.lower() if self._minor >= SINGULAR_SINCE else ""


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


def _group(name: str, versions: Sequence[str]) -> dict[str, Any]:
    told = [{"groupVersion": f"{name}/{version}", "version": version} for version in versions]
    return {"name": name, "versions": told, "preferredVersion": told[0]}


def _line(told: dict[str, Any]) -> Reply:
    return reply(encode(told) + b"\n")
