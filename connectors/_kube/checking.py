"""Looks closely at one cluster for `srehub check`: does it answer, does it accept us, and may we read what is needed?

Each read that the commands need is tried, as only that proves it; what it would read is not there, or one object at most.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import monotonic

from connectors._contract import Finding
from connectors._deadline import Deadline
from connectors._errors import Forbidden, Missing, Unauthenticated, UpstreamError
from connectors._kube.api import Api
from connectors._kube.together import each

WIDTH = 8
NOBODY = "srehub-check"
"""A name that nothing has: the server looks at our rights first, and says that it is not there only to who may know."""


@dataclass(frozen=True, slots=True)
class Need:
    """A read that the commands need: the verb, the resource, its API group ("" for the core), whether namespaces lack it.

    `optional`: whether there are servers without it, which is no news then.
    """

    verb: str
    resource: str
    group: str = ""
    everywhere: bool = False
    optional: bool = False

    @property
    def rule(self) -> str:
        """The rule that allows it, as short as it can be said."""
        return f"verbs [{self.verb}] on {self.resource} ({self.group or 'core'})"

    def path(self, namespace: str) -> str:
        """Return the path to try; `namespace` is "" for all."""
        root = f"/apis/{self.group}/v1" if self.group else "/api/v1"
        if self.everywhere:
            return f"{root}/{self.resource}/{NOBODY}" if self.verb == "get" else f"{root}/{self.resource}"
        if self.verb == "get":  # a single thing is always in some namespace, and every cluster has this one
            resource, slash, part = self.resource.partition("/")
            return f"{root}/namespaces/{namespace or 'default'}/{resource}/{NOBODY}{slash}{part}"
        return f"{root}/namespaces/{namespace}/{self.resource}" if namespace else f"{root}/{self.resource}"


LIST_NAMESPACES = Need("list", "namespaces")
NEEDS = (
    Need("list", "pods"),
    Need("get", "pods"),
    Need("get", "pods/log"),
    Need("list", "events"),
    Need("list", "nodes", everywhere=True),
    Need("get", "nodes", everywhere=True),
    *(Need("list", workloads, "apps") for workloads in ("deployments", "statefulsets", "daemonsets")),
    *(Need("list", revisions, "apps") for revisions in ("replicasets", "controllerrevisions")),
    Need("get", "replicasets", "apps"),
    Need("get", "jobs", "batch"),
    Need("list", "jobs", "batch"),
    Need("list", "cronjobs", "batch", optional=True),
    Need("list", "horizontalpodautoscalers", "autoscaling", optional=True),
    Need("list", "persistentvolumeclaims"),
    Need("list", "resourcequotas"),
    Need("list", "pods", "metrics.k8s.io", optional=True),
    Need("list", "nodes", "metrics.k8s.io", everywhere=True, optional=True),
)


@dataclass
class _Tried:
    """What came of one need: where it was forbidden, and what else went wrong, where."""

    forbidden: list[str] = field(default_factory=list)
    failed: dict[str, UpstreamError] = field(default_factory=dict)


class Checking:
    """One look under way: `findings()` is called once.

    Args:
        api: the server.
        namespaces: where the bot is told to look; empty: everywhere.
        deadline: by when.
    """

    def __init__(self, api: Api, namespaces: tuple[str, ...], deadline: Deadline) -> None:
        self._api, self._namespaces, self._deadline = api, namespaces, deadline
        self._tried: dict[Need, _Tried] = {}
        self._absent: list[str] = []

    async def findings(self) -> Sequence[Finding]:
        """Return one finding for each thing looked at. It raises nothing."""
        start = monotonic()
        try:
            version = await self._api.version(self._deadline)
        except Unauthenticated as error:
            return (Finding("credentials", False, error.reason),)
        except Forbidden:
            version = "a version that it does not tell us"
        except UpstreamError as error:
            return (Finding("answers", False, error.reason),)
        answers = Finding("answers", True, f"Kubernetes {version} in {monotonic() - start:.2f} s")
        needs = NEEDS if self._namespaces else (LIST_NAMESPACES, *NEEDS)
        self._tried = {need: _Tried() for need in needs}
        tries = [(need, place) for need in needs for place in (("",) if need.everywhere else self._namespaces or ("",))]
        await each(tries, WIDTH, self._try)
        await each(self._namespaces, WIDTH, self._find)
        refused = self._refusal()
        if refused:
            return (answers, Finding("credentials", False, refused))  # each read would say the same
        return (answers, Finding("credentials", True, "accepted"), *self._told())

    async def _try(self, what: tuple[Need, str]) -> None:
        need, place = what
        tried = self._tried[need]
        try:
            await self._api.attempt(need.path(place), self._deadline)
        except Missing as error:
            if need.verb == "list" and not need.optional:  # the API itself is not there
                tried.failed[place] = error
        except Forbidden:
            tried.forbidden.append(place)
        except UpstreamError as error:
            tried.failed[place] = error

    async def _find(self, namespace: str) -> None:
        """Note a namespace that is not there: the server lists its pods all the same, and there are none."""
        try:
            await self._api.namespace(namespace, self._deadline)
        except Missing:
            self._absent.append(namespace)
        except UpstreamError:
            return  # what is wrong is told of the reads; whether it is there, a bot need not be allowed to know

    def _refusal(self) -> str:
        """Return why our credentials are not accepted; "" if they are."""
        errors = (error for tried in self._tried.values() for error in tried.failed.values())
        return next((error.reason for error in errors if isinstance(error, Unauthenticated)), "")

    def _told(self) -> Iterator[Finding]:
        for need, tried in self._tried.items():
            what = f"{need.verb} {need.resource}" + (f" of {need.group}" if need.group.endswith(".k8s.io") else "")
            if tried.forbidden:
                where = f" in {', '.join(sorted(tried.forbidden))}" if any(tried.forbidden) else ""
                yield Finding(what, False, f"ClusterRole rule missing: {need.rule}{where}")
            elif tried.failed:
                place, error = next(iter(tried.failed.items()))
                yield Finding(what, False, f"{place}: {error.reason}" if place else error.reason)
            else:
                yield Finding(what, True)
        for namespace in sorted(self._absent):
            yield Finding(f"namespace {namespace}", False, "there is none of this name: see `namespaces` of this target")
