"""What a server of one Kubernetes version offers: groups, their versions, their resources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from playground.kubernetes.resources import RESOURCES, Resource
from playground.kubernetes.world import World

REVIEWS = "authorization.k8s.io"
"""The group that has no resource to be read: it only answers reviews."""
METRICS = "metrics.k8s.io"
"""The group that metrics-server adds; a cluster without it does not know the group."""
ORDER = ("apps", "events.k8s.io", REVIEWS, "autoscaling", "batch", "policy", "storage.k8s.io", METRICS)
"""The groups in the order in which a server lists them."""


class Offer:
    """What the server of this world offers."""

    def __init__(self, world: World) -> None:
        self._found: Mapping[tuple[str, str, str], Resource] = {
            (one.group, one.version, one.plural): one
            for one in RESOURCES
            if one.since <= world.minor < one.until and (world.metrics or one.group != METRICS)
        }

    def groups(self) -> Mapping[str, Sequence[str]]:
        """Return the versions of each group but the core's, the preferred one first."""
        found: dict[str, list[str]] = {name: [] for name in ORDER}
        for group, version, _ in self._found:
            if group and version not in found[group]:
                found[group].append(version)
        found[REVIEWS] = ["v1"]
        return {name: sorted(versions, key=_rank) for name, versions in found.items() if versions}

    def resources(self, group: str, version: str) -> Sequence[Resource]:
        """Return the resources of a group's version, by name."""
        return sorted((one for key, one in self._found.items() if key[:2] == (group, version)), key=lambda one: one.plural)

    def serves(self, group: str, version: str) -> bool:
        """Return whether there is this version of this group."""
        return version == "v1" if not group else version in self.groups().get(group, ())

    def find(self, group: str, version: str, plural: str) -> Resource | None:
        """Return the resource with this name, if it is served."""
        return self._found.get((group, version, plural))


def _rank(version: str) -> tuple[bool, int]:
    """Return the place of a version in its group's list: stable ones first, newest first."""
    return "beta" in version, -int(version[1])
