"""Finds out which API versions a server has, rather than to guess: `/apis`, then a version's resources, kept for a while.

https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api. Old servers lack new versions (CronJobs were
`batch/v1beta1` before 1.21), new ones old versions, and an API that an add-on serves (`metrics.k8s.io`) is there or not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any, Generic, TypeVar

import msgspec

from connectors._deadline import Deadline
from connectors._errors import Broken, Forbidden, Missing
from connectors._http import Http
from connectors._kube.cluster import Kind
from connectors._kube.fields import Fields

T = TypeVar("T")
R = TypeVar("R")

KEPT = 300.0
"""Seconds for which what a server said of its APIs is believed."""


class Version(Fields, frozen=True):
    """One version of a group."""

    version: str = ""


class Group(Fields, frozen=True):
    """One group of APIs."""

    name: str = ""
    versions: tuple[Version, ...] | None = None


class Groups(Fields, frozen=True):
    """The answer of `/apis`."""

    groups: tuple[Group, ...] | None = None


class Resource(Fields, frozen=True):
    """One resource of a version, e.g. `cronjobs`."""

    name: str = ""


class Resources(Fields, frozen=True):
    """The answer of `/apis/GROUP/VERSION`."""

    resources: tuple[Resource, ...] | None = None


@dataclass(frozen=True, slots=True)
class Offer(Generic[T]):
    """A kind of object that servers have in several versions.

    Attributes:
        group: its API group, e.g. `batch`.
        plural: its name in paths.
        types: the versions that we read, the one to be preferred first, each with the Struct for its fields.
        namespaced: whether it lives in namespaces.
        advice: what to do where no version is served, one sentence; "" for nothing.
    """

    group: str
    plural: str
    types: Mapping[str, type[T]]
    namespaced: bool = True
    advice: str = ""


class Discovery:
    """Knows which versions one server has.

    Args:
        http: the door to it.
        target: its name in the configuration.
        clock: returns seconds.
    """

    def __init__(self, http: Http, target: str, clock: Callable[[], float] = monotonic) -> None:
        self._http, self._target, self._clock = http, target, clock
        self._groups: tuple[float, Mapping[str, frozenset[str]]] | None = None
        self._resources: dict[str, tuple[float, frozenset[str]]] = {}

    async def served(self, offer: Offer[T], deadline: Deadline) -> Kind[T]:
        """Return the kind in the first version of the offer that the server has.

        Raises:
            Missing: it has none.
            Forbidden: the bot may not ask which there are.
            UpstreamError: see `connectors._errors`.
        """
        there = (await self._versions(deadline)).get(offer.group, frozenset())
        for version, type_ in offer.types.items():
            root = f"apis/{offer.group}/{version}"
            if version in there and offer.plural in await self._plurals(root, deadline):
                return Kind(root, offer.plural, type_, offer.namespaced)
        known = " or ".join(f"{offer.group}/{version}" for version in offer.types)
        raise Missing(self._target, f"it does not serve {offer.plural} of {known}. {offer.advice}".rstrip(" ."))

    def forget(self) -> None:
        """Forget what the server said, as something that it had is not there any more."""
        self._groups = None
        self._resources.clear()

    async def _versions(self, deadline: Deadline) -> Mapping[str, frozenset[str]]:
        if self._groups is None or self._clock() - self._groups[0] > KEPT:
            told = await self._ask("/apis", Groups, deadline)
            groups = {one.name: frozenset(each.version for each in one.versions or ()) for one in told.groups or ()}
            self._groups = (self._clock(), groups)
        return self._groups[1]

    async def _plurals(self, root: str, deadline: Deadline) -> frozenset[str]:
        known = self._resources.get(root)
        if known is None or self._clock() - known[0] > KEPT:
            told = await self._ask(f"/{root}", Resources, deadline)
            known = self._resources[root] = (self._clock(), frozenset(one.name for one in told.resources or ()))
        return known[1]

    async def _ask(self, path: str, kind: type[R], deadline: Deadline) -> R:
        try:
            body = await self._http.get("discovery", path, deadline=deadline)
        except Forbidden as error:
            said = f"the bot may not ask which APIs there are: bind the ClusterRole system:discovery to it ({error.reason})"
            raise Forbidden(self._target, said) from error
        try:
            return msgspec.json.decode(body, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Broken(self._target, f"its answer cannot be understood: {error}") from error


async def with_served(served: Discovery, offer: Offer[T], deadline: Deadline, ask: Callable[[Kind[T]], Any]) -> Any:
    """Return what `await ask(kind)` returns for the version that the server has; should it just have gone, for another.

    Raises:
        Missing: it has none, or what was asked for is not there.
        UpstreamError: see `connectors._errors`.
    """
    kind = await served.served(offer, deadline)
    try:
        return await ask(kind)
    except Missing:
        served.forget()
        again = await served.served(offer, deadline)
        if again == kind:
            raise
        return await ask(again)
